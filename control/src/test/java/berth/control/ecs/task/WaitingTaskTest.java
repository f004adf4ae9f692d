package berth.control.ecs.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.api.PutAttributes;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.task.api.DescribeTasks;
import berth.control.ecs.task.api.RunTask;
import berth.control.ecs.task.api.StopTask;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.WaitingTask;
import berth.control.ecs.task.plan.TaskChanges;
import berth.control.ecs.task.plan.TaskLifecycle;
import berth.control.reconcile.Plan;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.kernel.Fault;
import berth.kernel.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;

/// The capacity provider `batch` has one instance, with room for two tasks.
class WaitingTaskTest {
    private final TaskWorld world = new TaskWorld();
    private final RunTask run = new RunTask(Settings.RELAXED);
    private final WaitingTaskReconciler reconciler = new WaitingTaskReconciler(Settings.RELAXED);

    @BeforeEach
    void provider() {
        world.put(Change.put(
                CapacityProviderViews.MADE,
                new CapacityProvider("batch", CapacityProvider.Status.ACTIVE, "group/batch", TaskWorld.NOW, true)));
        world.put(Change.put(ClusterViews.CLUSTERS, TaskWorld.cluster().with(List.of("batch"), List.of())));
        world.define(TaskWorld.definition("job", null, null, null, List.of(TaskWorld.web(null))));
        instance("a");
    }

    @Test
    void whatFindsNoRoomWaitsAndGetsThePlaceOfWhatEnds() {
        RunTaskResponse response = run(5);

        assertThat(response.failures()).isEmpty();
        assertThat(response.tasks())
                .extracting(task -> task.lastStatus() + ' ' + (task.containerInstanceArn() == null))
                .containsExactly(
                        "PENDING false",
                        "PENDING false",
                        "PROVISIONING true",
                        "PROVISIONING true",
                        "PROVISIONING true");
        assertThat(response.tasks().getLast().connectivityAsString()).isNull();
        assertThat(response.tasks().getLast().capacityProviderName()).isEqualTo("batch");
        assertThat(look().changes()).isEmpty();

        Task first = placed().getFirst();
        List<String> waited = waiting();
        end(first);
        world.calls.commit(look().changes());

        assertThat(placed()).hasSize(2).noneMatch(task -> task.id().equals(first.id()));
        assertThat(waiting()).isEqualTo(waited.subList(1, 3));
        Task next = Objects.requireNonNull(world.state().find(TaskViews.TASKS, "c/" + waited.getFirst()));
        assertThat(next.status().last()).isEqualTo(LastStatus.PENDING);
        assertThat(next.version()).isEqualTo(2);
        assertThat(InstanceViews.allocation(world.state(), "a").tasks()).isEqualTo(2);
    }

    @Test
    void whoComesLaterWaitsBehindTheOthers() {
        run(3);
        end(placed().getFirst());

        assertThat(run(1).tasks().getFirst().lastStatus()).isEqualTo("PROVISIONING");
        List<String> inLine = waiting();
        world.calls.commit(look().changes());

        assertThat(waiting()).isEqualTo(inLine.subList(1, 2));
    }

    @Test
    void oneMoreInstanceTakesThem() {
        run(4);
        instance("b");

        world.calls.commit(look().changes());

        assertThat(waiting()).isEmpty();
        assertThat(placed()).extracting(task -> task.spec().hostId()).containsOnly("a", "b");
    }

    @Test
    void oneThatIsStoppedStopsAtOnceAndGivesNothingBack() {
        run(3);
        String waits = waiting().getFirst();

        var stopped = world.calls
                .call(
                        new StopTask(),
                        StopTaskRequest.builder().cluster("c").task(waits).build())
                .task();

        assertThat(stopped.lastStatus()).isEqualTo("STOPPED");
        assertThat(stopped.stopCodeAsString()).isEqualTo("UserInitiated");
        assertThat(waiting()).isEmpty();
        assertThat(InstanceViews.allocation(world.state(), "a").tasks()).isEqualTo(2);
    }

    @Test
    void afterAQuarterOfAnHourItIsStoppedWithWhatWasLacking() {
        run(3);
        String waits = waiting().getFirst();

        world.calls.commit(reconciler
                .reconcile(world.state(), "c", later(TaskViews.LONGEST_WAIT))
                .changes());

        var stopped = world.calls
                .call(
                        new DescribeTasks(),
                        DescribeTasksRequest.builder().cluster("c").tasks(waits).build())
                .tasks()
                .getFirst();
        assertThat(stopped.lastStatus() + ' ' + stopped.stopCodeAsString() + ' ' + stopped.stoppedReason())
                .isEqualTo("STOPPED TaskFailedToStart RESOURCE:MEMORY");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void fiveHundredWaitAtMostAndNothingOfTheCallThatIsRefusedIsDone() {
        for (int i = 0; i < 50; i++) {
            run(10);
        }
        assertThat(waiting()).hasSize(498);

        assertThat(world.calls.refusal(run, request(3)))
                .isEqualTo(Fault.client("Tasks provisioning capacity limit exceeded."));
        assertThat(waiting()).hasSize(498);
        assertThat(run(2).tasks()).hasSize(2);
    }

    private void end(Task task) {
        TaskChanges changes = new TaskChanges(world.state(), TaskWorld.NOW);
        changes.update(task, TaskLifecycle.lost(task, "gone", TaskWorld.NOW));
        world.calls.commit(changes.list());
    }

    private Plan look() {
        return reconciler.reconcile(world.state(), "c", world.calls.context());
    }

    private Context later(Duration by) {
        Context now = world.calls.context();
        return new Context(now.now().plus(by), now.ids(), now.account(), now.caller());
    }

    private List<Task> placed() {
        return world.state().by(TaskViews.TASKS, TaskViews.LIVE_BY_CLUSTER, "c").stream()
                .filter(task -> !task.isUnplaced())
                .toList();
    }

    private List<String> waiting() {
        return world.state().by(TaskViews.WAITING, TaskViews.WAITING_BY_CLUSTER, "c").stream()
                .map(WaitingTask::taskId)
                .sorted()
                .toList();
    }

    private RunTaskResponse run(int count) {
        return world.calls.call(run, request(count));
    }

    private static RunTaskRequest request(int count) {
        return RunTaskRequest.builder()
                .cluster("c")
                .taskDefinition("job")
                .count(count)
                .capacityProviderStrategy(item -> item.capacityProvider("batch").weight(1))
                .build();
    }

    private void instance(String host) {
        world.host(TaskWorld.host(host, new Resources(2048, 1024), true));
        String id = host.repeat(32);
        world.put(Change.put(
                InstanceViews.CONTAINER_INSTANCES, ContainerInstance.registered("c", id, host, TaskWorld.NOW)));
        world.calls.call(
                new PutAttributes(),
                PutAttributesRequest.builder()
                        .cluster("c")
                        .attributes(Attribute.builder()
                                .name(CapacityProvider.GROUP_ATTRIBUTE)
                                .value("batch")
                                .targetType("container-instance")
                                .targetId(id)
                                .build())
                        .build());
    }
}
