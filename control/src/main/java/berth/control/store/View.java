package berth.control.store;

import org.jspecify.annotations.Nullable;

/// Something derived from rows that is kept beside them in every state, for what no [Index] can find: an order by
/// numbers, or something about rows of two kinds.
///
/// Its value is persistent: a new one shares with the old what did not change. It follows from the rows alone, so
/// that it need not be stored.
///
/// @param <V> what it is
public interface View<V> {
    /// Unique among all views.
    String name();

    /// Its value where there is no row.
    V empty();

    /// Its value after one row of a kind that feeds it was put or deleted.
    ///
    /// @param state with the change, in which this view is not brought up to date yet
    /// @param before the row as it was, null for a new one
    /// @param after the row as it is, null for a deleted one
    V after(V value, State state, Kind<?> kind, @Nullable Record before, @Nullable Record after);
}
