package berth.kernel.host;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A volume of a task definition, which containers mount by its name ([ContainerSettings.MountPoint]).
public record Volume(String name, Source source) {

    /// Where its files are.
    public sealed interface Source {}

    /// A directory of the host. Without a path: a docker volume that lives as long as the task's containers.
    ///
    /// @param sourcePath absolute; the engine makes it when it is missing
    public record Host(@Nullable String sourcePath) implements Source {}

    /// A docker volume.
    ///
    /// @param shared as `scope` says: its docker name is the volume's own and it stays when the task is
    ///     gone. Otherwise it is the task's alone and goes with its last container
    /// @param autoprovision of a shared one: whether the engine makes it when it is missing; null was left out
    /// @param driver null: `local`
    public record Docker(
            boolean shared,
            @Nullable Boolean autoprovision,
            @Nullable String driver,
            SequencedMap<String, String> driverOpts,
            SequencedMap<String, String> labels)
            implements Source {
        public Docker {
            driverOpts = driverOpts == null ? new LinkedHashMap<>() : driverOpts;
            labels = labels == null ? new LinkedHashMap<>() : labels;
        }
    }

    /// What RunTask, StartTask or the service says. On a host there is none: each task has its own [Ebs].
    public record AtLaunch() implements Source {}

    /// A volume of EBS that was made for one task, for which a docker volume of that name stands.
    ///
    /// @param volumeId `vol-` and 17 hex digits
    /// @param sizeInGiB how much it may hold
    /// @param deleteOnTermination whether it goes with the task's last container; otherwise it stays
    /// @param tags value by key
    public record Ebs(String volumeId, int sizeInGiB, boolean deleteOnTermination, SequencedMap<String, String> tags)
            implements Source {
        public Ebs {
            tags = tags == null ? new LinkedHashMap<>() : tags;
        }
    }

    /// A file system of EFS, for which a local directory stands.
    ///
    /// @param rootDirectory null: `/`
    /// @param transitEncryption `ENABLED`, `DISABLED` or null
    /// @param authorization null where it was left out
    public record Efs(
            String fileSystemId,
            @Nullable String rootDirectory,
            @Nullable String transitEncryption,
            @Nullable Integer transitEncryptionPort,
            @Nullable Authorization authorization)
            implements Source {

        /// @param iam `ENABLED`, `DISABLED` or null
        public record Authorization(
                @Nullable String accessPointId, @Nullable String iam) {}
    }

    /// A file system of S3 Files, for which a local directory stands.
    ///
    /// @param fileSystemArn ends with `file-system/` and the file system's id
    /// @param rootDirectory null: `/`
    /// @param accessPointArn ends with `access-point/` and the access point's id; null: none
    public record S3Files(
            String fileSystemArn,
            @Nullable String rootDirectory,
            @Nullable Integer transitEncryptionPort,
            @Nullable String accessPointArn)
            implements Source {

        public String fileSystemId() {
            return last(fileSystemArn);
        }

        public @Nullable String accessPointId() {
            return accessPointArn == null ? null : last(accessPointArn);
        }

        private static String last(String arn) {
            return arn.substring(arn.lastIndexOf('/') + 1);
        }
    }
}
