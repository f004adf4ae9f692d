package berth.control.explain;

import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.control.logs.LogViews;
import berth.control.store.State;
import berth.kernel.host.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells of one container: its state, its end, and what would help.
final class ContainerStory {
    private final State state;
    private final TaskContainer container;
    private final @Nullable ContainerDefinition definition;
    private final Task task;
    private final Instant now;
    private final List<String> lines = new ArrayList<>();

    ContainerStory(
            State state, TaskContainer container, @Nullable ContainerDefinition definition, Task task, Instant now) {
        this.state = state;
        this.container = container;
        this.definition = definition;
        this.task = task;
        this.now = now;
    }

    List<String> tell() {
        String since = container.status() == TaskContainer.Status.RUNNING && container.startedAt() != null
                ? " since " + Words.ago(container.startedAt(), now)
                : "";
        lines.add("Container %s (%s, %s) is %s%s."
                .formatted(
                        container.name(),
                        definition == null ? "unknown image" : definition.image(),
                        container.essential() ? "essential" : "not essential",
                        container.status(),
                        since));
        health();
        return trouble();
    }

    /// Only what is wrong with it.
    List<String> trouble() {
        if (container.exitCode() != null) {
            lines.add("Container %s ended with exit code %d%s."
                    .formatted(container.name(), container.exitCode(), meaning(container.exitCode())));
        }
        if (container.reason() != null) {
            lines.add("Container %s: %s".formatted(container.name(), container.reason()));
            advice(container.reason());
        }
        logGroup();
        return List.copyOf(lines);
    }

    private void health() {
        if (definition != null && definition.healthCheck() != null) {
            lines.add("Its health check (%s) says %s."
                    .formatted(String.join(" ", definition.healthCheck().command()), container.health()));
            if (container.health() == Health.UNHEALTHY) {
                lines.add("It failed %d times in a row.%s"
                        .formatted(
                                definition.healthCheck().retries(),
                                container.healthOutput() == null ? " It printed nothing." : ""));
                if (container.healthOutput() != null) {
                    lines.add("It printed: " + container.healthOutput());
                }
            }
        }
    }

    private void advice(String reason) {
        String image = definition == null ? "the image" : definition.image();
        if (reason.contains("CannotPull")) {
            lines.add("Check that %s exists and may be pulled (docker pull %s), or let Berth use an image of yours with"
                            .formatted(image, image)
                    + " --image-map or --pull prefer-cached.");
        } else if (reason.contains("OutOfMemory")) {
            lines.add("It needed more memory than its limit of %s; raise memory in the task definition."
                    .formatted(limit()));
        } else if (reason.contains("port is already allocated") || reason.contains("address already in use")) {
            lines.add("Another program on the host has the port; stop it, or use hostPort 0 for a free one.");
        }
    }

    private String limit() {
        if (definition != null && definition.memory() != null) {
            return definition.memory() + " MiB";
        }
        return task.spec().limit() == null
                ? "the host's memory"
                : task.spec().limit().memory() + " MiB";
    }

    private void logGroup() {
        LogConfiguration logs = definition == null ? null : definition.logConfiguration();
        String group = logs == null || !logs.driver().equals("awslogs")
                ? null
                : logs.options().get("awslogs-group");
        if (group != null && state.find(LogViews.GROUPS, group) == null) {
            lines.add("The log group %s of container %s does not exist. Make it: aws logs create-log-group"
                            .formatted(group, container.name())
                    + " --log-group-name " + group);
        }
    }

    private static String meaning(int exitCode) {
        return switch (exitCode) {
            case 0 -> ", it ended well";
            case 125, 126 -> ", its command could not be run";
            case 127 -> ", its command was not found";
            case 137 -> ", it was killed (SIGKILL): by the memory limit, after the stop time-out, or from outside";
            case 139 -> ", it crashed (SIGSEGV)";
            case 143 -> ", it was asked to end (SIGTERM)";
            default -> exitCode > 128 && exitCode < 193 ? ", it was ended by signal " + (exitCode - 128) : "";
        };
    }
}
