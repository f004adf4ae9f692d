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
            if (volume.source() instanceof Volume.Efs efs) {
                notices.add(
                        "The volume %s is no EFS file system: the directory efs/%s of the data directory on the task's own host stands for %s."
                                .formatted(volume.name(), efs.fileSystemId(), efs.fileSystemId()));
            }
        }
        return notices;
    }
}
