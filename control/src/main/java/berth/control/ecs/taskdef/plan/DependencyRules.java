package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.Fault;
import berth.kernel.host.Ties.Dependency;
import java.time.Duration;
import java.util.List;

/// What the dependencies between the containers of a definition must keep, so that every container can be started.
///
/// ECS: a dependency exists, is another container, and is not waited for in a circle; nobody waits for an essential
/// container to end, since its end is the task's; HEALTHY needs a health check.
///
/// Example: `web` waits for `db` HEALTHY and for `init` SUCCESS, `init` for `db` START. Good, with a health check on
/// `db` and `init` not essential. Were `db` to wait for `web` too, there would be the circle `web`, `db`, `web`.
final class DependencyRules {
    static final int MIN_START_TIMEOUT_SECONDS = 2;

    private DependencyRules() {}

    static void check(TaskDefinition definition) {
        for (ContainerDefinition container : definition.containers()) {
            Duration startTimeout = container.ties().startTimeout();
            if (startTimeout != null && startTimeout.toSeconds() < MIN_START_TIMEOUT_SECONDS) {
                throw Fault.client("Granular start timeout on container '%s' must be at least %d seconds."
                                .formatted(container.name(), MIN_START_TIMEOUT_SECONDS))
                        .raise();
            }
            for (Dependency dependency : container.ties().dependsOn()) {
                check(definition, container, dependency);
            }
        }
        if (hasCircle(definition)) {
            throw Fault.client("Container dependencies should not have a cycle").raise();
        }
    }

    private static void check(TaskDefinition definition, ContainerDefinition container, Dependency dependency) {
        ContainerDefinition other = definition.containers().stream()
                .filter(one -> one.name().equals(dependency.container()))
                .findFirst()
                .orElseThrow(() -> Fault.client("Cannot depend on container + '%s' because it does not exist"
                                .formatted(dependency.container()))
                        .raise());
        if (other.name().equals(container.name())) {
            throw ContainerRules.invalid(container, "'dependsOn' of a container on itself is a cycle.")
                    .raise();
        }
        switch (dependency.condition()) {
            case START -> {}
            case COMPLETE, SUCCESS -> {
                if (other.essential()) {
                    throw Fault.client(
                                    "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container")
                            .raise();
                }
            }
            case HEALTHY -> {
                if (other.healthCheck() == null) {
                    throw Fault.client(
                                    "A dependency container with HEALTHY condition must have health check configured")
                            .raise();
                }
            }
        }
    }

    /// Takes away, again and again, those that wait for nobody who is left. Who waits in a circle stays.
    private static boolean hasCircle(TaskDefinition definition) {
        List<ContainerDefinition> left = definition.containers();
        boolean fewer = true;
        while (fewer) {
            List<ContainerDefinition> before = left;
            left = before.stream().filter(one -> waitsForOneOf(before, one)).toList();
            fewer = left.size() < before.size();
        }
        return !left.isEmpty();
    }

    private static boolean waitsForOneOf(List<ContainerDefinition> others, ContainerDefinition container) {
        return container.ties().dependsOn().stream()
                .anyMatch(on -> others.stream().anyMatch(other -> other.name().equals(on.container())));
    }
}
