package berth.control.store;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A table of the state: what its rows are, how they are named, by what they are found.
///
/// @param name the table's name on disk; never changed once released
/// @param type the record's class
/// @param id gives a row its key; unique within the table, and the order in which rows are listed
/// @param indexes how else rows are found
/// @param reader reads rows of older shapes, or null where there are none
/// @param views what is derived from its rows
public record Kind<T extends Record>(
        String name,
        Class<T> type,
        Function<T, String> id,
        List<Index<T>> indexes,
        @Nullable Reader reader,
        List<View<?>> views) {
    public Kind {
        indexes = List.copyOf(indexes);
        views = List.copyOf(views);
    }

    @SafeVarargs
    public static <T extends Record> Kind<T> of(
            String name, Class<T> type, Function<T, String> id, Index<T>... indexes) {
        return new Kind<>(name, type, id, List.of(indexes), null, List.of());
    }

    /// This kind, whose rows once had another shape. A record that only got more components needs none of this:
    /// they are null in an old row.
    public Kind<T> readBy(Reader older) {
        return new Kind<>(name, type, id, indexes, older, views);
    }

    /// This kind, with views that are brought up to date with each of its rows.
    public Kind<T> feeding(View<?>... fed) {
        return new Kind<>(name, type, id, indexes, reader, List.of(fed));
    }

    /// Gives a stored row, as maps, lists and values of JSON, the shape that its record has today. A row of today's
    /// shape comes out as it went in.
    @FunctionalInterface
    public interface Reader {
        Map<String, Object> today(Map<String, Object> stored);
    }

    @Override
    public String toString() {
        return name;
    }
}
