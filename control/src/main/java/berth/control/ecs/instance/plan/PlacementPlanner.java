package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Chooses the host of one task.
///
/// The rule: a host is refused for the first of these that holds: its container instance is not ACTIVE; its agent
/// is not connected; too little CPU is free; too little memory is free; a static port of the task is taken or
/// reserved there; an attribute that the definition requires is missing; its zone has none of the wanted subnets;
/// a constraint is not satisfied. Of those that are left the strategies choose, one after the other: a spread takes
/// those with the fewest tasks of the group by its field, a binpack those with the least left of its resource,
/// random any. Ties that are left fall to the order of the first binpack, without one to the fewest tasks, and last
/// to the host's id.
///
/// Worked example: 256 CPU units, 512 MiB and tcp 80 are wanted, spread over instances. Host a has 2048 and 1792 of
/// its units taken, hence 256 free, and 300 MiB free: NotEnoughMemory(512, 300). Host b has room but tcp 80 is
/// taken: PortTaken. Host c has room and one task of the group, d and e have room and none: with four tasks on d
/// and five on e, d. With binpack on memory and 600 MiB free on c, 900 on d and e: c.
///
/// Hosts are found through [Rooms] and never all looked at, however many there are.
///
/// ECS: without a strategy services go where the fewest of their tasks are; RunTask may go to any instance
/// that fits.
public final class PlacementPlanner {
    /// So many refusals are told at most, those of the hosts that come closest.
    static final int TOLD = 100;

    private PlacementPlanner() {}

    /// What came of it.
    public sealed interface Choice {
        /// @param instance the host as a container instance of the cluster, null for the Fargate pool
        /// @param instanceArn the ARN that refusals name, null for the Fargate pool
        record Placed(
                Host host,
                @Nullable ContainerInstance instance,
                @Nullable String instanceArn) implements Choice {}

        /// @param refusals one a host; of more than a hundred hosts the closest hundred, closest first
        record Refused(List<Refusal> refusals) implements Choice {}
    }

    /// @param draw a random number, for the strategy `random`
    public static Choice choose(State state, Demand demand, Neighbours neighbours, long draw) {
        Rooms rooms = state.view(Rooms.VIEW);
        Room room = new Search(rooms, demand, neighbours, draw).find();
        if (room == null) {
            return new Choice.Refused(refusals(rooms, demand, new Screening(demand, neighbours)));
        }
        Room.Member member = demand.cluster() == null ? null : room.in(demand.cluster());
        return placed(room, member, demand);
    }

    /// One host, which is a container instance of the cluster, or why not.
    public static Choice at(State state, Demand demand, Neighbours neighbours, String hostId) {
        Room room = state.view(Rooms.VIEW).of(hostId);
        Screening screening = new Screening(demand, neighbours);
        if (room == null || !screening.concerns(room)) {
            return new Choice.Refused(List.of());
        }
        Refusal refusal = screening.refusal(room);
        Room.Member member = demand.cluster() == null ? null : room.in(demand.cluster());
        return refusal == null ? placed(room, member, demand) : new Choice.Refused(List.of(refusal));
    }

    private static Choice placed(Room room, Room.@Nullable Member member, Demand demand) {
        return member == null
                ? new Choice.Placed(room.host(), null, null)
                : new Choice.Placed(
                        room.host(),
                        member.instance(),
                        demand.account()
                                .ecs("container-instance", member.instance().name()));
    }

    private static List<Refusal> refusals(Rooms rooms, Demand demand, Screening screening) {
        List<Refusal> refusals = new ArrayList<>();
        for (Room room : examined(rooms, demand.cluster())) {
            Refusal refusal = screening.concerns(room) ? screening.refusal(room) : null;
            if (refusal != null) {
                refusals.add(refusal);
            }
        }
        if (rooms.size() > TOLD) {
            refusals.sort(Comparator.comparingLong(Refusal::distance));
        }
        return List.copyOf(refusals.subList(0, Math.min(refusals.size(), TOLD)));
    }

    /// All hosts where they are few. Of many those with the most free memory and those with the most free CPU of
    /// every zone, which are closest to having room.
    private static Iterable<Room> examined(Rooms rooms, @Nullable String cluster) {
        SortedSet<String> members = cluster == null ? null : rooms.inCluster(cluster);
        int total = members == null ? rooms.all().size() : members.size();
        if (total <= TOLD) {
            return members == null
                    ? rooms.all()
                    : members.stream()
                            .map(rooms::of)
                            .filter(java.util.Objects::nonNull)
                            .toList();
        }
        TreeMap<String, Room> found = new TreeMap<>();
        for (String zone : rooms.zones()) {
            for (RoomOrder order : List.of(RoomOrder.CPU, RoomOrder.MEMORY)) {
                List<Room> last = new ArrayList<>();
                int[] seen = {0};
                rooms.in(zone, order).fromLast(room -> {
                    if (cluster == null || room.in(cluster) != null) {
                        last.add(room);
                    }
                    return last.size() < TOLD && ++seen[0] < 10 * TOLD;
                });
                last.forEach(room -> found.put(room.id(), room));
            }
        }
        return found.isEmpty()
                ? (members == null ? rooms.all().stream().map(Room::id) : members.stream())
                        .limit(TOLD)
                        .map(rooms::of)
                        .filter(java.util.Objects::nonNull)
                        .toList()
                : found.values();
    }
}
