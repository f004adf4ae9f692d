package berth.control.ecs.service;

import berth.control.Settings;
import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.plan.AlarmStates;
import berth.control.ecs.service.plan.DaemonFleet;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.elb.ElbViews;
import berth.control.elb.model.ListenerRule;
import berth.control.reconcile.Plan;
import berth.control.reconcile.Reconciler;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// Keeps every service at its count. Key: `cluster/service`.
///
/// Woken by its service and tasks, by their targets and target groups, by container instances that drain, and, while a
/// task of it finds no room, by hosts and what is taken of them.
final class ServiceReconciler implements Reconciler {
    /// How long an INACTIVE service stays describable.
    static final Duration REMEMBERED = Duration.ofHours(1);

    private final Settings settings;
    private final AlarmStates alarms;

    ServiceReconciler(Settings settings, AlarmStates alarms) {
        this.settings = settings;
        this.alarms = alarms;
    }

    @Override
    public String name() {
        return "service";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change.kind() == ElbViews.TARGETS) {
            wakeOwners(state, state.ids(TaskViews.BY_TARGET, change.id()), wake);
        } else if (change.kind() == ElbViews.TARGET_GROUPS) {
            wakeOwners(state, state.ids(TaskViews.BY_TARGET_GROUP, change.id()), wake);
        }
        if (!(change instanceof Change.Put<?> put)) {
            return;
        }
        switch (put.row()) {
            case Service service -> wake.accept(service.name());
            case ServiceDeployment deployment -> wake.accept(deployment.service());
            case Task task -> {
                if (task.spec().service() != null) {
                    wake.accept(task.cluster() + '/' + task.spec().service());
                }
                if (DaemonFleet.mayRelease(state, task)) {
                    state.ids(ServiceViews.DAEMONS, task.cluster()).forEach(wake);
                }
            }
            case TaskTargets targets -> wake.accept(targets.serviceName());
            case ListenerRule rule ->
                ElbViews.targetGroups(rule.action())
                        .forEach(group -> wakeOwners(state, state.ids(TaskViews.BY_TARGET_GROUP, group), wake));
            case Host host -> {
                wakeUnplaced(state, wake);
                for (String cluster : state.keys(ServiceViews.DAEMONS)) {
                    state.ids(ServiceViews.DAEMONS, cluster).forEach(wake);
                }
            }
            case Allocation allocation -> wakeUnplaced(state, wake);
            case ContainerInstance instance -> {
                wakeUnplaced(state, wake);
                wakeThoseOn(state, instance, wake);
                state.ids(ServiceViews.REBALANCED, instance.cluster()).forEach(wake);
                state.ids(ServiceViews.DAEMONS, instance.cluster()).forEach(wake);
            }
            default -> {
                // No other row matters to a service.
            }
        }
    }

    /// An instance that starts to drain, or stops, changes what its tasks count as.
    private static void wakeThoseOn(State state, ContainerInstance instance, Consumer<String> wake) {
        String key = TaskViews.instanceKey(instance.cluster(), instance.id(), DesiredStatus.RUNNING);
        for (Task task : state.by(TaskViews.TASKS, TaskViews.BY_INSTANCE, key)) {
            if (task.spec().service() != null) {
                wake.accept(task.cluster() + '/' + task.spec().service());
            }
        }
    }

    /// The services of the tasks with these names.
    private static void wakeOwners(State state, Collection<String> tasks, Consumer<String> wake) {
        for (String name : tasks) {
            TaskTargets targets = state.find(TaskViews.TARGETS, name);
            if (targets != null) {
                wake.accept(targets.serviceName());
            }
        }
    }

    private static void wakeUnplaced(State state, Consumer<String> wake) {
        state.ids(ServiceViews.UNPLACED, ServiceViews.WAITING).forEach(wake);
    }

    @Override
    public Collection<String> keys(State state) {
        return new ArrayList<>(
                state.all(ServiceViews.SERVICES).stream().map(Service::name).toList());
    }

    @Override
    public Plan reconcile(State state, String key, Context context) {
        Service service = state.find(ServiceViews.SERVICES, key);
        if (service == null) {
            return Plan.NOTHING;
        }
        return switch (service.status().state()) {
            case ACTIVE ->
                service.spec().isExternal()
                        ? new TaskSetPass(state, service, settings, context).plan()
                        : new ActivePass(state, service, settings, alarms, context).plan();
            case DRAINING -> new DrainingPass(state, service, context).plan();
            case INACTIVE -> forget(state, service, context);
        };
    }

    private static Plan forget(State state, Service service, Context context) {
        var inactiveAt = service.status().inactiveAt();
        if (inactiveAt == null) {
            return Plan.NOTHING;
        }
        Duration left = Duration.between(context.now(), inactiveAt.plus(REMEMBERED));
        if (left.isPositive()) {
            return Plan.lookAgainAfter(left);
        }
        List<Change> changes = new ArrayList<>(ServiceHistory.none(state, service.name()));
        changes.add(Change.delete(ServiceViews.SERVICES, service.name()));
        changes.add(Change.delete(ServiceViews.EVENTS, service.name()));
        return Plan.of(changes);
    }
}
