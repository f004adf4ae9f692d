package berth.control.elb.plan;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One attribute: its name, what it is by default, what it may be.
///
/// @param allowed whether a value is good
/// @param rule the same in words, for the refusal
/// @param why null, or why every value but the default is refused
record Attribute(
        String key,
        String byDefault,
        Predicate<String> allowed,
        String rule,
        @org.jspecify.annotations.Nullable String why) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,7}");

    static Attribute choice(String key, String byDefault, String... others) {
        List<String> values =
                Stream.concat(Stream.of(byDefault), Stream.of(others)).toList();
        return new Attribute(key, byDefault, values::contains, "must be one of " + values, null);
    }

    static Attribute flag(String key, boolean byDefault) {
        return choice(key, Boolean.toString(byDefault), Boolean.toString(!byDefault));
    }

    static Attribute seconds(String key, int byDefault, int least, int most) {
        return new Attribute(
                key,
                Integer.toString(byDefault),
                value -> isWithin(value, least, most),
                "must be an integer between %d and %d".formatted(least, most),
                null);
    }

    static Attribute text(String key, Pattern pattern, String rule) {
        return new Attribute(key, "", value -> pattern.matcher(value).matches(), rule, null);
    }

    /// One that only says what happens anyway.
    static Attribute fixed(String key, String byDefault, String why) {
        return new Attribute(key, byDefault, byDefault::equals, "", why);
    }

    /// A number or `off`.
    static Attribute numberOrOff(String key, String byDefault, int least, int most) {
        return new Attribute(
                key,
                byDefault,
                value -> value.equals("off") || isWithin(value, least, most),
                "must be off or an integer between %d and %d".formatted(least, most),
                null);
    }

    /// With further values between two numbers.
    Attribute or(int value) {
        return new Attribute(
                key,
                byDefault,
                given -> given.equals(Integer.toString(value)) || allowed.test(given),
                rule + ", or " + value,
                why);
    }

    private static boolean isWithin(String value, int least, int most) {
        return NUMBER.matcher(value).matches() && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most;
    }
}
