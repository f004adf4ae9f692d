package berth.control.store;

import java.util.List;
import java.util.function.Function;

/// A second way to find the rows of a [Kind].
///
/// @param name unique among all indexes, for example `task.by-service`
/// @param keys the keys under which a row is found; empty for a row that is not in this index
public record Index<T extends Record>(String name, Function<T, List<String>> keys) {

    /// An index with at most one key a row; null leaves the row out.
    public static <T extends Record> Index<T> of(
            String name, Function<T, @org.jspecify.annotations.Nullable String> key) {
        return new Index<>(name, row -> {
            String value = key.apply(row);
            return value == null ? List.of() : List.of(value);
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
