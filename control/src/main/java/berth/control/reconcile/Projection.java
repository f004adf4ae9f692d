package berth.control.reconcile;

import berth.control.store.State;

/// Tells somebody outside what follows from the published state: a host its tasks, a proxy its routes. Sends
/// the whole picture, so that sending twice, or losing one, does no harm.
public non-sealed interface Projection extends Woken {
    void project(State published, String key);
}
