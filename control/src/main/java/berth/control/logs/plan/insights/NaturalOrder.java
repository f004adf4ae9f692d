package berth.control.logs.plan.insights;

/// The order of texts in which people count.
///
/// CloudWatch: consecutive digits and consecutive letters are compared as wholes; digits by their number first and
/// then by their value, all else by Unicode. Example: `!:`, `#`, `*%04`, `0#`, `5A`, `111A`, `2345_`, `@`, `A`,
/// `A9876fghj`, `a12345hfh`.
final class NaturalOrder {
    private enum Kind {
        DIGITS,
        LETTERS,
        OTHER
    }

    private NaturalOrder() {}

    static int compare(String left, String right) {
        int a = 0;
        int b = 0;
        while (a < left.length() && b < right.length()) {
            int endA = end(left, a);
            int endB = end(right, b);
            boolean digits = kind(left.charAt(a)) == Kind.DIGITS && kind(right.charAt(b)) == Kind.DIGITS;
            int compared = digits ? Integer.compare(endA - a, endB - b) : 0;
            if (compared == 0) {
                compared = left.substring(a, endA).compareTo(right.substring(b, endB));
            }
            if (compared != 0) {
                return compared;
            }
            a = endA;
            b = endB;
        }
        return Integer.compare(left.length() - a, right.length() - b);
    }

    /// Where the part that begins here ends.
    private static int end(String text, int start) {
        Kind kind = kind(text.charAt(start));
        int end = start + 1;
        while (end < text.length() && kind(text.charAt(end)) == kind) {
            end++;
        }
        return end;
    }

    private static Kind kind(char c) {
        if (c >= '0' && c <= '9') {
            return Kind.DIGITS;
        }
        return Character.isLetter(c) ? Kind.LETTERS : Kind.OTHER;
    }
}
