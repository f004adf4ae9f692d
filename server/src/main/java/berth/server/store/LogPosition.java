package berth.server.store;

import org.jspecify.annotations.Nullable;

/// A place between two events of the order (time, arrival): where a read goes on, forwards or backwards.
///
/// @param at milliseconds since 1970
/// @param edge twice the event's number for the place before it, one more for the place after it
record LogPosition(long at, long edge) {
    static final LogPosition START = new LogPosition(Long.MIN_VALUE, 0);
    static final LogPosition END = new LogPosition(Long.MAX_VALUE, 0);

    static LogPosition before(long at, long number) {
        return new LogPosition(at, number * 2);
    }

    static LogPosition after(long at, long number) {
        return new LogPosition(at, number * 2 + 1);
    }

    /// Reads what [#toString] wrote; the start for null and for what is no position.
    static LogPosition parse(@Nullable String text) {
        int colon = text == null ? -1 : text.indexOf(':');
        if (text == null || colon < 1) {
            return START;
        }
        try {
            return new LogPosition(Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            return START;
        }
    }

    /// The first number at or behind this place, among events of the same time.
    long firstNumber() {
        return (edge + 1) / 2;
    }

    @Override
    public String toString() {
        return at + ":" + edge;
    }
}
