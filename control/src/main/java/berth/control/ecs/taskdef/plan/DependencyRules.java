package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.Fault;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.Ties.Dependency;
import berth.kernel.host.Ties.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
        definition.containers().forEach(container -> links(definition, container));
        anchor(definition);
        if (!inCircles(definition, DependencyRules::linked).isEmpty()) {
            throw Fault.client("Container links should not have a cycle").raise();
        }
        if (!inCircles(definition, DependencyRules::waitedFor).isEmpty()) {
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

    /// Who waits in a circle, or for one who does, in the order of the definition: takes away, again and again, those
    /// that wait for nobody who is left.
    ///
    /// @param others for whom a container waits
    static List<ContainerDefinition> inCircles(
            TaskDefinition definition, Function<ContainerDefinition, List<String>> others) {
        List<ContainerDefinition> left = definition.containers();
        boolean fewer = true;
        while (fewer) {
            List<ContainerDefinition> before = left;
            left = before.stream()
                    .filter(one -> others.apply(one).stream().anyMatch(name -> has(before, name)))
                    .toList();
            fewer = left.size() < before.size();
        }
        return left;
    }

    private static boolean has(List<ContainerDefinition> containers, String name) {
        return containers.stream().anyMatch(one -> one.name().equals(name));
    }

    private static List<String> linked(ContainerDefinition container) {
        return container.ties().links().stream().map(Link::container).toList();
    }

    private static List<String> waitedFor(ContainerDefinition container) {
        List<String> all = new ArrayList<>(linked(container));
        container.ties().dependsOn().forEach(on -> all.add(on.container()));
        return all;
    }

    /// ECS: links are for bridge mode.
    private static void links(TaskDefinition definition, ContainerDefinition container) {
        NetworkMode mode = definition.networkMode();
        if (!container.ties().links().isEmpty() && mode != null && mode != NetworkMode.BRIDGE) {
            throw Fault.client("Links are not supported when networkMode=%s.".formatted(mode.word()))
                    .raise();
        }
        for (String name : linked(container)) {
            if (!has(definition.containers(), name)) {
                throw ContainerRules.invalid(container, "'links' names '%s', which does not exist.".formatted(name))
                        .raise();
            }
        }
    }

    /// Where no pause container holds a shared namespace, the first container does that waits for nobody; the task ends
    /// with it.
    private static void anchor(TaskDefinition definition) {
        boolean needed = definition.namespaces().shared() && definition.networkMode() != NetworkMode.AWSVPC;
        if (needed
                && definition.containers().stream()
                        .noneMatch(one -> one.essential() && waitedFor(one).isEmpty())) {
            throw Fault.client("pidMode and ipcMode 'task' need an essential container without dependsOn and links,"
                            + " unless networkMode is awsvpc.")
                    .raise();
        }
    }
}
