package berth.control.ecs.task.plan;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.PortMapping;
import berth.control.ecs.taskdef.model.PortRange;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.NetworkInterface;
import berth.kernel.Account;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Desired;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Interface;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.PortBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one host should run, from the state: every task of it that is not STOPPED, and its warm interfaces.
///
/// The version is the state's own, so that it grows over restarts, and the same state says the same.
public final class DesiredPlanner {
    /// ECS: the default of stopTimeout.
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Account account;

    public DesiredPlanner(Account account) {
        this.account = account;
    }

    /// What was made for a host, with the rows that it was made of.
    ///
    /// @param host null for one that is known no longer, or not yet
    /// @param made in the order of the tasks' names
    public record Planned(Desired desired, @Nullable Host host, List<Made> made) {
        public Planned {
            made = List.copyOf(made);
        }
    }

    /// One task of a host.
    public record Made(Task task, TaskDefinition definition, DesiredTask desired) {
        /// Rows are never changed but replaced, so that what was made of the same ones needs not be made again.
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Task now, TaskDefinition by) {
            return task == now && definition == by;
        }
    }

    public Desired desired(State state, String hostId) {
        return planned(state, hostId, null).desired();
    }

    /// The same, where much is as it was: of a thousand tasks of which one is new, one is made. A host that is known no
    /// longer, or not yet, runs nothing.
    ///
    /// @param before what was made for this host last, or null
    public Planned planned(State state, String hostId, @Nullable Planned before) {
        Host host = state.find(InstanceViews.HOSTS, hostId);
        if (host == null) {
            return new Planned(new Desired(hostId, state.version(), List.of(), List.of()), null, List.of());
        }
        List<Made> known = before != null && host.equals(before.host()) ? before.made() : List.of();
        List<Made> made = new ArrayList<>(known.size() + 1);
        List<DesiredTask> tasks = new ArrayList<>(known.size() + 1);
        int next = 0;
        String named = "";
        TaskDefinition definition = null;
        for (Task task : LiveTasks.on(state, hostId)) {
            while (next < known.size() && isBefore(known.get(next).task(), task)) {
                next++;
            }
            String wanted = task.spec().taskDefinition();
            if (definition == null || !named.equals(wanted)) {
                // As a rule it is the same as for the task before.
                definition = Objects.requireNonNull(TaskDefinitionViews.byName(state, wanted));
                named = wanted;
            }
            Made one = next < known.size() && known.get(next).isOf(task, definition)
                    ? known.get(next)
                    : new Made(task, definition, task(task, definition, host));
            made.add(one);
            tasks.add(one.desired());
        }
        List<Interface> warm = state.by(VpcViews.NETWORK_INTERFACES, VpcViews.WARM_BY_HOST, hostId).stream()
                .map(NetworkInterface::networkInterface)
                .toList();
        return new Planned(new Desired(hostId, state.version(), tasks, warm), host, made);
    }

    /// In the order of names. Most tasks are the same rows as last time, and no name is needed to see that.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isBefore(Task one, Task other) {
        return one != other && one.name().compareTo(other.name()) < 0;
    }

    private DesiredTask task(Task task, TaskDefinition definition, Host host) {
        Task.TaskSpec spec = task.spec();
        return new DesiredTask(
                TaskViews.arn(account, task),
                task.cluster(),
                account.ecs("cluster", task.cluster()),
                definition.family(),
                definition.revision(),
                spec.service(),
                spec.group(),
                spec.launchType().name(),
                spec.zone(),
                runs(task),
                spec.networkMode(),
                spec.attachment() == null ? null : spec.attachment().networkInterface(),
                spec.limit(),
                spec.overrides().taskRoleArn() == null
                        ? definition.taskRoleArn()
                        : spec.overrides().taskRoleArn(),
                spec.createdAt(),
                task.status().containers().stream()
                        .map(container -> container(task, container, definition, host))
                        .toList(),
                ManagedVolumes.onHost(definition, spec.volumes()),
                definition.namespaces(),
                OverrideRules.ephemeralStorage(definition, spec.overrides()),
                ContainerSettings.on(definition.enableFaultInjection()));
    }

    /// A task whose targets are draining runs on: it may have requests in flight.
    private static boolean runs(Task task) {
        return task.status().desired() == DesiredStatus.RUNNING || task.status().last() == LastStatus.DEACTIVATING;
    }

    private DesiredContainer container(Task task, TaskContainer container, TaskDefinition definition, Host host) {
        EffectiveContainer effective = EffectiveContainer.of(
                definition.container(container.name()), task.spec().overrides());
        ContainerDefinition defined = effective.definition();
        return new DesiredContainer(
                account.ecs("container", task.name() + '/' + container.id()),
                defined.name(),
                defined.image(),
                task.spec().imageDigests().get(defined.name()),
                defined.essential(),
                container.startedAt() != null || container.status() == TaskContainer.Status.STOPPED,
                effective.cpu(),
                effective.memory(),
                effective.memoryReservation(),
                ports(defined, task.spec().networkMode(), host),
                effective.command(),
                defined.entryPoint(),
                effective.environment(),
                defined.healthCheck(),
                defined.stopTimeout() == null ? STOP_TIMEOUT : Duration.ofSeconds(defined.stopTimeout()),
                LogStreams.route(defined, task.id()),
                null,
                defined.settings(),
                FirelensOrder.ties(definition, defined, task.spec().networkMode()),
                container.restarts(),
                effective.environmentFiles());
    }

    /// ECS: bridge publishes on the host, port 0 or none asks for a dynamic one, a range for as many in a row; awsvpc
    /// and host have the container's port as it is.
    private static List<PortBinding> ports(ContainerDefinition container, NetworkMode mode, Host host) {
        List<PortBinding> ports = new ArrayList<>();
        for (PortMapping port : container.portMappings()) {
            PortRange range = port.range();
            if (range == null) {
                ports.add(port(port, port.containerPort(), port.hostPort() == null ? 0 : port.hostPort(), mode, host));
                continue;
            }
            for (int number = range.first(); number <= range.last(); number++) {
                ports.add(port(port, number, number == range.first() ? 0 : PortBinding.NEXT, mode, host));
            }
        }
        return ports;
    }

    private static PortBinding port(PortMapping port, int number, int hostPort, NetworkMode mode, Host host) {
        return switch (mode) {
            case BRIDGE -> new PortBinding(host.publishAddress(), number, hostPort, port.protocol());
            case AWSVPC, HOST, NONE -> new PortBinding("", number, number, port.protocol());
        };
    }
}
