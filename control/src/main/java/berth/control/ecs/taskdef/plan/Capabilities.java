package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Firelens;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.RestartPolicy;
import berth.kernel.host.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a definition runs on, and what it needs of a container instance.
///
/// ECS: a definition in bridge mode is compatible with EC2, one that keeps every Fargate rule with EC2 and FARGATE;
/// EXTERNAL is shown where it was required. A Fargate definition with an ECR image and an execution role requires
/// `ecr-auth`, `execution-role-ecr-pull`, `docker-remote-api.1.18` and `task-eni`, in this order.
public final class Capabilities {
    private static final String OLD = "com.amazonaws.ecs.capability.";
    private static final String NEW = "ecs.capability.";

    private Capabilities() {}

    public static List<String> compatibilities(TaskDefinition definition) {
        List<String> found = new ArrayList<>(List.of("EC2"));
        if (FargateRules.broken(definition).isEmpty()) {
            found.add("FARGATE");
        }
        if (definition.requiresCompatibilities().contains("EXTERNAL")) {
            found.add("EXTERNAL");
        }
        return found;
    }

    /// The names of `requiresAttributes`.
    public static List<String> requiredAttributes(TaskDefinition definition) {
        boolean executionRole = definition.executionRoleArn() != null;
        boolean awslogs = any(definition, Capabilities::writesAwslogs);
        boolean ecr = any(definition, container -> EcrImage.is(container.image()));
        boolean soft = any(definition, container -> container.memoryReservation() != null);
        List<String> names = new ArrayList<>();
        for (ContainerDefinition container : definition.containers()) {
            LogConfiguration log = container.logConfiguration();
            add(names, log != null, OLD + "logging-driver." + (log == null ? "" : log.driver()));
        }
        add(names, awslogs && executionRole, NEW + "execution-role-awslogs");
        add(names, ecr, OLD + "ecr-auth");
        add(names, awslogs, OLD + "docker-remote-api.1.19");
        add(names, soft, OLD + "docker-remote-api.1.21");
        if (definition.taskRoleArn() != null) {
            boolean host = definition.networkMode() == NetworkMode.HOST;
            names.add(OLD + (host ? "task-iam-role-network-host" : "task-iam-role"));
        }
        add(names, any(definition, c -> ContainerSettings.on(c.settings().privileged())), OLD + "privileged-container");
        add(names, any(definition, c -> c.healthCheck() != null), NEW + "container-health-check");
        add(names, any(definition, Capabilities::ordered), NEW + "container-ordering");
        add(names, any(definition, Capabilities::restarts), NEW + "container-restart-policy");
        boolean shared =
                definition.namespaces().pid() != null || definition.namespaces().ipc() != null;
        add(names, shared, NEW + "pid-ipc-namespace-sharing");
        add(names, any(definition, c -> !c.environmentFiles().isEmpty()), NEW + "env-files.s3");
        add(names, ContainerSettings.on(definition.enableFaultInjection()), NEW + "fault-injection");
        definition
                .containers()
                .forEach(container -> firelens(names, container.ties().firelens()));
        add(names, ecr && executionRole, NEW + "execution-role-ecr-pull");
        definition.volumes().forEach(volume -> volume(names, volume));
        add(names, !soft, OLD + "docker-remote-api.1.18");
        add(names, definition.networkMode() == NetworkMode.AWSVPC, NEW + "task-eni");
        return names;
    }

    private static void firelens(List<String> names, @Nullable Firelens router) {
        if (router != null) {
            add(names, true, NEW + "firelens." + router.type().word());
            String file = router.options().get(Firelens.FILE_TYPE);
            add(names, file != null, NEW + "firelens.options.config." + file);
        }
    }

    private static boolean restarts(ContainerDefinition container) {
        RestartPolicy policy = container.ties().restartPolicy();
        return policy != null && policy.enabled();
    }

    private static boolean ordered(ContainerDefinition container) {
        return container.stopTimeout() != null
                || container.ties().startTimeout() != null
                || !container.ties().dependsOn().isEmpty();
    }

    /// Differs from ECS: which attribute an agent with S3 Files has is not known, and every host of Berth has them. A
    /// volume driver of a plugin is not asked of the instance; the engine refuses what it does not
    /// have, and the task says so.
    private static void volume(List<String> names, Volume volume) {
        switch (volume.source()) {
            case Volume.Host host -> {}
            case Volume.Docker docker -> add(names, "local".equals(docker.driver()), NEW + "docker-plugin.local");
            case Volume.S3Files files -> {}
            case Volume.AtLaunch unsaid -> add(names, true, NEW + "storage.ebs-task-volume-attach");
            case Volume.Ebs ebs -> {}
            case Volume.Efs efs -> add(names, true, NEW + (efs.authorization() == null ? "efs" : "efsAuth"));
        }
    }

    private static boolean writesAwslogs(ContainerDefinition container) {
        LogConfiguration log = container.logConfiguration();
        return log != null && log.driver().equals(LogRules.AWSLOGS);
    }

    private static boolean any(TaskDefinition definition, Predicate<ContainerDefinition> condition) {
        return definition.containers().stream().anyMatch(condition);
    }

    private static void add(List<String> names, boolean needed, String name) {
        if (needed && !names.contains(name)) {
            names.add(name);
        }
    }
}
