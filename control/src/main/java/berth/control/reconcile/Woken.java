package berth.control.reconcile;

import berth.control.store.Change;
import berth.control.store.State;
import java.util.Collection;
import java.util.function.Consumer;

/// Something that has keys and is woken by them.
public sealed interface Woken permits Reconciler, Projection {

    /// Unique, and part of the seed of what is decided, for example `service`.
    String name();

    /// The keys that a committed change concerns.
    ///
    /// @param state the published state just after the change
    void wakes(State state, Change change, Consumer<String> wake);

    /// Every key that there is, for the resync.
    Collection<String> keys(State state);
}
