package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.host.Volume;
import java.util.ArrayList;
import java.util.List;

/// What a definition asks for and gets only in part, in sentences for service events, `explain` and the log.
public final class Notices {
    private Notices() {}

    /// Empty for a definition that gets all that it asks for.
    public static List<String> of(TaskDefinition definition) {
        List<String> notices = new ArrayList<>();
        if (definition.taskRoleArn() != null) {
            notices.add("The task role %s is kept and shown but not enforced: containers get no credentials of it."
                    .formatted(definition.taskRoleArn()));
        }
        if (definition.executionRoleArn() != null) {
            notices.add(
                    "The execution role %s is kept and shown but not enforced: images are pulled with the engine's own credentials and logs are written by Berth."
                            .formatted(definition.executionRoleArn()));
        }
        for (Volume volume : definition.volumes()) {
            switch (volume.source()) {
                case Volume.Host host -> {}
                case Volume.Docker docker -> {}
                case Volume.AtLaunch unsaid ->
                    notices.add(
                            "The volume %s is no EBS volume: a docker volume on the task's own host stands for it, named by the volumeId that DescribeTasks shows."
                                    .formatted(volume.name()));
                case Volume.Ebs ebs -> {}
                case Volume.Efs efs -> notices.add(standsFor(volume, "EFS", "efs", efs.fileSystemId()));
                case Volume.S3Files files ->
                    notices.add(standsFor(volume, "S3 Files", "s3files", files.fileSystemId()));
            }
        }
        return notices;
    }

    private static String standsFor(Volume volume, String kind, String directory, String id) {
        return "The volume %s is no %s file system: the directory %s/%s of the data directory on the task's own host stands for %s."
                .formatted(volume.name(), kind, directory, id, id);
    }
}
