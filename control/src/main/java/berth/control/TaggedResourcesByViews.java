package berth.control;

import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.TaggedResources;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.store.Change;
import berth.control.store.State;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What can have tags, from the views of all nouns. A task has its tags in its own row, and takes them along when it is
/// forgotten; there may be a million of them.
public final class TaggedResourcesByViews implements TaggedResources {
    private static final String TASK = "task/";

    @Override
    public Standing standing(State state, String resource) {
        int slash = resource.indexOf('/');
        String name = resource.substring(slash + 1);
        return switch (resource.substring(0, Math.max(0, slash))) {
            case "cluster" -> cluster(state.find(ClusterViews.CLUSTERS, name));
            case "capacity-provider" -> provider(CapacityProviderViews.find(state, name));
            case "task-definition" ->
                TaskDefinitionViews.byName(state, name) == null ? Standing.MISSING : Standing.LIVE;
            case "service" -> service(state.find(ServiceViews.SERVICES, name));
            case "task-set" -> taskSet(state, name);
            case "container-instance" -> instance(state.find(InstanceViews.CONTAINER_INSTANCES, name));
            case "task" -> task(state.find(TaskViews.TASKS, name));
            default -> Standing.MISSING;
        };
    }

    @Override
    public SortedMap<String, String> tags(State state, String resource) {
        if (!resource.startsWith(TASK)) {
            return TagViews.of(state, resource);
        }
        Task task = state.find(TaskViews.TASKS, resource.substring(TASK.length()));
        return task == null ? Collections.emptySortedMap() : task.tags();
    }

    @Override
    public List<Change> replaced(State state, String resource, SortedMap<String, String> tags) {
        if (!resource.startsWith(TASK)) {
            return TagViews.replaced(state, resource, tags);
        }
        Task task = state.find(TaskViews.TASKS, resource.substring(TASK.length()));
        return task == null || task.tags().equals(tags)
                ? List.of()
                : List.of(Change.put(TaskViews.TASKS, task.withTags(tags)));
    }

    private static Standing cluster(@Nullable Cluster cluster) {
        if (cluster == null) {
            return Standing.MISSING;
        }
        return switch (cluster.status()) {
            case ACTIVE -> Standing.LIVE;
            case INACTIVE -> Standing.ENDED;
        };
    }

    private static Standing provider(@Nullable CapacityProvider provider) {
        if (provider == null) {
            return Standing.MISSING;
        }
        if (provider.isFargate()) {
            return Standing.RESERVED;
        }
        return switch (provider.status()) {
            case ACTIVE -> Standing.LIVE;
            case INACTIVE -> Standing.ENDED;
        };
    }

    private static Standing service(@Nullable Service service) {
        if (service == null) {
            return Standing.MISSING;
        }
        return switch (service.status().state()) {
            case ACTIVE, DRAINING -> Standing.LIVE;
            case INACTIVE -> Standing.ENDED;
        };
    }

    /// @param name `cluster/service/ecs-svc/digits`
    private static Standing taskSet(State state, String name) {
        int end = name.lastIndexOf('/', name.lastIndexOf('/') - 1);
        Service service = end < 0 ? null : state.find(ServiceViews.SERVICES, name.substring(0, end));
        return service == null || service.status().taskSet(name.substring(end + 1)) == null
                ? Standing.MISSING
                : Standing.LIVE;
    }

    private static Standing instance(@Nullable ContainerInstance instance) {
        if (instance == null) {
            return Standing.MISSING;
        }
        return switch (instance.status()) {
            case ACTIVE, DRAINING -> Standing.LIVE;
            case INACTIVE -> Standing.ENDED;
        };
    }

    private static Standing task(@Nullable Task task) {
        if (task == null) {
            return Standing.MISSING;
        }
        return task.stopped() ? Standing.ENDED : Standing.LIVE;
    }
}
