package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.store.Change;
import berth.control.store.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Log groups and streams of a task that is launched: made in the same commit, so that there is a place for
/// the first line.
final class TaskLogs {
    private static final String NO_GROUP =
            "failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.";

    private TaskLogs() {}

    /// A container whose log group does not exist and is not to be made.
    record Missing(String container) {
        /// ECS: the words differ by launch type.
        String reason(LaunchType type) {
            return switch (type) {
                case FARGATE ->
                    "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "
                            + NO_GROUP;
                case EC2, EXTERNAL ->
                    "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: "
                            + NO_GROUP;
            };
        }
    }

    /// The first container whose group is missing, or null.
    static @Nullable Missing missing(State state, TaskDefinition definition) {
        for (ContainerDefinition container : definition.containers()) {
            String group = LogStreams.group(container);
            if (group != null
                    && !LogStreams.createsGroup(container)
                    && state.find(LogViews.GROUPS, group) == null
                    && definition.containers().stream().noneMatch(other -> creates(other, group))) {
                return new Missing(container.name());
            }
        }
        return null;
    }

    private static boolean creates(ContainerDefinition container, String group) {
        return LogStreams.createsGroup(container) && group.equals(LogStreams.group(container));
    }

    static void streams(TaskChanges changes, TaskDefinition definition, String taskId, Instant now) {
        for (ContainerDefinition container : definition.containers()) {
            String group = LogStreams.group(container);
            if (group == null) {
                continue;
            }
            if (changes.state().find(LogViews.GROUPS, group) == null) {
                changes.add(Change.put(LogViews.GROUPS, new LogGroup(group, now)));
            }
            LogStream stream = new LogStream(group, LogStreams.stream(container, taskId), now);
            if (changes.state().find(LogViews.STREAMS, stream.name()) == null) {
                changes.add(Change.put(LogViews.STREAMS, stream));
            }
        }
    }
}
