package berth.control.ecs.instance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.instance.model.PlacementStrategy.Type;
import berth.control.ecs.instance.plan.PlacementPlanner.Choice;
import berth.control.ecs.task.TaskWorld;
import berth.control.store.Change;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Resources;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Hosts have 2048 CPU units, 4096 MiB, tcp 22 and 51678 reserved, and are in us-east-1a.
final class PlacementPlannerTest {
    private static final Claim SMALL = new Claim(new Resources(256, 512), List.of(80), List.of());
    private static final PlacementStrategy SPREAD = new PlacementStrategy(Type.SPREAD, "instanceId");
    private static final PlacementStrategy PACK_MEMORY = new PlacementStrategy(Type.BINPACK, "memory");
    private static final PlacementStrategy PACK_CPU = new PlacementStrategy(Type.BINPACK, "cpu");

    private State state = State.EMPTY;

    private void host(String id, boolean connected, Allocation taken) {
        host(id, connected, taken, ContainerInstance.Status.ACTIVE, new TreeMap<>());
    }

    private void host(
            String id,
            boolean connected,
            Allocation taken,
            ContainerInstance.Status status,
            SortedMap<String, String> attributes) {
        put(Change.put(InstanceViews.HOSTS, TaskWorld.host(id, new Resources(2048, 4096), connected)));
        put(Change.put(InstanceViews.ALLOCATIONS, taken));
        put(Change.put(
                InstanceViews.CONTAINER_INSTANCES,
                new ContainerInstance("c", id, id, status, TaskWorld.NOW, attributes, 1)));
    }

    private void put(Change change) {
        state = state.with(change);
    }

    private static Allocation taken(String host, int cpu, int memory, int tasks, Integer... tcp) {
        return new Allocation(host, new Resources(cpu, memory), List.of(tcp), List.of(53), tasks);
    }

    private static Demand demand(Claim claim, @Nullable String zone, Constraints constraints, PlacementStrategy... by) {
        return new Demand(
                "c",
                "g",
                claim,
                zone == null ? null : new TreeSet<>(List.of(zone)),
                List.of(),
                constraints,
                List.of(by),
                new Account("000000000000", "us-east-1"));
    }

    private static Constraints memberOf(String expression) {
        return Constraints.of(List.of(new PlacementConstraint(PlacementConstraint.Type.MEMBER_OF, expression)));
    }

    private String chosen(Neighbours around, PlacementStrategy... by) {
        Choice choice = PlacementPlanner.choose(state, demand(SMALL, null, Constraints.NONE, by), around, 0);
        return ((Choice.Placed) choice).host().id();
    }

    private Refusal refusal(Demand demand, Neighbours around) {
        return ((Choice.Refused) PlacementPlanner.choose(state, demand, around, 0))
                .refusals()
                .getFirst();
    }

    private Refusal refusal(Claim claim, @Nullable String zone) {
        return refusal(demand(claim, zone, Constraints.NONE), Around.NOBODY);
    }

    private static String arn(String host) {
        return "arn:aws:ecs:us-east-1:000000000000:container-instance/c/" + host;
    }

    @Test
    void theExampleOfTheRule() {
        host("a", true, taken("a", 1792, 3796, 7));
        host("b", true, taken("b", 0, 0, 1, 80));
        host("c", true, taken("c", 0, 3496, 6));
        host("d", true, taken("d", 0, 3196, 4));
        host("e", true, taken("e", 0, 3196, 5));
        Around around = new Around().with("c", "us-east-1a");
        assertThat(chosen(around, SPREAD)).isEqualTo("d");
        assertThat(chosen(around, PACK_MEMORY)).isEqualTo("c");
        assertThat(chosen(around, SPREAD, PACK_MEMORY)).isEqualTo("d");
        assertThat(chosen(around)).isEqualTo("d");
    }

