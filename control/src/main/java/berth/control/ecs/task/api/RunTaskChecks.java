package berth.control.ecs.task.api;

import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.plan.PlacementRules;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The rules for single members of RunTask, with ECS's words.
final class RunTaskChecks {
    private static final int MOST_TASKS = 10;
    private static final int LONGEST_STARTED_BY = 128;
    private static final int LONGEST_GROUP = 255;
    private static final int LONGEST_TOKEN = 64;

    private RunTaskChecks() {}

    static int count(@Nullable Integer count) {
        if (count == null) {
            return 1;
        }
        if (count < 1 || count > MOST_TASKS) {
            throw Fault.invalidParameter("count must be between 1 and %d, was %d.".formatted(MOST_TASKS, count))
                    .raise();
        }
        return count;
    }

    /// ECS: that of the strategy's providers; without a strategy EC2 where a request says nothing.
    static LaunchType launchType(@Nullable String given, List<CapacityProviderStrategyItem> strategy, State state) {
        if (!strategy.isEmpty()) {
            return CapacityProviderViews.onFargate(state, strategy) ? LaunchType.FARGATE : LaunchType.EC2;
        }
        return launchType(given);
    }

    static LaunchType launchType(@Nullable String given) {
        return switch (given) {
            case null -> LaunchType.EC2;
            case "EC2" -> LaunchType.EC2;
            case "FARGATE" -> LaunchType.FARGATE;
            case "EXTERNAL" -> LaunchType.EXTERNAL;
            default ->
                throw Fault.client("launch type should be one of [EC2,FARGATE,EXTERNAL]")
                        .raise();
        };
    }

    static TaskDefinition definition(State state, Account account, @Nullable String given) {
        if (given == null || given.isEmpty()) {
            throw Fault.invalidParameter("TaskDefinition cannot be empty.").raise();
        }
        TaskDefinition definition = TaskDefinitionViews.find(state, account, given);
        if (definition == null) {
            throw Fault.client("TaskDefinition not found.").raise();
        }
        if (definition.status() != TaskDefinition.Status.ACTIVE) {
            throw Fault.invalidParameter("TaskDefinition is inactive").raise();
        }
        return definition;
    }

    /// The tags that the tasks take over. ECS: a task on its own has no service to take any from.
    static SortedMap<String, String> propagated(@Nullable String from, TaskDefinition definition, State state) {
        return switch (from) {
            case null -> Collections.emptySortedMap();
            case "NONE" -> Collections.emptySortedMap();
            case "TASK_DEFINITION" -> TagViews.of(state, "task-definition/" + definition.name());
            case "SERVICE" ->
                throw Fault.invalidParameter("propagateTags cannot be SERVICE for a task that belongs to no service.")
                        .raise();
            default ->
                throw Fault.invalidParameter("propagateTags should be one of [TASK_DEFINITION,SERVICE,NONE], was %s."
                                .formatted(from))
                        .raise();
        };
    }

    static void placement(
            LaunchType launchType,
            TaskDefinition definition,
            List<PlacementConstraint> constraints,
            List<PlacementStrategy> strategies) {
        PlacementRules.checkStrategies(strategies);
        PlacementRules.checkConstraints(constraints, definition.placementConstraints());
        if (launchType == LaunchType.FARGATE) {
            PlacementRules.checkFargate(constraints, strategies);
        }
    }

    /// ECS: `family:F` where a request says nothing; groups of services can't be joined.
    static String group(@Nullable String given, TaskDefinition definition) {
        if (given == null || given.isEmpty()) {
            return "family:" + definition.family();
        }
        if (given.startsWith("service:") || given.length() > LONGEST_GROUP) {
            throw Fault.invalidParameter(
                            "Invalid task group '%s': it must not start with service: and have at most %d characters."
                                    .formatted(given, LONGEST_GROUP))
                    .raise();
        }
        return given;
    }

    static @Nullable String startedBy(@Nullable String given) {
        return startedBy(given, LONGEST_STARTED_BY);
    }

    static @Nullable String startedBy(@Nullable String given, int longest) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        if (given.length() > longest || !given.matches("[A-Za-z0-9_/-]+")) {
            throw Fault.invalidParameter(
                            "startedBy must have at most %d characters, each a letter, a digit, a hyphen, an underscore or a slash."
                                    .formatted(longest))
                    .raise();
        }
        return given;
    }

    static @Nullable String clientToken(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        if (given.length() > LONGEST_TOKEN || !given.chars().allMatch(c -> c >= 33 && c <= 126)) {
            throw Fault.invalidParameter("clientToken must have at most %d characters, each of ASCII 33 to 126."
                            .formatted(LONGEST_TOKEN))
                    .raise();
        }
        return given;
    }
}
