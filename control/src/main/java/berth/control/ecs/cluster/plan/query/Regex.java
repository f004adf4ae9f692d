package berth.control.ecs.cluster.plan.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A pattern that the whole of a text must match.
///
/// ECS takes java.util.regex, which can be made to run for years on thirty letters. Here patterns are matched in
/// time that is linear in the text, and those that compile to something large are refused.
///
/// Differs from ECS: there are no back references and no look-around, which only backtracking can do.
///
/// What was matched is remembered, since many instances have the same value. Not for several threads.
final class Regex {
    private static final int LARGEST_PROGRAM = 500;
    private static final long MOST_WORK = 20_000;
    private static final int REMEMBERED = 256;

    /// Any number after `{` or `,`: the least and the most of a count.
    private static final java.util.regex.Pattern NUMBER = java.util.regex.Pattern.compile("(?<=[{,])(\\d+)");

    private final Pattern pattern;
    private final TreeMap<String, Boolean> known = new TreeMap<>();

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /// Null if it is no pattern, or too large a one.
    static @Nullable Regex of(String text) {
        if (work(text) > MOST_WORK) {
            return null;
        }
        try {
            Pattern pattern = Pattern.compile(text);
            return pattern.programSize() > LARGEST_PROGRAM ? null : new Regex(pattern);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    /// At most so many instructions are compiled: counts, which may be nested, are unrolled.
    private static long work(String text) {
        long work = text.length();
        var numbers = NUMBER.matcher(text);
        while (numbers.find() && work <= MOST_WORK) {
            String digits = numbers.group(1);
            work *= digits.length() > 4 ? MOST_WORK : 1 + Long.parseLong(digits);
        }
        return work;
    }

    boolean matches(String text) {
        Boolean remembered = known.get(text);
        if (remembered != null) {
            return remembered;
        }
        boolean matches = pattern.matches(text);
        if (known.size() < REMEMBERED) {
            known.put(text, matches);
        }
        return matches;
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
