package berth.kernel.host;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which process and IPC namespace the containers of a task have.
///
/// @param pid ECS `pidMode`: HOST, TASK, or null: each container its own
/// @param ipc ECS `ipcMode`: HOST, TASK, NONE, or null: the engine's default
public record Namespaces(@Nullable Mode pid, @Nullable Mode ipc) {
    public static final Namespaces OWN = new Namespaces(null, null);

    public enum Mode {
        /// The machine's.
        HOST,
        /// One that the task's containers share.
        TASK,
        /// None that anybody could share, and no /dev/shm.
        NONE;

        /// As the API writes it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether the containers of a task share a namespace.
    public boolean shared() {
        return pid == Mode.TASK || ipc == Mode.TASK;
    }
}
