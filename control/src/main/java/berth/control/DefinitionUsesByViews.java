package berth.control;

import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceRevision;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.taskdef.DefinitionUses;
import berth.control.store.State;

/// What uses a revision of a task definition, from the views of tasks and services.
///
/// A service keeps the revision that it would go back to, besides what it runs.
final class DefinitionUsesByViews implements DefinitionUses {

    @Override
    public boolean uses(State state, String definition) {
        String family = definition.substring(0, definition.lastIndexOf(':'));
        for (Cluster cluster : state.all(ClusterViews.CLUSTERS)) {
            for (DesiredStatus desired : DesiredStatus.values()) {
                String key = TaskViews.familyKey(cluster.name(), family, desired);
                boolean used = state.first(
                                TaskViews.TASKS,
                                TaskViews.BY_FAMILY,
                                key,
                                task -> task.spec().taskDefinition().equals(definition))
                        != null;
                if (used) {
                    return true;
                }
            }
        }
        return state.all(ServiceViews.SERVICES).stream().anyMatch(service -> uses(state, service, definition));
    }

    private static boolean uses(State state, Service service, String definition) {
        if (service.status().state() == Service.State.INACTIVE) {
            return false;
        }
        String completed = service.status().completed();
        ServiceRevision back = completed == null ? null : ServiceViews.revision(state, service, completed);
        return service.spec().taskDefinition().equals(definition)
                || service.rollouts().stream().map(Deployment::taskDefinition).anyMatch(definition::equals)
                || back != null && back.workload().taskDefinition().equals(definition);
    }
}
