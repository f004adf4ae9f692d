package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Volume;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether a task wrote more to the host's disk than its `ephemeralStorage` or the size of its EBS volume allows.
///
/// ECS: a Fargate task has a disk of that size, and an EBS volume is one; writing fails when it is full. Differs from
/// ECS: the disk is the host's, so what was written is looked at every [#INTERVAL], and the task that is above is
/// stopped.
///
/// Worked example: 21 GiB allowed, `web` wrote 20 GiB and `log` 1.5 GiB: 21.5 GiB, the task stops with "No space left
/// on device: the containers of the task use 21.5 GiB of ephemeral storage, which is limited to 21 GiB." A volume of
/// 10 GiB with 10.2 GiB in it: "No space left on device: the volume data (vol-0123456789abcdef0) holds 10.2 GiB, and
/// its size is 10 GiB."
public final class DiskLimits {
    /// ECS has no such look; this often it costs a busy host less than a percent.
    public static final Duration INTERVAL = Duration.ofSeconds(30);

    private static final double GIB = 1024.0 * 1024 * 1024;

    private DiskLimits() {}

    /// Whether there is something to look at.
    public static boolean limited(DesiredTask task) {
        return task.run()
                && (task.ephemeralStorageGiB() != null
                        || task.volumes().stream().anyMatch(volume -> volume.source() instanceof Volume.Ebs));
    }

    /// What is to be said of a task that is above a limit, or null. One that is to stop keeps the reason that it has.
    ///
    /// @param use bytes by the engine's id of the container, and by id of the EBS volume
    public static @Nullable String exceeded(DesiredTask task, TaskNow now, Map<String, Long> use) {
        if (!task.run()) {
            return null;
        }
        String ephemeral = ephemeral(task, now, use);
        return ephemeral == null ? volumes(task, use) : ephemeral;
    }

    private static @Nullable String ephemeral(DesiredTask task, TaskNow now, Map<String, Long> use) {
        Integer limit = task.ephemeralStorageGiB();
        if (limit == null) {
            return null;
        }
        long bytes = 0;
        for (EngineContainer container : now.present().values()) {
            bytes += use.getOrDefault(container.id(), 0L);
        }
        return bytes <= limit * GIB
                ? null
                : String.format(
                        Locale.ROOT,
                        "No space left on device: the containers of the task use %.1f GiB of ephemeral storage, which is limited to %d GiB.",
                        bytes / GIB,
                        limit);
    }

    private static @Nullable String volumes(DesiredTask task, Map<String, Long> use) {
        for (Volume volume : task.volumes()) {
            if (volume.source() instanceof Volume.Ebs ebs) {
                long bytes = use.getOrDefault(ebs.volumeId(), 0L);
                if (bytes > ebs.sizeInGiB() * GIB) {
                    return String.format(
                            Locale.ROOT,
                            "No space left on device: the volume %s (%s) holds %.1f GiB, and its size is %d GiB.",
                            volume.name(),
                            ebs.volumeId(),
                            bytes / GIB,
                            ebs.sizeInGiB());
                }
            }
        }
        return null;
    }
}
