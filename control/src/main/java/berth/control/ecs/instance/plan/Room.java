package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What placement knows of a host: a row of [Rooms].
///
/// @param allocation what is taken of it
/// @param members the container instances that it is
/// @param cpu CPU units that are free
/// @param memory MiB that are free
/// @param signs of its clusters and attributes, see [Signs]
record Room(Host host, Allocation allocation, List<Member> members, int cpu, int memory, long signs) {

    /// A container instance with all its attributes, built-in and custom.
    record Member(ContainerInstance instance, SortedMap<String, String> attributes) {}

    static Room of(Host host, Allocation allocation, List<ContainerInstance> instances) {
        List<Member> members = instances.stream()
                .map(instance -> new Member(instance, Attributes.of(host, instance)))
                .toList();
        return measured(host, allocation, members, signs(members));
    }

    private static Room measured(Host host, Allocation allocation, List<Member> members, long signs) {
        return new Room(
                host,
                allocation,
                members,
                host.capacity().cpu() - allocation.taken().cpu(),
                host.capacity().memory() - allocation.taken().memory(),
                signs);
    }

    Room with(Allocation changed) {
        return measured(host, changed, members, signs);
    }

    private static long signs(List<Member> members) {
        long signs = Signs.NONE;
        for (Member member : members) {
            String cluster = member.instance().cluster();
            signs |= Signs.ofCluster(cluster);
            for (Map.Entry<String, String> attribute : member.attributes().entrySet()) {
                if (!attribute.getValue().isEmpty()) {
                    signs |= Signs.ofAttribute(cluster, attribute.getKey(), attribute.getValue());
                }
            }
        }
        return signs;
    }

    /// Whether nothing fits that did not fit into this host as it was.
    @SuppressWarnings("ReferenceEquality") // what a host is, is taken over where only what is taken of it changes
    boolean isNoBetterThan(Room before) {
        return host == before.host
                && members == before.members
                && cpu <= before.cpu
                && memory <= before.memory
                && allocation.tcp().containsAll(before.allocation.tcp())
                && allocation.udp().containsAll(before.allocation.udp());
    }

    String id() {
        return host.id();
    }

    String zone() {
        return host.zone();
    }

    int tasks() {
        return allocation.tasks();
    }

    /// Its membership in a cluster, or null.
    @Nullable
    Member in(String cluster) {
        for (Member member : members) {
            if (member.instance().cluster().equals(cluster)) {
                return member;
            }
        }
        return null;
    }
}