    @Test
    void eachReasonForARefusalIsToldWithItsAmounts() {
        host("a", true, taken("a", 1900, 0, 1));
        assertThat(refusal(SMALL, null)).isEqualTo(new Refusal.NotEnoughCpu(arn("a"), 256, 148));
        host("a", true, taken("a", 0, 3700, 1));
        assertThat(refusal(SMALL, null)).isEqualTo(new Refusal.NotEnoughMemory(arn("a"), 512, 396));
        host("a", true, taken("a", 0, 0, 1, 80));
        assertThat(refusal(SMALL, null)).isEqualTo(new Refusal.PortTaken(arn("a"), 80, "tcp"));
        Claim ssh = new Claim(Resources.NONE, List.of(22), List.of());
        assertThat(refusal(ssh, null)).isEqualTo(new Refusal.PortTaken(arn("a"), 22, "tcp"));
        Claim dns = new Claim(Resources.NONE, List.of(), List.of(53));
        assertThat(refusal(dns, null)).isEqualTo(new Refusal.PortTaken(arn("a"), 53, "udp"));
        host("a", false, taken("a", 0, 0, 0));
        assertThat(refusal(SMALL, null)).isEqualTo(new Refusal.AgentDisconnected(arn("a")));
        host("a", true, taken("a", 0, 0, 0));
        assertThat(refusal(SMALL, "us-east-1b")).isEqualTo(new Refusal.WrongZone(arn("a"), "us-east-1a"));
        host("a", true, taken("a", 0, 0, 0), ContainerInstance.Status.DRAINING, new TreeMap<>());
        assertThat(refusal(SMALL, null)).isEqualTo(new Refusal.Draining(arn("a")));
    }

    @Test
    void constraintsRefuseWhatFits() {
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put("stack", "prod");
        host("a", true, taken("a", 0, 0, 1), ContainerInstance.Status.ACTIVE, attributes);
        Constraints distinct =
                Constraints.of(List.of(new PlacementConstraint(PlacementConstraint.Type.DISTINCT_INSTANCE, null)));
        Around around = new Around().with("a", "us-east-1a");
        assertThat(refusal(demand(SMALL, null, distinct), around)).isEqualTo(new Refusal.NotDistinct(arn("a"), "g"));
        String wrong = "attribute:stack == test";
        assertThat(refusal(demand(SMALL, null, memberOf(wrong)), around))
                .isEqualTo(new Refusal.NotMemberOf(arn("a"), wrong));
        Demand gpu = new Demand(
                "c",
                "g",
                SMALL,
                null,
                List.of("ecs.capability.task-eni", "gpu"),
                Constraints.NONE,
                List.of(),
                new Account("000000000000", "us-east-1"));
        assertThat(refusal(gpu, around)).isEqualTo(new Refusal.AttributeMissing(arn("a"), "gpu"));
        assertThat(PlacementPlanner.choose(state, demand(SMALL, null, memberOf("attribute:stack == prod")), around, 0))
                .isInstanceOf(Choice.Placed.class);
    }

    @Test
    void aHostOfAnotherArchitectureIsRefusedAlsoInThePool() {
        host("a", true, taken("a", 0, 0, 1), ContainerInstance.Status.ACTIVE, new TreeMap<>());
        Around around = new Around();

        assertThat(refusal(on("c", "arm64"), around))
                .isEqualTo(new Refusal.AttributeMissing(arn("a"), "ecs.cpu-architecture=arm64"));
        assertThat(refusal(on(null, "arm64"), around))
                .isEqualTo(new Refusal.AttributeMissing(null, "ecs.cpu-architecture=arm64"));
        assertThat(PlacementPlanner.choose(state, on(null, "x86_64"), around, 0))
                .isInstanceOf(Choice.Placed.class);
    }

    private static Demand on(@Nullable String cluster, String architecture) {
        return new Demand(
                cluster,
                "g",
                SMALL,
                null,
                List.of(),
                architecture,
                Constraints.NONE,
                List.of(),
                new Account("000000000000", "us-east-1"));
    }

