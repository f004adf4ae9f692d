package berth.control.ecs.service.plan;

import java.util.List;

/// What a rollout does next.
///
/// @param start new tasks of the PRIMARY deployment
/// @param restart tasks of the source that replace lost ones
/// @param stops tasks to stop
/// @param held tasks that would have to go and are protected
/// @param stuck whether a deployment waits for room that the percents will never give
/// @param hosts where each of those that are started goes; empty where any host will do
/// @param steady whether all is as wanted: every task new and healthy, none too many, none stopping
public record Step(
        int start, int restart, List<Stop> stops, List<Copy> held, boolean stuck, boolean steady, List<String> hosts) {
    public Step {
        hosts = List.copyOf(hosts);
        stops = List.copyOf(stops);
        held = List.copyOf(held);
    }

    /// One that starts tasks wherever there is room.
    public Step(int start, int restart, List<Stop> stops, List<Copy> held, boolean stuck, boolean steady) {
        this(start, restart, stops, held, stuck, steady, List.of());
    }

    public static final Step NOTHING = new Step(0, 0, List.of(), List.of(), false, false);

    /// What of this step is done for a deployment that FAILED: nothing new, and nothing old taken away.
    public Step upkeep() {
        return new Step(
                0, restart, stops.stream().filter(stop -> stop.copy().isNew()).toList(), held, false, false);
    }

    public boolean nothing() {
        return start == 0 && restart == 0 && stops.isEmpty();
    }

    /// A task to stop.
    public record Stop(Copy copy, Why why) {}

    /// Why a task is stopped.
    public enum Why {
        /// It is replaced by a newer revision, or is one too many.
        SCALING,
        /// Its container instance is being drained.
        DRAINING,
        /// A container's health check failed.
        UNHEALTHY
    }
}
