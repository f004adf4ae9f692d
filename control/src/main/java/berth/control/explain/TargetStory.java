package berth.control.explain;

import berth.control.Settings;
import berth.control.ecs.service.plan.TargetSight;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.plan.Drain;
import berth.control.store.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Tells how the targets of a task are, and what a task that is being stopped waits for.
final class TargetStory {
    private final State state;
    private final Settings settings;
    private final Task task;
    private final List<TargetSight> targets;

    TargetStory(State state, Settings settings, Task task) {
        this.state = state;
        this.settings = settings;
        this.task = task;
        this.targets = TargetSight.of(state, task);
    }

    /// A line for each target.
    List<String> tell() {
        List<String> lines = new ArrayList<>();
        for (TargetSight target : targets) {
            lines.add("Its target on port %d of (target-group %s) is %s."
                    .formatted(target.port(), target.targetGroupArn(), standing(target)));
        }
        return lines;
    }

    /// What keeps it from being healthy, in one sentence; empty where its targets don't.
    String lacking() {
        return targets.stream()
                .filter(target -> target.standing() != TargetSight.Standing.HEALTHY)
                .findFirst()
                .map(target -> "its target on port %d of (target-group %s) is %s."
                        .formatted(target.port(), target.targetGroupArn(), standing(target)))
                .orElse("");
    }

    /// What a DEACTIVATING task waits for; empty for others.
    String draining(Instant now) {
        TaskTargets known = state.find(TaskViews.TARGETS, task.name());
        if (known == null || task.status().last() != LastStatus.DEACTIVATING) {
            return "";
        }
        Instant until = Drain.until(state, task, known, now);
        if (until == null) {
            return "its targets are drained; its containers are stopped now.";
        }
        return settings.strict()
                ? "its targets drain; its containers get their stop signal at %s.".formatted(Words.ahead(until, now))
                : "its targets drain; its containers get their stop signal when nothing is in flight, at %s at the latest."
                        .formatted(Words.ahead(until, now));
    }

    private static String standing(TargetSight target) {
        return switch (target.standing()) {
            case HEALTHY -> "healthy";
            case AWAITED -> "not healthy yet: " + target.description();
            case UNHEALTHY -> "unhealthy: " + target.description();
            case TARGET_NOT_FOUND -> "gone: somebody else deregistered it";
            case TARGET_GROUP_NOT_FOUND -> "missing: the target group does not exist";
        };
    }
}
