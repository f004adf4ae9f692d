package berth.control.explain;

import berth.control.Settings;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.store.State;
import berth.kernel.Arn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a task or a service is as it is, one sentence a line.
///
/// A name that doesn't exist is answered too: with the names that come closest.
public final class Explain {
    private Explain() {}

    /// @param cluster a name, an ARN, or null for `default`
    /// @param task an id or an ARN
    public static List<String> task(
            State state, Settings settings, @Nullable String cluster, String task, Instant now) {
        String name = clusterOf(cluster, task);
        String id = Arn.parse(task).map(Arn::lastSegment).orElse(task);
        Task found = state.find(TaskViews.TASKS, name + '/' + id);
        if (found != null) {
            return new TaskStory(state, settings, found, now).tell();
        }
        List<String> lines = new ArrayList<>(unknownCluster(state, name));
        if (lines.isEmpty()) {
            lines.add("There is no task %s in cluster %s. A stopped task is forgotten after %s."
                    .formatted(id, name, Words.span(settings.stoppedTasksKept())));
            elsewhere(state, name, id).forEach(lines::add);
            List<String> ids = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_CLUSTER, name).stream()
                    .map(Task::id)
                    .toList();
            lines.addAll(Closest.sentences("task that is not stopped", "tasks that are not stopped", id, ids));
        }
        return lines;
    }

    /// @param cluster a name, an ARN, or null for `default`
    /// @param service a name or an ARN
    public static List<String> service(
            State state, Settings settings, @Nullable String cluster, String service, Instant now) {
        String name = clusterOf(cluster, service);
        String shortName = ServiceViews.shortName(service);
        Service found = state.find(ServiceViews.SERVICES, name + '/' + shortName);
        if (found != null) {
            return new ServiceStory(state, settings, found, now).tell();
        }
        List<String> lines = new ArrayList<>(unknownCluster(state, name));
        if (lines.isEmpty()) {
            lines.add("There is no service %s in cluster %s.".formatted(shortName, name));
            state.all(ServiceViews.SERVICES).stream()
                    .filter(other -> other.serviceName().equals(shortName))
                    .map(other -> "There is one of that name in cluster " + other.cluster() + '.')
                    .forEach(lines::add);
            List<String> names = state.by(ServiceViews.SERVICES, ServiceViews.BY_CLUSTER, name).stream()
                    .map(Service::serviceName)
                    .toList();
            lines.addAll(Closest.sentences("service", "services", shortName, names));
        }
        return lines;
    }

    /// The cluster in the parameter, or, where there is none, in the long ARN of what is asked about.
    private static String clusterOf(@Nullable String cluster, String resource) {
        if (cluster == null || cluster.isEmpty()) {
            String[] parts = Arn.parse(resource).map(Arn::resource).orElse("").split("/", -1);
            if (parts.length == 3) {
                return parts[1];
            }
        }
        return ClusterViews.name(cluster);
    }

    private static List<String> unknownCluster(State state, String name) {
        Cluster cluster = state.find(ClusterViews.CLUSTERS, name);
        if (cluster != null && cluster.status() == Cluster.Status.ACTIVE) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                cluster == null
                        ? "There is no cluster %s.".formatted(name)
                        : "The cluster %s was deleted.".formatted(name));
        List<String> names = state.all(ClusterViews.CLUSTERS).stream()
                .filter(other -> other.status() == Cluster.Status.ACTIVE)
                .map(Cluster::name)
                .toList();
        lines.addAll(Closest.sentences("cluster", "clusters", name, names));
        return lines;
    }

    private static List<String> elsewhere(State state, String cluster, String id) {
        return state.all(ClusterViews.CLUSTERS).stream()
                .filter(other -> !other.name().equals(cluster))
                .filter(other -> state.find(TaskViews.TASKS, other.name() + '/' + id) != null)
                .map(other -> "It is in cluster " + other.name() + '.')
                .toList();
    }
}
