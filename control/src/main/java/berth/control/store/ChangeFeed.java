package berth.control.store;

import java.util.ArrayList;
import java.util.List;

/// Tells listeners what was committed, after it was, on the writer's loop.
public final class ChangeFeed {
    private final List<Listener> listeners = new ArrayList<>();

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    void committed(State state, List<Change> changes) {
        for (Listener listener : listeners) {
            listener.committed(state, changes);
        }
    }

    /// Sees every commit.
    @FunctionalInterface
    public interface Listener {
        /// @param state the published state, with these changes and no others after them
        void committed(State state, List<Change> changes);
    }
}
