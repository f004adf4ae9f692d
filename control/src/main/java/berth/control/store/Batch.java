package berth.control.store;

import java.util.List;

/// The changes of one commit, in the order of their decisions.
///
/// @param version grows by one a batch; a store refuses to go back
public record Batch(long version, List<Change> changes) {
    public Batch {
        changes = List.copyOf(changes);
    }
}