    @Test
    void reasonsAreEcsWords() {
        assertThat(List.of(
                                new Refusal.NotEnoughCpu("a", 1, 0),
                                new Refusal.NotEnoughMemory("a", 1, 0),
                                new Refusal.PortTaken("a", 1, "tcp"),
                                new Refusal.NoAddress("a", "s"),
                                new Refusal.AgentDisconnected("a"),
                                new Refusal.WrongZone("a", "z"),
                                new Refusal.AttributeMissing("a", "x"),
                                new Refusal.NotMemberOf("a", "x"),
                                new Refusal.NotDistinct("a", "x"))
                        .stream()
                        .map(Refusal::reason))
                .containsExactly(
                        "RESOURCE:CPU",
                        "RESOURCE:MEMORY",
                        "RESOURCE:PORTS",
                        "RESOURCE:ENI",
                        "AGENT",
                        "LOCATION",
                        "ATTRIBUTE",
                        "MemberOf placement constraint unsatisfied.",
                        "distinctInstance placement constraint unsatisfied.");
    }

    @Test
    void fewestTasksOfTheGroupThenFewestTasksThenTheHostsIdDecide() {
        host("a", true, taken("a", 0, 0, 0));
        host("b", true, taken("b", 0, 0, 5));
        host("c", true, taken("c", 0, 0, 4));
        host("d", true, taken("d", 0, 0, 4));
        assertThat(chosen(new Around().with("a", "us-east-1a"), SPREAD)).isEqualTo("c");
    }

    @Test
    void binpackTakesTheLeastThatStillFits() {
        host("a", true, taken("a", 100, 0, 1));
        host("b", true, taken("b", 1792, 0, 2));
        host("c", true, taken("c", 1793, 4000, 3));
        host("d", true, taken("d", 0, 3584, 4));
        assertThat(chosen(Around.NOBODY, PACK_CPU)).isEqualTo("b");
        assertThat(chosen(Around.NOBODY, PACK_MEMORY)).isEqualTo("d");
    }

    @Test
    void spreadOverAnAttributeTakesTheValueWithTheFewestTasks() {
        for (String id : List.of("a", "b", "c")) {
            TreeMap<String, String> attributes = new TreeMap<>();
            attributes.put("rack", id.equals("c") ? "2" : "1");
            host(id, true, taken(id, 0, 0, id.equals("c") ? 9 : 0), ContainerInstance.Status.ACTIVE, attributes);
        }
        PlacementStrategy racks = new PlacementStrategy(Type.SPREAD, "attribute:rack");
        assertThat(chosen(new Around().with("a", "us-east-1a"), racks)).isEqualTo("c");
        assertThat(chosen(
                        new Around()
                                .with("a", "us-east-1a")
                                .with("c", "us-east-1a")
                                .with("c", "us-east-1a"),
                        racks))
                .isEqualTo("a");
    }

    @Test
    void exactFitIsAFit() {
        host("a", true, taken("a", 1792, 3584, 7));
        assertThat(chosen(Around.NOBODY)).isEqualTo("a");
    }

    @Test
    void ofManyInstancesTheClosestHundredAreTold() {
        for (int i = 0; i < 300; i++) {
            String id = "h%03d".formatted(i);
            host(id, true, taken(id, 2048 - i % 250, 0, 1));
        }
        var refused = (Choice.Refused)
                PlacementPlanner.choose(state, demand(SMALL, null, Constraints.NONE), Around.NOBODY, 0);
        assertThat(refused.refusals()).hasSize(100);
        assertThat(refused.refusals().getFirst()).isEqualTo(new Refusal.NotEnoughCpu(arn("h249"), 256, 249));
    }

    @Test
    void aClusterWithoutInstancesHasNoRefusals() {
        assertThat(PlacementPlanner.choose(state, demand(SMALL, null, Constraints.NONE), Around.NOBODY, 0))
                .isEqualTo(new Choice.Refused(List.of()));
    }
}
