package berth.control.ecs.service.api;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The rules for single members of a request about a service, with ECS's words.
final class ServiceChecks {
    static final int MAX_DESIRED_COUNT = 5000;

    private ServiceChecks() {}

    static String required(@Nullable String value, String what) {
        if (value == null || value.isEmpty()) {
            throw Fault.invalidParameter(what + " cannot be empty.").raise();
        }
        return value;
    }

    /// ECS: at most 36 characters of ASCII 33 to 126.
    static void clientToken(@Nullable String token) {
        boolean good = token == null || token.length() <= 36 && token.chars().allMatch(c -> c >= 33 && c <= 126);
        if (!good) {
            throw Fault.invalidParameter("clientToken must have at most 36 characters, each of ASCII 33 to 126.")
                    .raise();
        }
    }

    static int desiredCount(@Nullable Integer count) {
        if (count == null) {
            throw Fault.invalidParameter("desiredCount is required for a service with schedulingStrategy REPLICA.")
                    .raise();
        }
        if (count < 0 || count > MAX_DESIRED_COUNT) {
            throw Fault.invalidParameter(
                            "desiredCount must be between 0 and %d, was %d.".formatted(MAX_DESIRED_COUNT, count))
                    .raise();
        }
        return count;
    }

    /// ECS: EC2 where a request says nothing.
    static LaunchType launchType(@Nullable String launchType) {
        return switch (launchType) {
            case null -> LaunchType.EC2;
            case "EC2" -> LaunchType.EC2;
            case "FARGATE" -> LaunchType.FARGATE;
            case "EXTERNAL" ->
                throw Fault.invalidParameter(
                                "Berth does not support launchType EXTERNAL yet: its hosts are of launch types EC2 and"
                                        + " FARGATE. Use one of these.")
                        .raise();
            default ->
                throw Fault.client("launch type should be one of [EC2,FARGATE,EXTERNAL]")
                        .raise();
        };
    }

    /// ECS: only Fargate has platform versions; `LATEST` stands for 1.4.0.
    static @Nullable String platformVersion(@Nullable String version, LaunchType launchType) {
        boolean given = version != null && !version.isEmpty();
        if (launchType != LaunchType.FARGATE) {
            if (given) {
                throw Fault.invalidParameter("The platform version must be null when specifying an EC2 launch type.")
                        .raise();
            }
            return null;
        }
        if (version == null || !given) {
            return "LATEST";
        }
        if (!version.equals("LATEST") && !version.equals("1.4.0")) {
            throw Fault.of(
                            "PlatformUnknownException",
                            "The platform version %s does not exist. Use LATEST or 1.4.0.".formatted(version))
                    .raise();
        }
        return version;
    }

    /// The ACTIVE revision that `family`, `family:revision` or an ARN names.
    static TaskDefinition definition(State state, Account account, String parameter) {
        String prefix = account.ecs("task-definition", "");
        String name = parameter.startsWith(prefix) ? parameter.substring(prefix.length()) : parameter;
        TaskDefinition found = name.matches("[A-Za-z0-9_-]{1,255}") ? newest(state, name) : revision(state, name);
        if (found == null) {
            throw Fault.client("TaskDefinition not found.").raise();
        }
        if (found.status() != TaskDefinition.Status.ACTIVE) {
            throw Fault.invalidParameter("TaskDefinition is inactive").raise();
        }
        return found;
    }

    private static @Nullable TaskDefinition newest(State state, String family) {
        return state.by(TaskDefinitionViews.TASK_DEFINITIONS, TaskDefinitionViews.BY_FAMILY, family).stream()
                .filter(definition -> definition.status() == TaskDefinition.Status.ACTIVE)
                .max(Comparator.comparingInt(TaskDefinition::revision))
                .orElse(null);
    }

    private static @Nullable TaskDefinition revision(State state, String name) {
        return name.matches("[A-Za-z0-9_-]{1,255}:[1-9][0-9]{0,8}") ? TaskDefinitionViews.byName(state, name) : null;
    }

    /// Whether the definition may run as this launch type.
    ///
    /// Differs from ECS: unless strict, a definition that is not compatible with Fargate is accepted and runs with
    /// what it lacks made up for; the service says so in an event.
    static void supports(TaskDefinition definition, LaunchType launchType, boolean strict) {
        if (strict && !definition.compatibilities().contains(launchType.name())) {
            throw Fault.invalidParameter("Task definition does not support launch_type " + launchType + ".")
                    .raise();
        }
    }

    /// The service that a request is about, ACTIVE or DRAINING.
    static Service existing(State state, String cluster, @Nullable String parameter) {
        Service service = ServiceViews.find(state, cluster, required(parameter, "Service"));
        if (service == null || service.status().state() == Service.State.INACTIVE) {
            throw Fault.of("ServiceNotFoundException", "Service not found.").raise();
        }
        return service;
    }
}
