package berth.control.ecs.instance;

import berth.kernel.host.ProtectionAnswer;
import berth.kernel.host.ProtectionCall;
import java.util.function.Consumer;

/// What a task asks the control plane by its host's agent. The package that knows tasks imports this one, so the
/// assembly fills it in.
@FunctionalInterface
public interface HostCalls {
    /// Answers once, on any thread.
    ///
    /// @param hostId which host's agent passes the call on; it speaks for its own tasks only
    void protection(String hostId, ProtectionCall call, Consumer<ProtectionAnswer> answer);
}
