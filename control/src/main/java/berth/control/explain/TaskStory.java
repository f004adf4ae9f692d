package berth.control.explain;

import berth.control.Settings;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.service.ServiceSituation;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.plan.Checks;
import berth.control.ecs.service.plan.Phases;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.TaskStatus;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells of one task: what it is, what it waits for, why it stopped.
final class TaskStory {
    private final State state;
    private final Settings settings;
    private final Task task;
    private final TaskStatus status;
    private final @Nullable TaskDefinition definition;
    private final Instant now;
    private final List<String> lines = new ArrayList<>();

    TaskStory(State state, Settings settings, Task task, Instant now) {
        this.state = state;
        this.settings = settings;
        this.task = task;
        this.status = task.status();
        this.definition = TaskDefinitionViews.byName(state, task.spec().taskDefinition());
        this.now = now;
    }

    List<String> tell() {
        lines.add("Task %s of cluster %s (%s, launch type %s%s) is %s and is to be %s."
                .formatted(
                        task.id(),
                        task.cluster(),
                        task.spec().taskDefinition(),
                        task.spec().launchType(),
                        task.spec().service() == null
                                ? ", on its own: nobody replaces it when it ends"
                                : ", of service " + task.spec().service(),
                        status.last(),
                        status.desired()));
        where();
        stopped();
        waits();
        targets();
        for (TaskContainer container : status.containers()) {
            lines.addAll(new ContainerStory(state, container, definitionOf(container), task, now).tell());
        }
        task.spec().help().forEach(help -> lines.add("Help of relaxed mode: " + help));
        return List.copyOf(lines);
    }

    /// What a service's story says of this task, in one sentence.
    String line() {
        if (status.desired() == DesiredStatus.STOPPED) {
            String draining = new TargetStory(state, settings, task).draining(now);
            return "Task %s is being stopped since %s: %s%s"
                    .formatted(
                            task.id(),
                            status.stoppingAt() == null ? "now" : Words.at(status.stoppingAt()),
                            reason(),
                            draining.isEmpty() ? "" : " Now " + draining);
        }
        return switch (Phases.of(task, definition, checks(), now)) {
            case STARTING -> "Task %s is %s: %s".formatted(task.id(), status.last(), waiting());
            case SETTLING -> "Task %s is RUNNING and not yet counted as healthy: %s".formatted(task.id(), settling());
            case HEALTHY -> "Task %s is RUNNING and healthy.".formatted(task.id());
            case UNHEALTHY -> "Task %s is RUNNING, but %s; it is to be replaced.".formatted(task.id(), failed());
            case STOPPING -> "Task %s is %s.".formatted(task.id(), status.last());
        };
    }

    /// The sentences that say why a task ended.
    List<String> end() {
        stopped();
        for (TaskContainer container : status.containers()) {
            lines.addAll(new ContainerStory(state, container, definitionOf(container), task, now).trouble());
        }
        return List.copyOf(lines);
    }

    private void where() {
        if (task.isUnplaced()) {
            lines.add(
                    task.stopped()
                            ? "It was never placed."
                            : "It has no host yet: no container instance of capacity provider %s has room for it."
                                    .formatted(task.spec().capacityProvider()));
            return;
        }
        Host host = state.find(InstanceViews.HOSTS, task.spec().hostId());
        String address = task.spec().attachment() == null
                ? ""
                : ", address " + task.spec().attachment().networkInterface().address();
        lines.add("It is placed on host %s, network mode %s%s."
                .formatted(
                        host == null ? task.spec().hostId() : host.name(),
                        task.spec().networkMode().word(),
                        address));
        if (host != null && !host.connected() && !task.stopped()) {
            lines.add("That host is not connected%s: what is said here is what it last reported."
                    .formatted(host.lostAt() == null ? "" : " since " + Words.ago(host.lostAt(), now)));
        }
    }

