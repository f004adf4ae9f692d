package berth.control.ecs.task.api;

import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.task.ServiceNames;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.store.Index;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Arn;
import berth.kernel.Fault;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;

/// What ListTasks is to find, and the index that finds it with the least to look at.
///
/// @param desired null for PENDING, which no task ever has
/// @param service `cluster/name`, or null
/// @param instance id of a container instance, or null
record TaskFilter(
        String cluster,
        @Nullable DesiredStatus desired,
        @Nullable String startedBy,
        @Nullable String service,
        @Nullable String family,
        @Nullable String instance,
        @Nullable LaunchType launchType) {

    static TaskFilter of(
            ListTasksRequest request, Cluster cluster, ServiceNames services, State state, Account account) {
        String startedBy = text(request.startedBy());
        boolean others = text(request.serviceName()) != null
                || text(request.family()) != null
                || text(request.containerInstance()) != null
                || text(request.launchTypeAsString()) != null
                || text(request.desiredStatusAsString()) != null;
        if (startedBy != null && others) {
            throw Fault.invalidParameter("startedBy must be the only filter: leave the others out.")
                    .raise();
        }
        return new TaskFilter(
                cluster.name(),
                desired(text(request.desiredStatusAsString())),
                startedBy,
                service(text(request.serviceName()), cluster, services, state),
                text(request.family()),
                instance(text(request.containerInstance()), cluster, account),
                text(request.launchTypeAsString()) == null
                        ? null
                        : RunTaskChecks.launchType(request.launchTypeAsString()));
    }

    /// The tasks that pass and whose names come after `name`, in order.
    Stream<Task> after(State state, String name) {
        DesiredStatus wanted = desired;
        if (wanted == null) {
            return Stream.empty();
        }
        return ids(state, wanted).tailSet(name, false).stream()
                .map(id -> Objects.requireNonNull(state.find(TaskViews.TASKS, id)))
                .filter(this::passes);
    }

    private org.pcollections.TreePSet<String> ids(State state, DesiredStatus wanted) {
        if (startedBy != null) {
            return ids(state, TaskViews.BY_STARTED_BY, TaskViews.startedByKey(cluster, startedBy, wanted));
        }
        if (service != null) {
            return ids(state, TaskViews.BY_SERVICE, service);
        }
        if (instance != null) {
            return ids(state, TaskViews.BY_INSTANCE, TaskViews.instanceKey(cluster, instance, wanted));
        }
        if (family != null) {
            return ids(state, TaskViews.BY_FAMILY, TaskViews.familyKey(cluster, family, wanted));
        }
        return ids(state, TaskViews.BY_DESIRED, TaskViews.desiredKey(cluster, wanted));
    }

    private static org.pcollections.TreePSet<String> ids(State state, Index<Task> index, String key) {
        return state.ids(index, key);
    }

    private boolean passes(Task task) {
        return task.status().desired() == desired
                && (startedBy == null || startedBy.equals(task.spec().startedBy()))
                && (service == null
                        || service.equals(cluster + '/' + task.spec().service()))
                && (family == null || family.equals(TaskViews.family(task)))
                && (instance == null || instance.equals(task.spec().containerInstance()))
                && (launchType == null || launchType == task.spec().launchType());
    }

    private static @Nullable DesiredStatus desired(@Nullable String given) {
        return switch (given) {
            case null -> DesiredStatus.RUNNING;
            case "RUNNING" -> DesiredStatus.RUNNING;
            case "STOPPED" -> DesiredStatus.STOPPED;
            case "PENDING" -> null;
            default ->
                throw Fault.invalidParameter(
                                "desiredStatus should be one of [RUNNING,PENDING,STOPPED], was %s.".formatted(given))
                        .raise();
        };
    }

    private static @Nullable String service(
            @Nullable String given, Cluster cluster, ServiceNames services, State state) {
        if (given == null) {
            return null;
        }
        String name =
                cluster.name() + '/' + Arn.parse(given).map(Arn::lastSegment).orElse(given);
        if (!services.exists(state, name)) {
            throw Fault.of("ServiceNotFoundException", "Service not found.").raise();
        }
        return name;
    }

    private static @Nullable String instance(@Nullable String given, Cluster cluster, Account account) {
        if (given == null) {
            return null;
        }
        String prefix = account.ecs("container-instance", cluster.name() + '/');
        return given.startsWith(prefix) ? given.substring(prefix.length()) : given;
    }

    private static @Nullable String text(@Nullable String given) {
        return given == null || given.isEmpty() ? null : given;
    }
}
