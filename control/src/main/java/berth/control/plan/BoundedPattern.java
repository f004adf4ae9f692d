package berth.control.plan;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Regular expressions that can't be made to take long: matched in time that is linear in the text, and refused
/// where they compile to something large.
///
/// A backtracking engine can be made to run for years on thirty letters. What only backtracking can do is missing:
/// back references and look-around.
public final class BoundedPattern {
    private static final int LARGEST_PROGRAM = 500;
    private static final long MOST_WORK = 20_000;

    /// Any number after `{` or `,`: the least and the most of a count.
    private static final java.util.regex.Pattern NUMBER = java.util.regex.Pattern.compile("(?<=[{,])(\\d+)");

    private BoundedPattern() {}

    /// Null if it is no pattern, or too large a one.
    public static @Nullable Pattern compile(String text) {
        if (work(text) > MOST_WORK) {
            return null;
        }
        try {
            Pattern pattern = Pattern.compile(text);
            return pattern.programSize() > LARGEST_PROGRAM ? null : pattern;
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
}
