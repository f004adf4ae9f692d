package berth.kernel.host;

import java.time.Duration;

/// The times after which a host that can't be heard no longer runs what it ran.
///
/// **Rule.** An agent whose engine answers sends a beat every [#BEAT]. The control plane answers each with a lease: the
/// host's tasks may run for the fence from when that beat was sent. When the lease has run out the agent stops its
/// tasks, each within [#STOP]; one that was just started first gives the control plane [#GRACE] to answer. The control
/// plane holds the tasks of a host to be stopped when the last beat came in longer ago than the fence and [#MARGIN].
///
/// **Example.** The fence is 2 min. A beat is sent at 12:00:00.0, comes in at 12:00:00.2, and is the last one. The
/// agent
/// stops its tasks from 12:02:00.0 on; the last is killed by 12:02:10, or by 12:02:15 if the agent died and came back
/// meanwhile. The control plane replaces them from 12:02:30.2 on.
///
/// Each side counts elapsed time of its own, from an event that was later for the control plane than for the agent, so
/// that no clock has to be right. What is left of the margin bears that one second is not as long on both machines.
public final class Fencing {
    /// Between two beats.
    public static final Duration BEAT = Duration.ofSeconds(3);

    /// A host without a beat for so long is disconnected: nothing is placed there.
    public static final Duration SILENCE = Duration.ofSeconds(15);

    /// A fenced task is killed after this, even if its stopTimeout is longer.
    public static final Duration STOP = Duration.ofSeconds(10);

    /// An agent that was just started, with a lease that ran out meanwhile, waits so long for an answer.
    public static final Duration GRACE = Duration.ofSeconds(5);

    /// From the fence until the tasks of a lost host are held to be stopped.
    public static final Duration MARGIN = Duration.ofSeconds(30);

    private Fencing() {}
}
