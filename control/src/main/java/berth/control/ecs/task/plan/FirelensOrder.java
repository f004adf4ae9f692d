package berth.control.ecs.task.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.Ties;
import berth.kernel.host.Ties.Condition;
import berth.kernel.host.Ties.Dependency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// That a task's log router is started before those that log through it, and stopped after them.
///
/// ECS: they depend on its START unless they say something about it themselves, or it waits for others.
///
/// Worked example: `web` logs through `router`. `web` depends on `router` START, though its definition does not say
/// so. Had `router` to wait for `db`, then `web` would wait for nobody: it might be `db` who waits for `web`.
///
/// Differs from ECS: where a namespace is shared without an interface of the task, its first container that waits for
/// nobody holds it, so that none waits for a router that is not essential.
final class FirelensOrder {
    private FirelensOrder() {}

    static Ties ties(TaskDefinition definition, ContainerDefinition container, NetworkMode mode) {
        Ties ties = container.ties();
        Optional<ContainerDefinition> router = definition.containers().stream()
                .filter(one -> one.ties().firelens() != null)
                .findFirst();
        if (router.isEmpty()
                || !container.logsThroughRouter()
                || waits(router.get())
                || holdsNamespaces(definition, router.get(), mode)) {
            return ties;
        }
        String name = router.get().name();
        if (ties.dependsOn().stream().anyMatch(on -> on.container().equals(name))) {
            return ties;
        }
        List<Dependency> all = new ArrayList<>(ties.dependsOn());
        all.add(new Dependency(name, Condition.START));
        return ties.waitingFor(all);
    }

    private static boolean waits(ContainerDefinition router) {
        return !router.ties().dependsOn().isEmpty()
                || !router.ties().links().isEmpty()
                || !router.settings().volumesFrom().isEmpty();
    }

    private static boolean holdsNamespaces(TaskDefinition definition, ContainerDefinition router, NetworkMode mode) {
        return definition.namespaces().shared() && mode != NetworkMode.AWSVPC && !router.essential();
    }
}
