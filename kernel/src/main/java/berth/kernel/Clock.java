package berth.kernel;

import java.time.Instant;

/// The wall clock, as a port. Deciding code never asks for the time; it is given `now` in its context.
@FunctionalInterface
public interface Clock {
    /// The current time. May jump in either direction, as wall clocks do.
    Instant now();
}
