package berth.control;

import berth.control.dispatch.Operation;
import berth.control.reconcile.Woken;
import berth.control.store.Kind;
import java.util.List;

/// What one noun contributes to the control plane.
///
/// @param kinds its tables
/// @param operations its part of the API
/// @param woken its reconcilers and projections
public record Module(List<Kind<?>> kinds, List<Operation<?, ?>> operations, List<Woken> woken) {
    public Module {
        kinds = List.copyOf(kinds);
        operations = List.copyOf(operations);
        woken = List.copyOf(woken);
    }
}
