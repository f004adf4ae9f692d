package berth.control.reconcile;

import berth.control.store.Change;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A proposal: one step, and when to look again if nothing else wakes the key earlier.
///
/// @param changes to commit; they wake this key again through the feed
/// @param lookAgain after this long, or null: only when woken
public record Plan(List<Change> changes, @Nullable Duration lookAgain) {
    public static final Plan NOTHING = new Plan(List.of(), null);

    public Plan {
        changes = List.copyOf(changes);
    }

    public static Plan of(List<? extends Change> changes) {
        return new Plan(List.copyOf(changes), null);
    }

    public static Plan lookAgainAfter(Duration delay) {
        return new Plan(List.of(), delay);
    }
}