    private void stopped() {
        if (status.stopCode() != null) {
            Instant at = status.stoppedAt() == null ? status.stoppingAt() : status.stoppedAt();
            lines.add("Task %s %s%s, stopCode %s: %s"
                    .formatted(
                            task.id(),
                            status.last() == LastStatus.STOPPED ? "stopped" : "was asked to stop",
                            at == null ? "" : " " + Words.ago(at, now),
                            status.stopCode().word(),
                            reason()));
        }
    }

    private String reason() {
        String reason = status.stoppedReason() == null ? "no reason was given" : status.stoppedReason();
        return reason.endsWith(".") ? reason : reason + ".";
    }

    private void waits() {
        if (status.desired() == DesiredStatus.RUNNING) {
            switch (Phases.of(task, definition, checks(), now)) {
                case STARTING -> lines.add("It is not RUNNING yet: " + waiting());
                case SETTLING -> lines.add("It does not count as healthy yet: " + settling());
                case HEALTHY, UNHEALTHY, STOPPING -> {
                    // Its containers tell.
                }
            }
        }
    }

    private void targets() {
        TargetStory story = new TargetStory(state, settings, task);
        String draining = story.draining(now);
        if (!draining.isEmpty()) {
            lines.add("It is DEACTIVATING: " + draining);
        } else if (status.desired() == DesiredStatus.RUNNING) {
            lines.addAll(story.tell());
        }
    }

    private String waiting() {
        if (status.pullStartedAt() != null && status.pullStoppedAt() == null) {
            return "an image is being pulled since %s.".formatted(Words.ago(status.pullStartedAt(), now));
        }
        if (task.isUnplaced()) {
            return "it waits for room since %s, at most %s; the end of another task or one more instance gives it some."
                    .formatted(Words.ago(task.spec().createdAt(), now), Words.span(TaskViews.LONGEST_WAIT));
        }
        List<String> missing = status.containers().stream()
                .filter(container -> container.status() == TaskContainer.Status.PENDING)
                .map(TaskContainer::name)
                .toList();
        String containers = missing.isEmpty() ? "" : " It waits for container " + String.join(", ", missing) + '.';
        if (status.last() == LastStatus.PROVISIONING) {
            return "its network interface is being made since %s.%s"
                    .formatted(Words.ago(task.spec().createdAt(), now), containers);
        }
        return "its host creates and starts the containers, accepted %s.%s"
                .formatted(Words.ago(task.spec().createdAt(), now), containers);
    }

    private String settling() {
        Instant settledAt = Phases.settledAt(task, definition, checks());
        if (settledAt != null) {
            return "it will at %s, %s after RUNNING."
                    .formatted(Words.ahead(settledAt, now), Words.span(checks().healthyAfter()));
        }
        Instant graceEndsAt = Phases.graceEndsAt(task, definition, checks());
        String grace = graceEndsAt == null
                ? ""
                : " That counts from %s on, when its grace period is over.".formatted(Words.ahead(graceEndsAt, now));
        String lacking = new TargetStory(state, settings, task).lacking();
        return (lacking.isEmpty() ? "the health check of an essential container has not passed yet." : lacking) + grace;
    }

    private Checks checks() {
        String service = task.spec().service();
        return ServiceSituation.checks(
                state,
                service == null ? null : state.find(ServiceViews.SERVICES, task.cluster() + '/' + service),
                task,
                settings);
    }

    /// Which check failed.
    private String failed() {
        String lacking = new TargetStory(state, settings, task).lacking();
        return Phases.containerFailed(task, definition) || lacking.isEmpty()
                ? "its container health check failed"
                : lacking.substring(0, lacking.length() - 1);
    }

    private @Nullable ContainerDefinition definitionOf(TaskContainer container) {
        return definition == null
                ? null
                : definition.containers().stream()
                        .filter(one -> one.name().equals(container.name()))
                        .findFirst()
                        .orElse(null);
    }
}
