package berth.control;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.cluster.ClusterContents;
import berth.control.ecs.cluster.ClusterContents.Hold;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.ServiceStatus;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.service.plan.ServiceTasks;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.store.Change;
import berth.control.store.State;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterContentsByViewsTest {
    private static final Instant T0 = ServiceTasks.T0;

    private final ClusterContents contents = new ClusterContentsByViews();

    @Test
    void countsWhatIsInTheClusterByLaunchTypeAndNothingOfOthers() {
        State state = with(
                task(ServiceTasks.running("t1", "d", T0)),
                task(ServiceTasks.pending("t2", "d")),
                task(ServiceTasks.ended("t3", "d", T0, T0, StopCode.USER_INITIATED)),
                service("c", "a", LaunchType.EC2, Service.State.ACTIVE),
                service("c", "b", LaunchType.FARGATE, Service.State.DRAINING),
                service("c", "e", LaunchType.FARGATE, Service.State.INACTIVE),
                service("other", "a", LaunchType.EC2, Service.State.ACTIVE),
                instance("c", "i1"),
                instance("other", "i2"));

        ClusterContents.Counts counts = contents.counts(state, "c");

        assertThat(counts.containerInstances()).isEqualTo(1);
        assertThat(counts.running()).isEqualTo(new ClusterContents.ByLaunchType(1, 0, 0));
        assertThat(counts.pending()).isEqualTo(new ClusterContents.ByLaunchType(1, 0, 0));
        assertThat(counts.active()).isEqualTo(new ClusterContents.ByLaunchType(1, 0, 0));
        assertThat(counts.draining()).isEqualTo(new ClusterContents.ByLaunchType(0, 1, 0));
        assertThat(contents.counts(state, "empty")).isEqualTo(ClusterContents.Counts.NONE);
    }

    @Test
    void activeServicesHoldThenTasksThenDrainingServicesAndInstancesNever() {
        Change active = service("c", "a", LaunchType.EC2, Service.State.ACTIVE);
        Change draining = service("c", "a", LaunchType.EC2, Service.State.DRAINING);
        Change inactive = service("c", "a", LaunchType.EC2, Service.State.INACTIVE);
        Change running = task(ServiceTasks.running("t1", "d", T0));
        Change stopped = task(ServiceTasks.ended("t1", "d", T0, T0, StopCode.USER_INITIATED));

        assertThat(contents.hold(with(active, running), "c")).isEqualTo(Hold.SERVICES);
        assertThat(contents.hold(with(draining, running), "c")).isEqualTo(Hold.TASKS);
        assertThat(contents.hold(with(draining, stopped), "c")).isEqualTo(Hold.SERVICES);
        assertThat(contents.hold(with(inactive, stopped, instance("c", "i1")), "c"))
                .isEqualTo(Hold.NOTHING);
    }

    @Test
    void theInstancesOfTheClusterGoWithIt() {
        State state = with(instance("c", "i1"), instance("c", "i2"), instance("other", "i3"));

        State after = state.with(contents.instancesDeleted(state, "c"), 2);

        assertThat(after.all(InstanceViews.CONTAINER_INSTANCES))
                .extracting(ContainerInstance::name)
                .containsExactly("other/i3");
    }

    private static State with(Change... changes) {
        return State.EMPTY.with(List.of(changes), 1);
    }

    private static Change task(Task task) {
        return Change.put(TaskViews.TASKS, task);
    }

    private static Change instance(String cluster, String id) {
        return Change.put(InstanceViews.CONTAINER_INSTANCES, ContainerInstance.registered(cluster, id, "h1", T0));
    }

    private static Change service(String cluster, String name, LaunchType type, Service.State state) {
        ServiceSpec spec = ServiceSpec.of(
                WorkloadConfiguration.of("sample-task:1", type, null, null),
                1,
                DeploymentConfiguration.DEFAULT,
                new ServiceSpec.Origin(null, "arn:aws:iam::1:root", T0, null));
        return Change.put(
                ServiceViews.SERVICES,
                new Service(
                        cluster,
                        name,
                        spec,
                        ServiceStatus.first(List.of(), null).with(state)));
    }
}
