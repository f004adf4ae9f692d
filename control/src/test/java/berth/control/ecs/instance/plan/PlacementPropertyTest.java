package berth.control.ecs.instance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.instance.model.PlacementStrategy.Type;
import berth.control.ecs.instance.plan.PlacementPlanner.Choice;
import berth.control.store.Change;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Resources;
import berth.kernel.Rng;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/// What the index finds is what a look at every host finds. Hosts, clusters, attributes and demands are drawn; then
/// fifty tasks are placed one after the other, each of which changes the index. Between them tasks stop, and hosts
/// go or come back with other room and other attributes.
class PlacementPropertyTest {
    private static final Account ACCOUNT = new Account("000000000000", "us-east-1");
    private static final List<String> EXPRESSIONS = List.of(
            "attribute:rack == 1",
            "attribute:rack in [1, 2] and attribute:stack == prod",
            "attribute:rack == 1 or attribute:rack == 3",
            "attribute:rack != 1",
            "not (attribute:stack exists)",
            "attribute:ecs.availability-zone =~ .*[ab]",
            "attribute:odd == yes",
            "attribute:odd == yes or attribute:stack == prod",
            "(attribute:rack == 2 or attribute:rack == 2) and attribute:stack == test",
            "not (task:group == g)",
            "runningTasksCount < 2");

    private Rng rng = Rng.seeded(0);
    private State state = State.EMPTY;
    private Around around = new Around();

    @Property(tries = 120)
    void theIndexChoosesWhatAScanChooses(@ForAll long seed) {
        rng = Rng.seeded(seed);
        state = State.EMPTY;
        around = new Around();
        int hosts = 1 + rng.nextInt(rng.chance(0.5) ? 12 : 220);
        for (int i = 0; i < hosts; i++) {
            host("h" + i);
        }
        Demand demand = demand();
        for (int i = 0; i < 50; i++) {
            long draw = rng.nextLong();
            Choice choice = PlacementPlanner.choose(state, demand, around, draw);
            String found =
                    choice instanceof Choice.Placed placed ? placed.host().id() : null;
            assertThat(found).as("%s of %d", demand, hosts).isEqualTo(scanned(demand, draw));
            if (found == null) {
                return;
            }
            take(found, demand.claim());
            if (rng.chance(0.3)) {
                change("h" + rng.nextInt(hosts));
            }
        }
    }

    /// A task of the group stops, or the host comes back as another, or goes.
    private void change(String id) {
        if (rng.chance(0.5)) {
            Host host = state.find(InstanceViews.HOSTS, id);
            if (host != null && around.onHost(id) > 0) {
                around.without(id, host.zone());
                Allocation taken = InstanceViews.allocation(state, id);
                Resources less =
                        new Resources(taken.taken().cpu() / 2, taken.taken().memory() / 2);
                put(Change.put(
                        InstanceViews.ALLOCATIONS,
                        new Allocation(id, less, List.of(), List.of(), Math.max(0, taken.tasks() - 1))));
            }
            return;
        }
        around.gone(id);
        for (ContainerInstance instance : state.by(InstanceViews.CONTAINER_INSTANCES, InstanceViews.BY_HOST, id)) {
            put(Change.delete(InstanceViews.CONTAINER_INSTANCES, instance.name()));
        }
        Host host = state.find(InstanceViews.HOSTS, id);
        if (host != null && rng.chance(0.3)) {
            put(Change.delete(InstanceViews.HOSTS, id));
        } else {
            host(id);
        }
    }

    private void host(String id) {
        Host host = new Host(
                id,
                id,
                new Resources(1024 * (1 + rng.nextInt(3)), 1024 * (1 + rng.nextInt(3))),
                List.of(22),
                "x86_64",
                "20.10.24",
                "0.1.0",
                "us-east-1" + "abc".charAt(rng.nextInt(3)),
                1,
                "127.0.0.1",
                null,
                rng.chance(0.9),
                Instant.EPOCH,
                null);
        put(Change.put(InstanceViews.HOSTS, host));
        if (rng.chance(0.7)) {
            List<Integer> ports = rng.chance(0.3) ? List.of(80) : List.of();
            Resources taken = new Resources(128 * rng.nextInt(9), 128 * rng.nextInt(9));
            put(Change.put(InstanceViews.ALLOCATIONS, new Allocation(id, taken, ports, List.of(), rng.nextInt(4))));
        }
        if (rng.chance(0.3)) {
            instance("d", id);
        }
        if (rng.chance(0.8)) {
            instance("c", id);
            for (int i = rng.nextInt(3); i > 0; i--) {
                around.with(id, host.zone());
            }
        }
    }

    private void instance(String cluster, String id) {
        TreeMap<String, String> attributes = new TreeMap<>();
        if (rng.chance(0.8)) {
            attributes.put("rack", Integer.toString(rng.nextInt(4)));
        }
        if (rng.chance(0.5)) {
            attributes.put("stack", rng.chance(0.5) ? "prod" : "test");
        }
        if (rng.chance(0.05)) {
            attributes.put("odd", "yes");
        }
        ContainerInstance.Status status = rng.chance(0.9)
                ? ContainerInstance.Status.ACTIVE
                : rng.chance(0.5) ? ContainerInstance.Status.DRAINING : ContainerInstance.Status.INACTIVE;
        put(Change.put(
                InstanceViews.CONTAINER_INSTANCES,
                new ContainerInstance(cluster, cluster + id, id, status, Instant.EPOCH, attributes, 1)));
    }

