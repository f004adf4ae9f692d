package berth.control.ecs.instance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.plan.PlacementPlanner.Choice;
import berth.control.store.Change;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Resources;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// 200 hosts: h000 to h099 have a task of the group and room, h100 to h199 have none and are full.
class ExhaustedTest {
    private static final Resources FULL = new Resources(1024, 1024);
    private static final Resources HALF = new Resources(512, 512);

    private final Around around = new Around();
    private State state = State.EMPTY;

    ExhaustedTest() {
        for (int i = 0; i < 200; i++) {
            String id = "h%03d".formatted(i);
            host(id, "a", i < 100 ? HALF : FULL);
            if (i < 100) {
                around.with(id, "a");
            }
        }
    }

    private void host(String id, String zone, Resources taken) {
        state = state.with(Change.put(
                InstanceViews.HOSTS,
                new Host(
                        id,
                        id,
                        FULL,
                        List.of(),
                        "x86_64",
                        "20.10.24",
                        "0.1.0",
                        zone,
                        1,
                        "127.0.0.1",
                        null,
                        true,
                        Instant.EPOCH,
                        null)));
        state = state.with(Change.put(
                InstanceViews.CONTAINER_INSTANCES,
                new ContainerInstance(
                        "c", "i" + id, id, ContainerInstance.Status.ACTIVE, Instant.EPOCH, new TreeMap<>(), 1)));
        state = taken(state, id, taken);
    }

    private static State taken(State from, String id, Resources taken) {
        return from.with(Change.put(InstanceViews.ALLOCATIONS, new Allocation(id, taken, List.of(), List.of(), 1)));
    }

    private String chosen(State from, int memory) {
        Demand demand = new Demand(
                "c",
                "g",
                new Claim(new Resources(128, memory), List.of(), List.of()),
                null,
                List.of(),
                Constraints.of(List.of()),
                Strategies.OF_SERVICES,
                new Account("000000000000", "us-east-1"));
        return ((Choice.Placed) PlacementPlanner.choose(from, demand, around, 0))
                .host()
                .id();
    }

    private boolean known(State from, int memory) {
        Rooms rooms = from.view(Rooms.VIEW);
        Bounds bounds = Bounds.of(new Claim(new Resources(128, memory), List.of(), List.of()))
                .withSigns(Signs.ofCluster("c"));
        return around.exhausted().covers(rooms, around, "a", 0, bounds);
    }

    @Test
    void whatASearchFoundHoldsForAsMuchRoomOrMore() {
        assertThat(known(state, 256)).isFalse();
        assertThat(chosen(state, 256)).isEqualTo("h000");
        assertThat(known(state, 256)).isTrue();
        assertThat(known(state, 512)).isTrue();
        assertThat(known(state, 128)).isFalse();
    }

    @Test
    void aHostThatIsGivenRoomIsFound() {
        assertThat(chosen(state, 256)).isEqualTo("h000");
        State freed = taken(taken(state, "h001", FULL), "h150", HALF);
        assertThat(known(freed, 256)).isFalse();
        assertThat(chosen(freed, 256)).isEqualTo("h150");
    }

    @Test
    void aHostThatIsGivenTooLittleRoomIsLookedAtAndTheRestIsStillKnown() {
        assertThat(chosen(state, 256)).isEqualTo("h000");
        State freed = taken(state, "h150", new Resources(512, 900));
        assertThat(known(freed, 256)).isTrue();
        assertThat(chosen(freed, 256)).isEqualTo("h000");
    }

    @Test
    void aHostThatLosesItsTaskOfTheGroupIsFound() {
        assertThat(chosen(state, 256)).isEqualTo("h000");
        around.without("h042", "a");
        assertThat(known(state, 256)).isFalse();
        assertThat(chosen(state, 256)).isEqualTo("h042");
    }

    @Test
    void aHostThatComesIsFound() {
        assertThat(chosen(state, 256)).isEqualTo("h000");
        host("h500", "a", HALF);
        assertThat(chosen(state, 256)).isEqualTo("h500");
    }

    /// What is decided on a state may be given up, and another decision begins from the state before.
    @Test
    void whatHoldsInOneFutureIsNotTakenForTrueInAnother() {
        State roomy = taken(state, "h150", HALF);
        assertThat(chosen(roomy, 256)).isEqualTo("h150");
        assertThat(chosen(taken(roomy, "h150", FULL), 256)).isEqualTo("h000");
        assertThat(known(taken(roomy, "h150", FULL), 256)).isFalse();
        assertThat(known(roomy, 256)).isFalse();
        assertThat(chosen(roomy, 256)).isEqualTo("h150");
    }

    @Test
    void afterTooManyGainsNothingIsKnown() {
        assertThat(chosen(state, 256)).isEqualTo("h000");
        State many = state;
        for (int i = 0; i < 65; i++) {
            assertThat(known(many, 256)).as("after %d", i).isTrue();
            many = taken(many, "h150", new Resources(512, 1000 - i));
        }
        assertThat(known(many, 256)).isFalse();
        assertThat(chosen(many, 256)).isEqualTo("h000");
        assertThat(known(many, 256)).isTrue();
    }
}
