package berth.sim;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.TaskSet;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.HostPort;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.TaskSpec;
import berth.control.ecs.task.model.Task.TaskStatus;
import berth.control.store.Change;
import berth.control.store.State;
import berth.control.vpc.model.NetworkInterface;
import berth.kernel.host.Interface;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Rows as faulty decisions would have left them.
final class Tampered {
    private Tampered() {}

    static Task withDoubledPorts(Task task) {
        List<HostPort> ports = new ArrayList<>(task.spec().hostPorts());
        ports.addAll(task.spec().hostPorts());
        return placed(
                task,
                task.spec().zone(),
                ports,
                task.spec().capacityProvider(),
                task.spec().imageDigests());
    }

    static Task inZone(Task task, String zone) {
        return placed(
                task,
                zone,
                task.spec().hostPorts(),
                task.spec().capacityProvider(),
                task.spec().imageDigests());
    }

    static Task on(Task task, String capacityProvider) {
        return placed(
                task,
                task.spec().zone(),
                task.spec().hostPorts(),
                capacityProvider,
                task.spec().imageDigests());
    }

    static Task withOtherDigests(Task task) {
        TreeMap<String, String> others = new TreeMap<>();
        task.spec().imageDigests().keySet().forEach(name -> others.put(name, "sha256:other"));
        return placed(
                task, task.spec().zone(), task.spec().hostPorts(), task.spec().capacityProvider(), others);
    }

    private static Task placed(
            Task task,
            String zone,
            List<HostPort> ports,
            @Nullable String capacityProvider,
            SortedMap<String, String> imageDigests) {
        TaskSpec spec = task.spec();
        TaskSpec placed = new TaskSpec(
                spec.taskDefinition(),
                spec.group(),
                spec.startedBy(),
                spec.service(),
                spec.launchType(),
                capacityProvider,
                spec.networkMode(),
                spec.hostId(),
                spec.containerInstance(),
                zone,
                spec.reserved(),
                spec.limit(),
                ports,
                spec.attachment(),
                spec.overrides(),
                spec.platformVersion(),
                spec.enableExecuteCommand(),
                spec.help(),
                spec.clientToken(),
                spec.createdAt(),
                imageDigests,
                spec.volumes());
        return new Task(task.cluster(), task.id(), placed, task.status(), task.version(), task.protectedUntil());
    }

    static Task backToPending(Task task) {
        TaskStatus status = task.status();
        return new Task(
                task.cluster(),
                task.id(),
                task.spec(),
                new TaskStatus(
                        status.desired(),
                        LastStatus.PENDING,
                        status.connectivityAt(),
                        status.pullStartedAt(),
                        status.pullStoppedAt(),
                        status.startedAt(),
                        status.stoppingAt(),
                        status.executionStoppedAt(),
                        status.stoppedAt(),
                        status.stopCode(),
                        status.stoppedReason(),
                        status.connected(),
                        status.containers()),
                task.version(),
                task.protectedUntil());
    }

    static NetworkInterface twin(NetworkInterface given) {
        Interface one = given.networkInterface();
        Interface other = new Interface(
                one.id() + "-twin",
                one.vpcId(),
                one.vpcCidr(),
                one.subnetId(),
                one.subnetCidr(),
                one.gateway(),
                one.address(),
                one.mac(),
                one.privateDnsName());
        return new NetworkInterface(other, given.hostId(), given.task());
    }

    static State withHigherMinimum(State state) {
        State next = state;
        for (Service service : state.all(ServiceViews.SERVICES)) {
            ServiceSpec spec = service.spec();
            next = next.with(
                    Change.put(ServiceViews.SERVICES, service.with(percents(spec, 1000, spec.maximumPercent()))));
        }
        return next;
    }

    static State withLowerMaximum(State state) {
        State next = state;
        for (Service service : state.all(ServiceViews.SERVICES)) {
            ServiceSpec spec = service.spec();
            next = next.with(
                    Change.put(ServiceViews.SERVICES, service.with(percents(spec, spec.minimumHealthyPercent(), 0))));
        }
        return next;
    }

    /// Every service as if it were a DAEMON.
    static State withDaemonsOnly(State state) {
        State next = state;
        for (Service service : state.all(ServiceViews.SERVICES)) {
            ServiceSpec spec = service.spec();
            next = next.with(Change.put(
                    ServiceViews.SERVICES,
                    service.with(new ServiceSpec(
                            spec.workload(),
                            spec.desiredCount(),
                            spec.deployment(),
                            ServiceSpec.Scheduling.DAEMON,
                            spec.placement(),
                            spec.options(),
                            spec.tags(),
                            spec.origin()))));
        }
        return next;
    }

    static State withSteadySets(State state, Instant now) {
        State next = state;
        for (Service service : state.all(ServiceViews.SERVICES)) {
            List<TaskSet> sets = service.status().taskSets().stream()
                    .map(set -> set.with(TaskSet.Stability.STEADY_STATE, now))
                    .toList();
            next = next.with(Change.put(
                    ServiceViews.SERVICES, service.with(service.status().withTaskSets(sets))));
        }
        return next;
    }

    static State withFailedDeployments(State state) {
        return withDeployments(state, one -> one.with(Rollout.FAILED, one.rolloutReason(), one.updatedAt()));
    }

    static State withOtherRevisions(State state) {
        return withDeployments(
                state,
                one -> Deployment.first(one.id(), "elsewhere", one.workload(), one.desiredCount(), one.createdAt()));
    }

    private static State withDeployments(State state, UnaryOperator<Deployment> bug) {
        State next = state;
        for (Service service : state.all(ServiceViews.SERVICES)) {
            List<Deployment> deployments =
                    service.status().deployments().stream().map(bug).toList();
            next = next.with(Change.put(
                    ServiceViews.SERVICES, service.with(service.status().with(deployments))));
        }
        return next;
    }

    private static ServiceSpec percents(ServiceSpec spec, int minimum, int maximum) {
        return spec.with(spec.deployment().withPercents(minimum, maximum));
    }
}
