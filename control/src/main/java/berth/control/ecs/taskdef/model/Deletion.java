package berth.control.ecs.taskdef.model;

import java.time.Instant;

/// A revision that is to be deleted as soon as nothing uses it any more.
///
/// @param definition `family:revision`
public record Deletion(String definition, Instant requestedAt) {}
