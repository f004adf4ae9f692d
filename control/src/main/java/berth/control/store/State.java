package berth.control.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/// One moment of everything: an immutable root over persistent maps, one a table and one an index, and the
/// views of them.
///
/// A reader takes one reference and sees one moment. All iteration is in the order of the keys.
public final class State {
    /// The state of a Berth that has never been started.
    public static final State EMPTY = new State(TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), 0);

    private final TreePMap<String, TreePMap<String, Record>> tables;
    private final TreePMap<String, TreePMap<String, TreePSet<String>>> indexes;
    private final TreePMap<String, Object> views;
    private final long version;

    private State(
            TreePMap<String, TreePMap<String, Record>> tables,
            TreePMap<String, TreePMap<String, TreePSet<String>>> indexes,
            TreePMap<String, Object> views,
            long version) {
        this.tables = tables;
        this.indexes = indexes;
        this.views = views;
        this.version = version;
    }

    /// Number of the batch that made this state; grows by one a commit.
    public long version() {
        return version;
    }

    /// The row with this id, or null.
    public <T extends Record> @Nullable T find(Kind<T> kind, String id) {
        return kind.type().cast(table(kind).get(id));
    }

    /// All rows of a table, in the order of their ids.
    public <T extends Record> Collection<T> all(Kind<T> kind) {
        return cast(kind, table(kind).values());
    }

    /// The rows whose ids come after `id`, in order: the next page.
    public <T extends Record> Collection<T> after(Kind<T> kind, String id) {
        return cast(kind, table(kind).tailMap(id, false).values());
    }

    public int count(Kind<?> kind) {
        return table(kind).size();
    }

    /// The rows under one key of an index, in the order of their ids.
    public <T extends Record> List<T> by(Kind<T> kind, Index<T> index, String key) {
        TreePMap<String, Record> table = table(kind);
        TreePSet<String> ids = ids(index, key);
        List<T> rows = new ArrayList<>(ids.size());
        for (String id : ids) {
            rows.add(kind.type().cast(table.get(id)));
        }
        return rows;
    }

    /// The ids under one key of an index, in order.
    public <T extends Record> TreePSet<String> ids(Index<T> index, String key) {
        TreePMap<String, TreePSet<String>> entries = indexes.get(index.name());
        TreePSet<String> ids = entries == null ? null : entries.get(key);
        return ids == null ? TreePSet.empty() : ids;
    }

    /// How many rows an index holds under a key, without reading them.
    public <T extends Record> int count(Index<T> index, String key) {
        return ids(index, key).size();
    }

    /// The keys of an index, in order.
    public <T extends Record> Collection<String> keys(Index<T> index) {
        TreePMap<String, TreePSet<String>> entries = indexes.get(index.name());
        return entries == null ? List.of() : entries.keySet();
    }

    /// The keys of an index that begin with `prefix`, in order.
    public <T extends Record> Collection<String> keys(Index<T> index, String prefix) {
        TreePMap<String, TreePSet<String>> entries = indexes.get(index.name());
        return entries == null
                ? List.of()
                : entries.subMap(prefix, prefix + Character.MAX_VALUE).keySet();
    }

    /// What a view makes of the rows of this state.
    public <V> V view(View<V> view) {
        @SuppressWarnings("unchecked") // viewed() puts what a view made under its name, and nobody else does.
        V value = (V) views.get(view.name());
        return value == null ? view.empty() : value;
    }

    /// The first row under a key that satisfies `wanted`, or null.
    public <T extends Record> @Nullable T first(Kind<T> kind, Index<T> index, String key, Predicate<T> wanted) {
        TreePMap<String, Record> table = table(kind);
        for (String id : ids(index, key)) {
            T row = kind.type().cast(table.get(id));
            if (wanted.test(row)) {
                return row;
            }
        }
        return null;
    }

    /// This state and `changes`, as the given version.
    public State with(Collection<? extends Change> changes, long newVersion) {
        State next = this;
        for (Change change : changes) {
            next = next.with(change);
        }
        return new State(next.tables, next.indexes, next.views, newVersion);
    }

    /// This state and one change, still as the same version: for deciding step by step within a batch.
    public State with(Change change) {
        return switch (change) {
            case Change.Put<?> put -> replaced(put);
            case Change.Deleted<?> deleted -> replace(deleted.kind(), deleted.id(), null);
        };
    }

    private <T extends Record> State replaced(Change.Put<T> put) {
        return replace(put.kind(), put.id(), put.row());
    }

    private <T extends Record> State replace(Kind<T> kind, String id, @Nullable T row) {
        TreePMap<String, Record> table = table(kind);
        T old = kind.type().cast(table.get(id));
        TreePMap<String, Record> changed = row == null ? table.minus(id) : table.plus(id, row);
        TreePMap<String, TreePMap<String, TreePSet<String>>> allIndexes = indexes;
        for (Index<T> index : kind.indexes()) {
            List<String> before = old == null ? List.of() : index.keys().apply(old);
            List<String> after = row == null ? List.of() : index.keys().apply(row);
            if (!before.equals(after)) {
                TreePMap<String, TreePSet<String>> entries = allIndexes.getOrDefault(index.name(), TreePMap.empty());
                allIndexes = allIndexes.plus(index.name(), moved(entries, id, before, after));
            }
        }
        State next = new State(tables.plus(kind.name(), changed), allIndexes, views, version);
        for (View<?> view : kind.views()) {
            next = next.viewed(view, kind, old, row);
        }
        return next;
    }

    private <V> State viewed(View<V> view, Kind<?> kind, @Nullable Record before, @Nullable Record after) {
        V value = view.after(view(view), this, kind, before, after);
        return new State(tables, indexes, views.plus(view.name(), value), version);
    }

    private static TreePMap<String, TreePSet<String>> moved(
            TreePMap<String, TreePSet<String>> entries, String id, List<String> before, List<String> after) {
        TreePMap<String, TreePSet<String>> result = entries;
        for (String key : before) {
            if (!after.contains(key)) {
                TreePSet<String> ids =
                        result.getOrDefault(key, TreePSet.empty()).minus(id);
                result = ids.isEmpty() ? result.minus(key) : result.plus(key, ids);
            }
        }
        for (String key : after) {
            if (!before.contains(key)) {
                result = result.plus(
                        key, result.getOrDefault(key, TreePSet.empty()).plus(id));
            }
        }
        return result;
    }

    private TreePMap<String, Record> table(Kind<?> kind) {
        return tables.getOrDefault(kind.name(), TreePMap.empty());
    }

    @SuppressWarnings("unchecked") // A table holds rows of its kind only: replace() is the one place that fills it.
    private static <T extends Record> Collection<T> cast(Kind<T> kind, Collection<Record> rows) {
        return (Collection<T>) rows;
    }

    /// Two states are equal if their rows are; indexes and views follow from rows and the version does not count.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof State state && withoutEmpty(tables).equals(withoutEmpty(state.tables));
    }

    @Override
    public int hashCode() {
        return withoutEmpty(tables).hashCode();
    }

    private static TreePMap<String, TreePMap<String, Record>> withoutEmpty(
            TreePMap<String, TreePMap<String, Record>> tables) {
        TreePMap<String, TreePMap<String, Record>> result = tables;
        for (String name : tables.keySet()) {
            if (result.getOrDefault(name, TreePMap.empty()).isEmpty()) {
                result = result.minus(name);
            }
        }
        return result;
    }
}
