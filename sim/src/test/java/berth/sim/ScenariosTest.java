package berth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.task.Labels;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.store.State;
import berth.kernel.Resources;
import berth.kernel.host.HostFacts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/// What seeds have found once, by name.
class ScenariosTest {
    /// Less than the agent takes to look at everything again: what gets through in this time does so by itself.
    private static final Duration SOON = Duration.ofSeconds(5);

    private final World world = new World(7, new World.Setup(1, new Resources(4096, 8192), false, null));
    private final World.Host host = world.hosts().getFirst();

    @BeforeEach
    void calmWorldWithDefinitions() {
        world.chaos().calm(true);
        world.start();
        world.run(Duration.ofSeconds(5));
        new Workload(world).prepare();
        world.run(Duration.ofSeconds(2));
    }

    @Test
    void theLateJoiningOfAnAgentThatDiedDoesNotCutOffTheLivingOne() {
        Host known = Objects.requireNonNull(published().find(InstanceViews.HOSTS, host.id));
        world.killAgent(host);
        world.run(Duration.ofSeconds(1));
        world.start();
        world.run(Duration.ofSeconds(1));

        Objects.requireNonNull(world.control()).upstream().joined(facts(known), desired -> {});
        world.run(Duration.ofSeconds(1));

        run("web");
        world.runUntil("the task runs", SOON, () -> status() == LastStatus.RUNNING);
    }

    @Test
    void anAgentThatJoinedTwiceHearsWhicheverConnectionStays() {
        Objects.requireNonNull(host.network).nextJoiningTakes(Duration.ofSeconds(4));
        world.killControl();
        world.start();
        world.run(Duration.ofSeconds(6));

        run("web");
        world.runUntil("the task runs", SOON, () -> status() == LastStatus.RUNNING);
    }

    @Test
    void aContainerThatIsMadeAgainUnderItsArnKeepsItsOwnLines() {
        Objects.requireNonNull(host.network).loseReports();
        run("job");
        world.runUntil(
                "its first container printed",
                SOON,
                () -> host.machine.running().stream().anyMatch(container -> container.lines.size() > 10));
        SimMachine.Container first = host.machine.running().getFirst();
        world.runUntil("some of it is stored", SOON, () -> !stored(first).isEmpty());
        world.killAgent(host);
        host.machine.kill(first);
        host.machine.remove(first);
        world.start();
        world.run(Duration.ofSeconds(20));

        SimMachine.Container second = host.machine.containers().stream()
                .filter(container -> container.shown.name().equals(first.shown.name()))
                .findFirst()
                .orElseThrow();
        assertThat(second.lines).isNotEmpty();
        assertThat(stored(second))
                .containsExactlyElementsOf(
                        second.lines.stream().map(SimMachine.Line::text).toList());
    }

    @Test
    void aStartThatIsUnderWayEndsWithTheMachinesPower() {
        run("web");
        world.runUntil(
                "its container is created",
                SOON,
                () -> host.machine.containers().stream().anyMatch(container -> !container.pause));
        world.powerOff(host);
        world.run(SOON);

        assertThat(host.machine.running()).isEmpty();
    }

    private List<String> stored(SimMachine.Container container) {
        String stream = Objects.requireNonNull(container.request.labels().get(Labels.LOG_STREAM));
        return world.logs().messages("sim", stream).stream()
                .filter(line -> line.endsWith(container.mark()))
                .toList();
    }

    private void run(String family) {
        world.mustCall(
                "RunTask",
                RunTaskRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .taskDefinition(family)
                        .build());
    }

    private LastStatus status() {
        return published().all(TaskViews.TASKS).stream()
                .map(task -> task.status().last())
                .findFirst()
                .orElse(LastStatus.PROVISIONING);
    }

    private State published() {
        return Objects.requireNonNull(world.control()).published();
    }

    private static HostFacts facts(Host host) {
        return new HostFacts(
                host.id(),
                host.name(),
                host.capacity(),
                host.reservedPorts(),
                host.architecture(),
                host.engineVersion(),
                host.agentVersion(),
                host.session(),
                host.publishAddress());
    }
}
