package berth.control.logs.model;

import java.time.Instant;

/// A log group. Events never expire yet.
public record LogGroup(String name, Instant createdAt) {}
