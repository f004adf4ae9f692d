package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.kernel.host.RestartPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether an exit is followed by another start of the same container.
///
/// ECS: at once, if the run lasted for the policy's period and its exit code is not ignored; essential or not. While
/// it is started again the container counts as running.
final class Restart {
    private Restart() {}

    static boolean due(EngineContainer exit, @Nullable RestartPolicy policy) {
        return policy != null
                && exit.status() == Status.EXITED
                && exit.exitCode() != null
                && exit.startedAt() != null
                && exit.finishedAt() != null
                && policy.restarts(exit.exitCode(), Duration.between(exit.startedAt(), exit.finishedAt()));
    }
}
