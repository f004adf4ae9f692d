package berth.control.store;

import java.util.List;

/// What a decision came to.
///
/// @param changes to be committed, whole or not at all; may be empty
/// @param result for the caller, after the commit
public record Outcome<R>(List<Change> changes, R result) {
    public Outcome {
        changes = List.copyOf(changes);
    }

    public static <R> Outcome<R> unchanged(R result) {
        return new Outcome<>(List.of(), result);
    }
}
