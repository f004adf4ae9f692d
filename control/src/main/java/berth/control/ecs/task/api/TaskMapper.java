package berth.control.ecs.task.api;

import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.Task.TaskSpec;
import berth.control.ecs.task.model.Task.TaskStatus;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.task.plan.OverrideRules;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.host.Health;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.ecs.model.Attribute;

/// Shows a task as the SDK's class.
///
/// Differs from ECS: `runtimeId` is the engine's id on Fargate too, since that is what `docker inspect` takes.
public final class TaskMapper {
    private static final int EPHEMERAL_GIB = 20;

    private TaskMapper() {}

    public static software.amazon.awssdk.services.ecs.model.Task toSdk(State state, Task task, Account account) {
        TaskSpec spec = task.spec();
        TaskStatus status = task.status();
        TaskDefinition definition = Objects.requireNonNull(TaskDefinitionViews.byName(state, spec.taskDefinition()));
        var builder = software.amazon.awssdk.services.ecs.model.Task.builder()
                .attachments(AttachmentMapper.toSdk(task))
                .attributes(List.of())
                .availabilityZone(task.isUnplaced() ? null : spec.zone())
                .capacityProviderName(spec.capacityProvider())
                .clusterArn(account.ecs("cluster", task.cluster()))
                .connectivity(task.isUnplaced() ? null : status.connected() ? "CONNECTED" : "DISCONNECTED")
                .connectivityAt(status.connectivityAt())
                .containers(ContainerMapper.toSdk(task, definition, account))
                .cpu(Integer.toString(spec.reserved().cpu()))
                .createdAt(spec.createdAt())
                .desiredStatus(status.desired().name())
                .enableExecuteCommand(spec.enableExecuteCommand())
                .executionStoppedAt(status.executionStoppedAt())
                .group(spec.group())
                .healthStatus(health(status.containers()).name())
                .lastStatus(status.last().name())
                .launchType(spec.launchType().name())
                .memory(Integer.toString(spec.reserved().memory()))
                .overrides(OverridesMapper.toSdk(spec.overrides(), definition))
                .pullStartedAt(status.pullStartedAt())
                .pullStoppedAt(status.pullStoppedAt())
                .startedAt(status.startedAt())
                .startedBy(spec.startedBy())
                .stopCode(status.stopCode() == null ? null : status.stopCode().word())
                .stoppedAt(status.stoppedAt())
                .stoppedReason(status.stoppedReason())
                .stoppingAt(status.stoppingAt())
                .tags(List.of())
                .taskArn(TaskViews.arn(account, task))
                .taskDefinitionArn(account.ecs("task-definition", spec.taskDefinition()))
                .version(task.version());
        if (spec.containerInstance() != null) {
            builder.containerInstanceArn(
                    account.ecs("container-instance", task.cluster() + '/' + spec.containerInstance()));
        }
        if (spec.launchType() == LaunchType.FARGATE) {
            fargate(builder, spec, definition, state);
        }
        return builder.build();
    }

    /// With its tags.
    public static software.amazon.awssdk.services.ecs.model.Task tagged(State state, Task task, Account account) {
        return toSdk(state, task, account).toBuilder()
                .tags(TagMapper.toSdk(task.tags()))
                .build();
    }

    private static void fargate(
            software.amazon.awssdk.services.ecs.model.Task.Builder builder,
            TaskSpec spec,
            TaskDefinition definition,
            State state) {
        var host = state.find(berth.control.ecs.instance.InstanceViews.HOSTS, spec.hostId());
        Integer given = OverrideRules.ephemeralStorage(definition, spec.overrides());
        int storage = given == null ? EPHEMERAL_GIB : given;
        builder.platformVersion(spec.platformVersion())
                .platformFamily("Linux")
                .ephemeralStorage(e -> e.sizeInGiB(storage))
                .fargateEphemeralStorage(e -> e.sizeInGiB(storage));
        if (host != null) {
            builder.attributes(Attribute.builder()
                    .name("ecs.cpu-architecture")
                    .value(host.architecture())
                    .build());
        }
    }

    /// ECS: of the essential containers UNHEALTHY wins over UNKNOWN over HEALTHY.
    public static Health health(List<TaskContainer> containers) {
        Health health = Health.HEALTHY;
        for (TaskContainer container : containers) {
            if (!container.essential()) {
                continue;
            }
            switch (container.health()) {
                case UNHEALTHY -> {
                    return Health.UNHEALTHY;
                }
                case UNKNOWN -> health = Health.UNKNOWN;
                case HEALTHY -> {}
            }
        }
        return health;
    }
}