    private void put(Change change) {
        state = state.with(change);
    }

    private Demand demand() {
        List<PlacementStrategy> strategies = new ArrayList<>();
        for (int i = rng.nextInt(4); i > 0; i--) {
            strategies.add(strategy());
        }
        List<PlacementConstraint> constraints = new ArrayList<>();
        if (rng.chance(0.3)) {
            constraints.add(new PlacementConstraint(PlacementConstraint.Type.DISTINCT_INSTANCE, null));
        }
        if (rng.chance(0.5)) {
            constraints.add(new PlacementConstraint(
                    PlacementConstraint.Type.MEMBER_OF, EXPRESSIONS.get(rng.nextInt(EXPRESSIONS.size()))));
        }
        Claim claim = new Claim(
                new Resources(64 * (1 + rng.nextInt(6)), 64 * (1 + rng.nextInt(6))),
                rng.chance(0.3) ? List.of(80) : List.of(),
                List.of());
        boolean zones = rng.chance(0.2);
        return new Demand(
                "c",
                "g",
                claim,
                zones ? new TreeSet<>(List.of("us-east-1a", "us-east-1c")) : null,
                List.of(),
                Constraints.of(constraints),
                strategies,
                ACCOUNT);
    }

    private PlacementStrategy strategy() {
        return switch (rng.nextInt(7)) {
            case 0 -> new PlacementStrategy(Type.RANDOM, null);
            case 1 -> new PlacementStrategy(Type.BINPACK, "cpu");
            case 2 -> new PlacementStrategy(Type.BINPACK, "memory");
            case 3 -> new PlacementStrategy(Type.SPREAD, "attribute:ecs.availability-zone");
            case 4 -> new PlacementStrategy(Type.SPREAD, "attribute:rack");
            default -> new PlacementStrategy(Type.SPREAD, "instanceId");
        };
    }

    private void take(String hostId, Claim claim) {
        Allocation taken = InstanceViews.allocation(state, hostId);
        put(Change.put(InstanceViews.ALLOCATIONS, Reservations.take(taken, claim)));
        around.with(
                hostId,
                Objects.requireNonNull(state.find(InstanceViews.HOSTS, hostId)).zone());
    }

    /// The plain way: all hosts, screened, in the order of the strategies.
    private @Nullable String scanned(Demand demand, long draw) {
        Screening screening = new Screening(demand, around);
        List<Room> all = new ArrayList<>();
        for (Host host : state.all(InstanceViews.HOSTS)) {
            all.add(Room.of(
                    host,
                    InstanceViews.allocation(state, host.id()),
                    state.by(InstanceViews.CONTAINER_INSTANCES, InstanceViews.BY_HOST, host.id())));
        }
        List<Room> connected = all.stream()
                .filter(room -> room.host().connected())
                .sorted(byZone())
                .toList();
        Comparator<Room> order = (one, other) -> 0;
        boolean random = false;
        for (PlacementStrategy strategy : demand.strategies()) {
            order = random ? order : order.thenComparing(by(strategy, connected, draw));
            random |= strategy.type() == Type.RANDOM;
        }
        return all.stream()
                .filter(screening::accepts)
                .min(order.thenComparing(Search.order(demand.strategies())))
                .map(Room::id)
                .orElse(null);
    }

    private static Comparator<Room> byZone() {
        return Comparator.comparing(Room::zone).thenComparing(RoomOrder.TASKS);
    }

    private Comparator<Room> by(PlacementStrategy strategy, List<Room> connected, long draw) {
        return switch (strategy.type()) {
            case RANDOM -> {
                int start = connected.isEmpty() ? 0 : (int) Long.remainderUnsigned(draw, connected.size());
                yield Comparator.comparingInt(
                        room -> Math.floorMod(position(connected, room) - start, connected.size()));
            }
            case BINPACK ->
                "cpu".equals(strategy.field())
                        ? Comparator.comparingInt(Room::cpu)
                        : Comparator.comparingInt(Room::memory);
            case SPREAD ->
                switch (Objects.requireNonNull(strategy.field())) {
                    case "instanceId" -> Comparator.comparingInt(room -> around.onHost(room.id()));
                    case "attribute:ecs.availability-zone" ->
                        Comparator.comparingInt(room -> around.inZone(room.zone()));
                    default -> Comparator.comparingInt(room -> withRack(Search.value(room, "c", "rack")));
                };
        };
    }

    private static int position(List<Room> connected, Room room) {
        for (int i = 0; i < connected.size(); i++) {
            if (connected.get(i).id().equals(room.id())) {
                return i;
            }
        }
        throw new AssertionError("only connected hosts are accepted");
    }

    private int withRack(String rack) {
        int tasks = 0;
        for (var host : around.hosts().entrySet()) {
            Room room = Objects.requireNonNull(state.view(Rooms.VIEW).of(host.getKey()));
            tasks += Search.value(room, "c", "rack").equals(rack) ? host.getValue() : 0;
        }
        return tasks;
    }
}
