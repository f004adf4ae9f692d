package berth.control.ecs.taskdef.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `containerPortRange`: ports from first to last, both within.
public record PortRange(int first, int last) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

    /// Empty for what is no two numbers with a dash between them.
    public static Optional<PortRange> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new PortRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    public boolean holds(int port) {
        return first <= port && port <= last;
    }

    public boolean overlaps(PortRange other) {
        return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
