package berth.control.logs.plan.pattern;

import berth.kernel.Fault;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A filter pattern of CloudWatch Logs.
///
/// | pattern | matches |
/// |---|---|
/// | `ERROR -DEBUG` | `an ERROR`, not `a DEBUG ERROR` |
/// | `{ $.status >= 500 \|\| $.error IS TRUE }` | `{"status": 503}` |
/// | `[ip, ..., status = 4*, size]` | `10.0.0.1 - - "GET / HTTP/1.1" 404 12` |
///
/// CloudWatch: user guide, "Filter pattern syntax for metric filters, subscription filters, filter log events, and
/// Live Tail".
public sealed interface FilterPattern permits TermPattern, RegexPattern, JsonPattern, SpacePattern {

    /// CloudWatch: the longest pattern, in characters.
    int LONGEST = 1024;

    boolean matches(String message);

    /// What the pattern reads from a message that it matches, for TestMetricFilter: `$status` to `404`. In order.
    Map<String, String> extract(String message);

    /// Whether it names fields of a message between blanks.
    default boolean hasFields() {
        return this instanceof SpacePattern;
    }

    /// How many regular expressions are in it.
    int regexes();

    /// Null, blank and a pattern of quoted blanks match everything.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    static FilterPattern parse(@Nullable String text) {
        String pattern = text == null ? "" : text.strip();
        if (pattern.length() > LONGEST) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to "
                                    + LONGEST)
                    .raise();
        }
        FilterPattern parsed = switch (pattern.isEmpty() ? ' ' : pattern.charAt(0)) {
            case '{' -> new JsonParser(new Scanner(pattern)).parse();
            case '[' -> new SpaceParser(new Scanner(pattern)).parse();
            case '%' -> RegexPattern.parse(new Scanner(pattern));
            default -> TermPattern.parse(new Scanner(pattern));
        };
        if (parsed.regexes() > 2) {
            throw invalid("it has %d regular expressions, at most 2 are allowed".formatted(parsed.regexes()))
                    .raise();
        }
        return parsed;
    }

    /// CloudWatch: `Invalid filter pattern`; what is wrong follows.
    static Fault invalid(String why) {
        return Fault.invalidParameter("Invalid filter pattern: " + why + ".");
    }

    /// CloudWatch: the words for a character that had to be quoted.
    static Fault invalidCharacters(String characters) {
        return Fault.invalidParameter("Invalid character(s) in term '" + characters + "'");
    }
}
