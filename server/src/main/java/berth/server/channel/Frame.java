package berth.server.channel;

import berth.kernel.host.Beat;
import berth.kernel.host.Desired;
import berth.kernel.host.HostFacts;
import berth.kernel.host.Lease;
import berth.kernel.host.LogBatch;
import berth.kernel.host.Observed;
import berth.kernel.host.ProtectionAnswer;
import berth.kernel.host.ProtectionCall;

/// One message of the line. Losing one does no harm; what follows repairs it.
sealed interface Frame {

    // --- from the agent

    /// @param line numbers the joinings of a connection: what the control plane says names the one that it answers
    record Join(int line, HostFacts facts) implements Frame {}

    record Report(Observed observed) implements Frame {}

    record Pulse(Beat beat) implements Frame {}

    /// @param call to be repeated in [Next]
    record Lines(long call, LogBatch batch) implements Frame {}

    /// @param call to be repeated in [Next]
    record Position(long call, String group, String stream, String source) implements Frame {}

    /// @param call to be repeated in [Protected]
    record Protect(long call, ProtectionCall question) implements Frame {}

    // --- from the control plane

    record Want(int line, Desired desired) implements Frame {}

    record Renewed(int line, Lease lease) implements Frame {}

    /// The number of the next line that is wanted.
    record Next(long call, long number) implements Frame {}

    record Protected(long call, ProtectionAnswer answer) implements Frame {}

    /// The host is not let in; the connection ends.
    record Refused(String why) implements Frame {}
}
