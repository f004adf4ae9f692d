package berth.control.store;

/// A fact about one row: what a decision hands to the store, and what reconcilers are woken by.
public sealed interface Change {

    Kind<?> kind();

    String id();

    /// A row was created or replaced.
    record Put<T extends Record>(Kind<T> kind, String id, T row) implements Change {}

    /// A row was deleted.
    record Deleted<T extends Record>(Kind<T> kind, String id) implements Change {}

    static <T extends Record> Change put(Kind<T> kind, T row) {
        return new Put<>(kind, kind.id().apply(row), row);
    }

    static <T extends Record> Change delete(Kind<T> kind, String id) {
        return new Deleted<>(kind, id);
    }
}
