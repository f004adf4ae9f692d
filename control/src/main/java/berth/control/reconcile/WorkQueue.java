package berth.control.reconcile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keys that wait to be worked on, each at most once. A key that is woken while it is being worked on comes up
/// once more afterwards. Not thread-safe: it lives on one loop.
final class WorkQueue {
    /// A woken thing and one of its keys.
    record Item(String woken, String key) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            int byName = woken.compareTo(other.woken);
            return byName != 0 ? byName : key.compareTo(other.key);
        }
    }

    private final Deque<Item> waiting = new ArrayDeque<>();
    private final TreeSet<Item> queued = new TreeSet<>();
    private final TreeMap<Item, Boolean> working = new TreeMap<>();

    void add(Item item) {
        if (working.containsKey(item)) {
            working.put(item, true);
        } else if (queued.add(item)) {
            waiting.add(item);
        }
    }

    /// The next key, now being worked on, or null.
    @Nullable
    Item take() {
        Item item = waiting.poll();
        if (item != null) {
            queued.remove(item);
            working.put(item, false);
        }
        return item;
    }

    /// The work on a key ended.
    void done(Item item) {
        if (Boolean.TRUE.equals(working.remove(item))) {
            add(item);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
