package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.Fault;
import berth.kernel.host.Firelens;
import berth.kernel.host.Namespaces;
import berth.kernel.host.Namespaces.Mode;
import berth.kernel.host.NetworkMode;
import java.time.Duration;
import java.util.Optional;

/// What a definition must have to run on Fargate.
///
/// ECS: the same rules refuse a registration that requires FARGATE and leave FARGATE out of `compatibilities`
/// otherwise.
public final class FargateRules {
    static final int MIN_STOP_TIMEOUT_SECONDS = 2;
    static final int MAX_TIMEOUT_SECONDS = 120;

    private FargateRules() {}

    /// The first rule that the definition breaks, with ECS's words.
    public static Optional<Fault> broken(TaskDefinition definition) {
        if (definition.networkMode() != NetworkMode.AWSVPC) {
            return refused("Fargate only supports network mode 'awsvpc'.");
        }
        Optional<Fault> namespaces = namespaces(definition.namespaces());
        if (namespaces.isPresent()) {
            return namespaces;
        }
        Integer cpu = definition.cpu();
        if (cpu == null) {
            return refused("Fargate requires that 'cpu' be defined at the task level.");
        }
        Integer memory = definition.memory();
        if (memory == null) {
            return refused("Fargate requires that 'memory' be defined at the task level.");
        }
        if (!FargateSizes.hasCpu(cpu)) {
            return Optional.of(TaskSize.invalid("cpu"));
        }
        if (!FargateSizes.has(cpu, memory)) {
            return refused("No Fargate configuration exists for given values.");
        }
        if (!definition.placementConstraints().isEmpty()) {
            return refused("Fargate does not support placement constraints.");
        }
        Optional<String> volume = VolumeRules.notOnFargate(definition);
        if (volume.isPresent()) {
            return refused(volume.get());
        }
        return definition.containers().stream()
                .flatMap(container -> broken(definition, container).stream())
                .findFirst();
    }

    /// ECS: a task may share its process namespace, and nothing else.
    public static Optional<Fault> namespaces(Namespaces namespaces) {
        if (namespaces.pid() == Mode.HOST) {
            return refused("Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for"
                    + " pidMode is 'task'.");
        }
        return namespaces.ipc() == null
                ? Optional.empty()
                : refused("Tasks using the Fargate launch type do not support ipcMode.");
    }

    private static Optional<Fault> broken(TaskDefinition definition, ContainerDefinition container) {
        Optional<String> setting = SettingsRules.notOnFargate(container.settings());
        if (setting.isPresent()) {
            return refused("Invalid setting for container '%s'. Fargate does not support %s."
                    .formatted(container.name(), setting.get()));
        }
        Integer stopTimeout = container.stopTimeout();
        if (stopTimeout != null && (stopTimeout < MIN_STOP_TIMEOUT_SECONDS || stopTimeout > MAX_TIMEOUT_SECONDS)) {
            return refused(
                    "Invalid setting for container '%s'. On Fargate 'stopTimeout' must be between %d and %d seconds."
                            .formatted(container.name(), MIN_STOP_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS));
        }
        Duration startTimeout = container.ties().startTimeout();
        if (startTimeout != null && startTimeout.toSeconds() > MAX_TIMEOUT_SECONDS) {
            return refused(
                    "Tasks using the Fargate launch type must have a container start timeout of less than %d seconds."
                            .formatted(MAX_TIMEOUT_SECONDS));
        }
        Firelens router = container.ties().firelens();
        if (router != null && router.object() != null) {
            return refused("Invalid setting for container '%s'. Fargate supports no config-file-type but 'file'."
                    .formatted(container.name()));
        }
        boolean executionRole = definition.executionRoleArn() != null;
        if (!executionRole && EcrImage.is(container.image())) {
            return refused("Fargate requires task definition to have execution role ARN to support ECR images.");
        }
        LogConfiguration log = container.logConfiguration();
        return log == null ? Optional.empty() : broken(log, executionRole);
    }

    private static Optional<Fault> broken(LogConfiguration log, boolean executionRole) {
        if (log.driver().equals("splunk") || log.driver().equals(Firelens.DRIVER)) {
            return Optional.empty();
        }
        if (!log.driver().equals(LogRules.AWSLOGS)) {
            return refused("Fargate does not support log driver '%s'. Use awsfirelens, awslogs or splunk."
                    .formatted(log.driver()));
        }
        if (!executionRole) {
            return refused(
                    "Fargate requires task definition to have execution role ARN to support log driver awslogs.");
        }
        return log.options().containsKey(LogRules.STREAM_PREFIX)
                ? Optional.empty()
                : refused("Log driver awslogs requires options: " + LogRules.STREAM_PREFIX);
    }

    private static Optional<Fault> refused(String message) {
        return Optional.of(Fault.client(message));
    }
}
