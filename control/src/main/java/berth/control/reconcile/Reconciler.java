package berth.control.reconcile;

import berth.control.store.Context;
import berth.control.store.State;

/// Decides one step for one key. Pure: runs on the writer, against the newest state.
public non-sealed interface Reconciler extends Woken {
    /// The step that brings what is nearer to what is wanted. With nothing to do it returns [Plan#NOTHING].
    Plan reconcile(State state, String key, Context context);
}
