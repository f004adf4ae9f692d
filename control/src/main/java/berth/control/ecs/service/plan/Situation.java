package berth.control.ecs.service.plan;

import java.util.List;

/// What a rollout is decided on.
///
/// @param desired desiredCount of the service
/// @param lower healthy tasks that must be left
/// @param upper tasks that there may be
/// @param mayStart whether the pace allows a start now
/// @param placeable whether the last start found room on a host; where it didn't, an unhealthy task must go
///     before its replacement can come
/// @param source position of the deployment that is being replaced and once was complete; -1 where there is none
/// @param keep tasks that the source is still to keep; where it has fewer, some were lost
/// @param copies every task of the service that is not STOPPED
public record Situation(
        int desired,
        int lower,
        int upper,
        boolean mayStart,
        boolean placeable,
        int source,
        int keep,
        List<Copy> copies) {
    public Situation {
        copies = List.copyOf(copies);
    }
}
