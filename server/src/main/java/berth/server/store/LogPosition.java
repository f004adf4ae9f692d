package berth.server.store;

import org.jspecify.annotations.Nullable;

/// A place between two events of the order (time, arrival): where a read goes on, forwards or backwards.
///
/// @param at milliseconds since 1970
/// @param edge twice the event's number for the place before it, one more for the place after it
record LogPosition(long at, long edge) {
    static final LogPosition START = new LogPosition(0, 0);
    static final LogPosition END = new LogPosition(Long.MAX_VALUE, 0);

    private static final int AT_DIGITS = 20;
    private static final int EDGE_DIGITS = 36;

    static LogPosition before(long at, long number) {
        return new LogPosition(at, number * 2);
    }

    static LogPosition after(long at, long number) {
        return new LogPosition(at, number * 2 + 1);
    }

    /// Reads what [#toString] wrote; the start for null and for what is no position.
    static LogPosition parse(@Nullable String text) {
        if (text == null || text.length() != AT_DIGITS + EDGE_DIGITS) {
            return START;
        }
        try {
            return new LogPosition(
                    Long.parseLong(text.substring(0, AT_DIGITS)), Long.parseLong(text.substring(AT_DIGITS)));
        } catch (NumberFormatException e) {
            return START;
        }
    }

    /// The first number at or behind this place, among events of the same time.
    long firstNumber() {
        return (edge + 1) / 2;
    }

    /// 56 digits, as CloudWatch's own tokens have.
    @Override
    public String toString() {
        return padded(at, AT_DIGITS) + padded(edge, EDGE_DIGITS);
    }

    /// An event's id: 56 digits, in the order of time and arrival, as CloudWatch's ids are.
    static String id(long at, long number) {
        return padded(at, AT_DIGITS) + padded(number, EDGE_DIGITS);
    }

    /// The decimal digits of a number that is not negative, with zeros in front.
    static String padded(long value, int width) {
        String digits = Long.toString(Math.max(0, value));
        return "0".repeat(width - digits.length()) + digits;
    }
}
