package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.control.store.View;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/// The index that placement searches: what is free on every host, by zone in three orders, and which hosts are
/// container instances with which attribute.
///
/// A view of hosts, of what is taken of them, and of container instances; a task that comes or goes changes what is
/// taken of one host, which moves one entry. Hosts whose agent is not connected are in no order.
///
/// One index serves all clusters: a host's room is the same in each, and a cluster is one more condition. A small
/// cluster among many hosts is not searched but looked through, so that the work is at most the square root of the
/// number of hosts or so, however hosts and clusters go together.
public final class Rooms {
    /// The only one that there is.
    public static final View<Rooms> VIEW = new View<>() {
        @Override
        public String name() {
            return "rooms";
        }

        @Override
        public Rooms empty() {
            return EMPTY;
        }

        @Override
        public Rooms after(Rooms rooms, State state, Kind<?> kind, @Nullable Record before, @Nullable Record after) {
            return rooms.changed(state, Objects.requireNonNull(after == null ? before : after), after == null);
        }
    };

    /// Where all hosts are found in the index of clusters; no cluster has this name.
    private static final String POOL = "";

    private static final TreePSet<String> NO_HOSTS = TreePSet.empty();

    private static final Rooms EMPTY =
            new Rooms(TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), TreePMap.empty());

    private final TreePMap<String, Room> byHost;
    private final TreePMap<String, Zone> zones;
    private final TreePMap<String, TreePSet<String>> byAttribute;
    private final TreePMap<String, TreePSet<String>> byCluster;

    private Rooms(
            TreePMap<String, Room> byHost,
            TreePMap<String, Zone> zones,
            TreePMap<String, TreePSet<String>> byAttribute,
            TreePMap<String, TreePSet<String>> byCluster) {
        this.byCluster = byCluster;
        this.byHost = byHost;
        this.zones = zones;
        this.byAttribute = byAttribute;
    }

    @Nullable
    Room of(String hostId) {
        return byHost.get(hostId);
    }

    /// All hosts, also those that are not connected, by id.
    Collection<Room> all() {
        return byHost.values();
    }

    /// How many hosts there are.
    int size() {
        return byHost.size();
    }

    /// How many hosts are connected.
    int connected() {
        int connected = 0;
        for (Zone zone : zones.values()) {
            connected += zone.size();
        }
        return connected;
    }

    /// Zones that have a connected host, in order.
    SortedSet<String> zones() {
        return Collections.unmodifiableSortedSet(zones.keySet());
    }

    /// A zone, or null where it has no connected host.
    @Nullable
    Zone zone(String name) {
        return zones.get(name);
    }

    /// The connected hosts of a zone.
    RoomTree in(String zone, RoomOrder order) {
        Zone hosts = zone(zone);
        return hosts == null ? RoomTree.empty(order) : hosts.in(order, byHost.values());
    }

    /// Ids of the hosts that are a container instance of a cluster with this value of an attribute.
    PSortedSet<String> withAttribute(String cluster, String name, String value) {
        return byAttribute.getOrDefault(key(cluster, name, value), NO_HOSTS);
    }

    /// Ids of the hosts that are a container instance of a cluster, whatever its status.
    PSortedSet<String> inCluster(String cluster) {
        return byCluster.getOrDefault(cluster, NO_HOSTS);
    }

    /// Ids of all hosts, which are the Fargate pool.
    PSortedSet<String> inPool() {
        return byCluster.getOrDefault(POOL, NO_HOSTS);
    }

    /// The values that an attribute has in a cluster, in order.
    SortedSet<String> values(String cluster, String name) {
        String prefix = key(cluster, name, "");
        TreeSet<String> values = new TreeSet<>();
        for (String key :
                byAttribute.subMap(prefix, prefix + Character.MAX_VALUE).keySet()) {
            values.add(key.substring(prefix.length()));
        }
        return values;
    }

    /// Neither clusters nor attributes have a line break in their names.
    private static String key(String cluster, String name, String value) {
        return cluster + '\n' + name + '\n' + value;
    }

    private Rooms changed(State state, Record row, boolean deleted) {
        return switch (row) {
            case Allocation taken -> {
                Room known = byHost.get(taken.hostId());
                Allocation now = deleted ? Allocation.none(taken.hostId()) : taken;
                yield known == null ? this : moved(known, known.with(now));
            }
            case ContainerInstance instance -> renewed(state, instance.hostId());
            case Host host -> renewed(state, host.id());
            default -> this;
        };
    }

    private Rooms renewed(State state, String hostId) {
        Room old = byHost.get(hostId);
        Host host = state.find(InstanceViews.HOSTS, hostId);
        if (host == null) {
            return old == null ? this : moved(old, null).found(old, null);
        }
        Allocation allocation = InstanceViews.allocation(state, hostId);
        Room room =
                Room.of(host, allocation, state.by(InstanceViews.CONTAINER_INSTANCES, InstanceViews.BY_HOST, hostId));
        return moved(old, room).found(old, room);
    }

    private Rooms moved(@Nullable Room old, @Nullable Room room) {
        Room from = old != null && old.host().connected() ? old : null;
        Room to = room != null && room.host().connected() ? room : null;
        TreePMap<String, Zone> moved;
        if (from != null && to != null && !from.zone().equals(to.zone())) {
            moved = entered(entered(zones, from.zone(), from, null), to.zone(), null, to);
        } else {
            Room either = to == null ? from : to;
            moved = either == null ? zones : entered(zones, either.zone(), from, to);
        }
        TreePMap<String, Room> rooms = room != null
                ? byHost.plus(room.id(), room)
                : byHost.minus(Objects.requireNonNull(old).id());
        return new Rooms(rooms, moved, byAttribute, byCluster);
    }

    private static TreePMap<String, Zone> entered(
            TreePMap<String, Zone> zones, String name, @Nullable Room from, @Nullable Room to) {
        Zone zone = zones.get(name);
        Zone changed = (zone == null ? Zone.empty(name) : zone).with(from, to);
        return changed.size() == 0 ? zones.minus(name) : zones.plus(name, changed);
    }

    private Rooms found(@Nullable Room old, @Nullable Room room) {
        String host = Objects.requireNonNull(room == null ? old : room).id();
        return new Rooms(
                byHost,
                zones,
                entered(byAttribute, host, attributes(old), attributes(room)),
                entered(byCluster, host, clusters(old), clusters(room)));
    }

    private static TreePMap<String, TreePSet<String>> entered(
            TreePMap<String, TreePSet<String>> index, String host, SortedSet<String> before, SortedSet<String> after) {
        TreePMap<String, TreePSet<String>> entries = index;
        for (String key : before) {
            if (!after.contains(key)) {
                TreePSet<String> rest =
                        entries.getOrDefault(key, TreePSet.empty()).minus(host);
                entries = rest.isEmpty() ? entries.minus(key) : entries.plus(key, rest);
            }
        }
        for (String key : after) {
            if (!before.contains(key)) {
                entries = entries.plus(
                        key, entries.getOrDefault(key, TreePSet.empty()).plus(host));
            }
        }
        return entries;
    }

    private static SortedSet<String> clusters(@Nullable Room room) {
        TreeSet<String> clusters = new TreeSet<>();
        if (room != null) {
            clusters.add(POOL);
            room.members().forEach(member -> clusters.add(member.instance().cluster()));
        }
        return clusters;
    }

    private static SortedSet<String> attributes(@Nullable Room room) {
        TreeSet<String> keys = new TreeSet<>();
        if (room != null) {
            for (Room.Member member : room.members()) {
                for (Map.Entry<String, String> attribute : member.attributes().entrySet()) {
                    if (!attribute.getValue().isEmpty()) {
                        keys.add(key(member.instance().cluster(), attribute.getKey(), attribute.getValue()));
                    }
                }
            }
        }
        return keys;
    }
}
