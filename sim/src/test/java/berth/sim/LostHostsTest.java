package berth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.store.State;
import berth.kernel.Resources;
import berth.kernel.host.Fencing;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;

/// Hosts that can't be heard for a while, or never again: what of a service's tasks runs where, and when.
class LostHostsTest {
    private final World world = new World(7, new World.Setup(2, new Resources(4096, 8192), false, null));
    private final World.Host host = world.hosts().get(0);
    private final World.Host other = world.hosts().get(1);

    @BeforeEach
    void aServiceWithATaskOnEachOfTwoHosts() {
        world.chaos().calm(true);
        world.start();
        world.run(Duration.ofSeconds(5));
        new Workload(world).prepare();
        world.run(Duration.ofSeconds(2));
        world.mustCall(
                "CreateService",
                CreateServiceRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .serviceName("s")
                        .taskDefinition("web")
                        .desiredCount(2)
                        .build());
        world.run(Duration.ofSeconds(10));
        assertThat(host.machine.running()).hasSize(1);
        assertThat(other.machine.running()).hasSize(1);
    }

    @Test
    void aHostThatIsCutOffForLessThanTheFenceGoesOnAsIfNothingHadBeen() {
        world.cutOff(host, World.FENCE.minusSeconds(8));
        world.run(Duration.ofSeconds(90));

        assertThat(published().all(TaskViews.TASKS)).hasSize(2).allMatch(LostHostsTest::runs);
        assertThat(host.machine.running()).hasSize(1);
        assertThat(known().connected()).isTrue();
    }

    @Test
    void aHostThatIsCutOffForLongStopsItsTasksItselfAndTheyAreReplacedElsewhere() {
        world.cutOff(host, Duration.ofMinutes(5));
        world.runUntil("it is seen to be silent", Duration.ofSeconds(20), () -> !known().connected());
        assertThat(tasksOnHost()).singleElement().matches(LostHostsTest::runs, "it keeps its status");
        world.runUntil(
                "it stopped its task itself",
                World.FENCE,
                () -> host.machine.running().isEmpty());
        assertThat(other.machine.running())
                .as("not replaced before the margin is over")
                .hasSize(1);
        replaced();
        assertThat(tasksOnHost())
                .singleElement()
                .satisfies(task -> assertThat(task.status().stoppedReason())
                        .matches("Host EC2 \\(instance i-[0-9a-f]{17}\\) terminated\\."));

        world.run(Duration.ofMinutes(5));
        assertThat(known().connected()).isTrue();
        assertThat(host.machine.running()).isEmpty();
    }

    @Test
    void aHostThatDiedComesBackEmptyAndIsAHostAgain() {
        world.powerOff(host);
        world.run(World.FENCE);
        replaced();
        world.powerOn(host);
        world.run(Duration.ofSeconds(60));

        assertThat(known().connected()).isTrue();
        assertThat(host.machine.running()).isEmpty();
        assertThat(other.machine.running()).hasSize(2);
    }

    @Test
    void anAgentThatDiesWhileCutOffStillKnowsWhenItsLeaseEnds() {
        world.cutOff(host, Duration.ofMinutes(5));
        world.run(World.FENCE.minusSeconds(6));
        world.killAgent(host);
        world.run(Duration.ofSeconds(8));
        world.start();
        replaced();

        assertThat(host.machine.running()).isEmpty();
    }

    @Test
    void aControlPlaneThatDiesWhileAHostIsCutOffWaitsTheWholeTimeAgain() {
        world.cutOff(host, Duration.ofMinutes(10));
        world.run(World.FENCE.plusSeconds(20));
        world.killControl();
        world.start();
        world.run(World.FENCE.plus(Fencing.MARGIN).minusSeconds(2));
        assertThat(other.machine.running()).hasSize(1);
        replaced();
    }

    @Test
    void aWallClockThatJumpsMovesNoFence() {
        world.timeline().jump(Duration.ofDays(400));
        world.run(Duration.ofSeconds(30));
        world.timeline().jump(Duration.ofDays(-800));
        world.run(Duration.ofSeconds(30));

        assertThat(published().all(TaskViews.TASKS)).hasSize(2).allMatch(LostHostsTest::runs);
        assertThat(host.machine.running()).hasSize(1);
    }

    private void replaced() {
        world.runUntil(
                "its task is replaced on the other host",
                World.FENCE.plus(Fencing.MARGIN).plusSeconds(20),
                () -> other.machine.running().size() == 2);
    }

    private Host known() {
        return Objects.requireNonNull(published().find(InstanceViews.HOSTS, host.id));
    }

    private List<Task> tasksOnHost() {
        return published().all(TaskViews.TASKS).stream()
                .filter(task -> task.spec().hostId().equals(host.id))
                .toList();
    }

    private static boolean runs(Task task) {
        return task.status().last() == LastStatus.RUNNING;
    }

    private State published() {
        return Objects.requireNonNull(world.control()).published();
    }
}
