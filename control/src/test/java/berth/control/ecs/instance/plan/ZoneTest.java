package berth.control.ecs.instance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.Host;
import berth.kernel.Resources;
import berth.kernel.Rng;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ZoneTest {
    /// Hosts come, change and go; now and then what came of it is given up, and one begins again from before. Orders
    /// are
    /// asked for often, seldom, and never for as long as it takes to forget them.
    @Test
    void everyOrderIsWhatSortingAllHostsGivesWheneverItIsAskedFor() {
        int asked = 0;
        for (long seed = 0; seed < 40; seed++) {
            Rng rng = Rng.seeded(seed, "zone", 1);
            TreeMap<String, Room> hosts = new TreeMap<>();
            Zone zone = Zone.empty("a");
            Zone earlier = zone;
            TreeMap<String, Room> then = new TreeMap<>();
            for (int i = 0; i < 400; i++) {
                String id = "h" + rng.nextInt(12);
                Room to = rng.chance(0.1) ? null : room(id, rng);
                Room from = to == null ? hosts.remove(id) : hosts.put(id, to);
                zone = from == null && to == null ? zone : zone.with(from, to);
                assertThat(zone.size()).isEqualTo(hosts.size());
                for (RoomOrder order : RoomOrder.values()) {
                    // CPU half of the time, memory every 20th, and tasks every 400th.
                    if (rng.nextInt(400) < List.of(200, 20, 1).get(order.ordinal())) {
                        assertThat(listed(zone, order, hosts)).containsExactlyElementsOf(sorted(order, hosts));
                        asked++;
                    }
                }
                if (rng.chance(0.02)) {
                    earlier = zone;
                    then = new TreeMap<>(hosts);
                } else if (rng.chance(0.02)) {
                    zone = earlier;
                    hosts = new TreeMap<>(then);
                }
            }
        }
        assertThat(asked).isGreaterThan(5_000);
    }

    private static List<Room> listed(Zone zone, RoomOrder order, TreeMap<String, Room> hosts) {
        RoomTree tree = zone.in(order, hosts.values());
        List<Room> rooms = new ArrayList<>();
        for (int i = 0; i < tree.size(); i++) {
            rooms.add(tree.at(i));
        }
        return rooms;
    }

    private static List<Room> sorted(RoomOrder order, TreeMap<String, Room> hosts) {
        return hosts.values().stream().sorted(order).toList();
    }

    private static Room room(String id, Rng rng) {
        Host host = new Host(
                id,
                id,
                new Resources(1024, 1024),
                List.of(),
                "x86_64",
                "20.10.24",
                "0.1.0",
                "a",
                1,
                "127.0.0.1",
                null,
                true,
                Instant.EPOCH,
                null);
        Resources taken = new Resources(128 * rng.nextInt(4), 128 * rng.nextInt(4));
        return Room.of(host, new Allocation(id, taken, List.of(), List.of(), rng.nextInt(3)), List.of());
    }
}
