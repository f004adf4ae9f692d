package berth.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Codes that count as a success, as ELB writes them: `200`, `200,202`, `200-299`, `0-99`, or a mixture.
public record CodeMatcher(List<Range> ranges) {
    /// Both ends included.
    public record Range(int first, int last) {
        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    public CodeMatcher {
        ranges = List.copyOf(ranges);
    }

    /// Reads `text`.
    ///
    /// @throws IllegalArgumentException if it isn't a list of codes and ranges
    public static CodeMatcher of(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            if (ends.length > 2) {
                throw new IllegalArgumentException("not a range of codes: " + part);
            }
            int first = code(ends[0]);
            int last = ends.length == 2 ? code(ends[1]) : first;
            if (last < first) {
                throw new IllegalArgumentException("a range of codes that ends before it starts: " + part);
            }
            ranges.add(new Range(first, last));
        }
        return new CodeMatcher(ranges);
    }

    public boolean matches(int code) {
        return ranges.stream().anyMatch(range -> range.first <= code && code <= range.last);
    }

    private static int code(String text) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("not a code: " + text);
        }
        return Integer.parseInt(digits);
    }

    /// As [#of] reads it.
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
