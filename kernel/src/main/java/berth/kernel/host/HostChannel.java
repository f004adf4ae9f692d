package berth.kernel.host;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The connection between the control plane and one host's agent. In memory within one process, a websocket
/// between machines, lossy in the simulator: neither side may depend on a message arriving.
public interface HostChannel {

    /// Control plane to agent. Delivered on the agent's loop, if at all.
    void send(Desired desired);

    /// Control plane to agent: a beat arrived. An agent to which none is passed on starts nothing.
    default void renew(Lease lease) {}

    /// What the control plane listens to.
    interface Upstream {
        /// An agent joined, or joined again. Everything it reported before is stale.
        void joined(HostFacts facts, HostChannel channel);

        /// A report.
        void observed(Observed observed);

        /// A sign of life. Answered with [HostChannel#renew] on the connection of the beat's session, and not at all
        /// where that is not the current one: then the agent joins again.
        void beat(Beat beat);

        /// The connection broke.
        ///
        /// @param channel the one that was given when joining: a newer connection of the host stays open
        void left(String hostId, HostChannel channel);

        /// Stores lines of output and then answers with the number of the next line wanted from this source; on
        /// failure it does not answer, and the agent sends again.
        void log(String hostId, LogBatch batch, LongConsumer nextLine);

        /// Asks which line of a source is wanted next, before the first batch.
        void logPosition(String hostId, String group, String stream, String source, LongConsumer nextLine);

        /// A task asks about its own protection from scale-in. Answered at most once a message: where the question or
        /// the answer is lost, and by a line that passes none on, never; whoever asks waits only so long.
        default void protection(String hostId, ProtectionCall call, Consumer<ProtectionAnswer> answer) {}
    }
}
