package berth.control.ecs.cluster.plan.query;

import berth.control.plan.BoundedPattern;
import com.google.re2j.Pattern;
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
    private static final int REMEMBERED = 256;

    private final Pattern pattern;
    private final TreeMap<String, Boolean> known = new TreeMap<>();

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /// Null if it is no pattern, or too large a one.
    static @Nullable Regex of(String text) {
        Pattern pattern = BoundedPattern.compile(text);
        return pattern == null ? null : new Regex(pattern);
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
