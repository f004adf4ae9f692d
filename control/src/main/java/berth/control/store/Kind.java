package berth.control.store;

import java.util.List;
import java.util.function.Function;

/// A table of the state: what its rows are, how they are named, by what they are found.
///
/// @param name the table's name on disk; never changed once released
/// @param type the record's class
/// @param id gives a row its key; unique within the table, and the order in which rows are listed
/// @param indexes how else rows are found
public record Kind<T extends Record>(String name, Class<T> type, Function<T, String> id, List<Index<T>> indexes) {
    public Kind {
        indexes = List.copyOf(indexes);
    }

    @SafeVarargs
    public static <T extends Record> Kind<T> of(
            String name, Class<T> type, Function<T, String> id, Index<T>... indexes) {
        return new Kind<>(name, type, id, List.of(indexes));
    }

    @Override
    public String toString() {
        return name;
    }
}
