package berth.control.ecs.service.model;

import java.time.Instant;
import java.util.List;

/// The events of one service, newest first, 100 at most: a row of its own, so that a service's own row stays
/// small.
///
/// @param service `cluster/name`
public record ServiceEvents(String service, List<Event> events) {
    public static final int KEPT = 100;

    public ServiceEvents {
        events = List.copyOf(events);
    }

    /// @param id a UUID
    /// @param message in ECS's wording, for example `(service web) has reached a steady state.`
    public record Event(String id, Instant createdAt, String message) {}
}
