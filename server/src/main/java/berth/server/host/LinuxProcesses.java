package berth.server.host;

import berth.agent.Processes;
import berth.agent.engine.EngineContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kills containers by their first process: with that, the kernel ends all others of its pid namespace.
///
/// A pid is used again in time, so that the process must stand in a cgroup that bears the container's id. It takes
/// root, and the engine on this machine; elsewhere the tasks of a host whose engine died run on until it is back.
final class LinuxProcesses implements Processes {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxProcesses.class);

    @Override
    public void kill(EngineContainer container) {
        if (container.pid() <= 0 || !isOf(container)) {
            return;
        }
        boolean killed = ProcessHandle.of(container.pid())
                .map(ProcessHandle::destroyForcibly)
                .orElse(false);
        LOG.warn(
                "{} {} by its process, {}: its lease ran out and its engine does not answer.",
                killed ? "Killed" : "Could not kill",
                container.name(),
                container.pid());
    }

    /// Whether the first process of a container still is the one that the engine named.
    static boolean isOf(EngineContainer container) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(container.pid()), "cgroup"))
                    .contains(container.id());
        } catch (IOException e) {
            return false;
        }
    }
}
