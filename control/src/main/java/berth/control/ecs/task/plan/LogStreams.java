package berth.control.ecs.task.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.kernel.host.Firelens;
import berth.kernel.host.LogRoute;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the output of a container goes.
///
/// ECS: the stream of the awslogs driver is `prefix/container/taskid`. Differs from ECS: without a prefix ECS
/// on EC2 names the stream after the docker container; here it is `container/taskid`, since the stream is
/// made before there is a container.
final class LogStreams {
    private LogStreams() {}

    /// The group that a container writes to, or null if it does not use awslogs.
    static @Nullable String group(ContainerDefinition container) {
        LogConfiguration log = container.logConfiguration();
        return log == null || !log.driver().equals("awslogs")
                ? null
                : Objects.requireNonNull(log.options().get("awslogs-group"));
    }

    /// ECS: a missing group is made only if the definition asks for it.
    static boolean createsGroup(ContainerDefinition container) {
        LogConfiguration log = container.logConfiguration();
        return log != null && "true".equalsIgnoreCase(log.options().get("awslogs-create-group"));
    }

    static String stream(ContainerDefinition container, String taskId) {
        LogConfiguration log = container.logConfiguration();
        String prefix = log == null ? null : log.options().get("awslogs-stream-prefix");
        String own = container.name() + '/' + taskId;
        return prefix == null || prefix.isEmpty() ? own : prefix + '/' + own;
    }

    static LogRoute route(ContainerDefinition container, String taskId) {
        LogConfiguration log = container.logConfiguration();
        String group = group(container);
        if (group != null && log != null) {
            return new LogRoute.AwsLogs(group, stream(container, taskId), log.options());
        }
        if (log == null) {
            return new LogRoute.JsonFile(new LinkedHashMap<>());
        }
        return switch (log.driver()) {
            case "json-file" -> new LogRoute.JsonFile(log.options());
            case Firelens.DRIVER -> new LogRoute.Router(log.options());
            default -> new LogRoute.Driver(log.driver(), log.options());
        };
    }
}
