package berth.control.ecs.instance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.task.TaskWorld;
import berth.kernel.Resources;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Hosts have 2048 CPU units, 4096 MiB, tcp 22 and 51678 reserved.
final class PlacementPlannerTest {
    private static final Claim SMALL = new Claim(new Resources(256, 512), List.of(80), List.of());

    private static Candidate candidate(String host, boolean connected, Allocation allocation, int ofGroup) {
        return new Candidate(
                TaskWorld.host(host, new Resources(2048, 4096), connected),
                allocation,
                instance(host, ContainerInstance.Status.ACTIVE),
                "arn:" + host,
                ofGroup);
    }

    private static ContainerInstance instance(String host, ContainerInstance.Status status) {
        return new ContainerInstance("c", host, host, status, TaskWorld.NOW, 1);
    }

    private static Allocation taken(String host, int cpu, int memory, int tasks, Integer... tcp) {
        return new Allocation(host, new Resources(cpu, memory), List.of(tcp), List.of(53), tasks);
    }

    private static Refusal refusal(Candidate candidate, Claim claim, @Nullable String zone) {
        var choice =
                PlacementPlanner.choose(List.of(candidate), claim, zone == null ? null : new TreeSet<>(List.of(zone)));
        return ((PlacementPlanner.Choice.Refused) choice).refusals().getFirst();
    }

    @Test
    void eachReasonForARefusalIsToldWithItsAmounts() {
        Candidate full = candidate("a", true, taken("a", 1900, 0, 1), 0);
        assertThat(refusal(full, SMALL, null)).isEqualTo(new Refusal.NotEnoughCpu("arn:a", 256, 148));
        Candidate heavy = candidate("a", true, taken("a", 0, 3700, 1), 0);
        assertThat(refusal(heavy, SMALL, null)).isEqualTo(new Refusal.NotEnoughMemory("arn:a", 512, 396));
        Candidate busy = candidate("a", true, taken("a", 0, 0, 1, 80), 0);
        assertThat(refusal(busy, SMALL, null)).isEqualTo(new Refusal.PortTaken("arn:a", 80, "tcp"));
        Claim ssh = new Claim(Resources.NONE, List.of(22), List.of());
        assertThat(refusal(busy, ssh, null)).isEqualTo(new Refusal.PortTaken("arn:a", 22, "tcp"));
        Claim dns = new Claim(Resources.NONE, List.of(), List.of(53));
        assertThat(refusal(busy, dns, null)).isEqualTo(new Refusal.PortTaken("arn:a", 53, "udp"));
        Candidate away = candidate("a", false, taken("a", 0, 0, 0), 0);
        assertThat(refusal(away, SMALL, null)).isEqualTo(new Refusal.AgentDisconnected("arn:a"));
        Candidate other = candidate("a", true, taken("a", 0, 0, 0), 0);
        assertThat(refusal(other, SMALL, "us-east-1b")).isEqualTo(new Refusal.WrongZone("arn:a", "us-east-1a"));
        Candidate draining = new Candidate(
                other.host(), other.allocation(), instance("a", ContainerInstance.Status.DRAINING), "arn:a", 0);
        assertThat(refusal(draining, SMALL, null)).isEqualTo(new Refusal.Draining("arn:a"));
    }

    @Test
    void reasonsAreEcsWords() {
        assertThat(List.of(
                                new Refusal.NotEnoughCpu("a", 1, 0),
                                new Refusal.NotEnoughMemory("a", 1, 0),
                                new Refusal.PortTaken("a", 1, "tcp"),
                                new Refusal.NoAddress("a", "s"),
                                new Refusal.AgentDisconnected("a"),
                                new Refusal.WrongZone("a", "z"))
                        .stream()
                        .map(Refusal::reason))
                .containsExactly(
                        "RESOURCE:CPU", "RESOURCE:MEMORY", "RESOURCE:PORTS", "RESOURCE:ENI", "AGENT", "LOCATION");
    }

    @Test
    void fewestTasksOfTheGroupThenFewestTasksThenTheHostsIdDecide() {
        Candidate a = candidate("a", true, taken("a", 0, 0, 0), 1);
        Candidate b = candidate("b", true, taken("b", 0, 0, 5), 0);
        Candidate c = candidate("c", true, taken("c", 0, 0, 4), 0);
        Candidate d = candidate("d", true, taken("d", 0, 0, 4), 0);
        assertThat(PlacementPlanner.choose(List.of(a, b, d, c), SMALL, null))
                .isEqualTo(new PlacementPlanner.Choice.Placed(c));
    }

    @Test
    void exactFitIsAFit() {
        Candidate exact = candidate("a", true, taken("a", 1792, 3584, 7), 0);
        assertThat(PlacementPlanner.choose(List.of(exact), SMALL, null))
                .isInstanceOf(PlacementPlanner.Choice.Placed.class);
    }
}
