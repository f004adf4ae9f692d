package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.ContainerInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a host may have a task, and why not.
///
/// ECS: first what it is (ACTIVE, agent connected), then resources and ports, attributes, location, constraints.
final class Screening {
    private final Demand demand;
    private final Neighbours neighbours;

    Screening(Demand demand, Neighbours neighbours) {
        this.demand = demand;
        this.neighbours = neighbours;
    }

    /// Whether it is one of those to choose from at all.
    boolean concerns(Room room) {
        return demand.cluster() == null || member(room) != null;
    }

    boolean accepts(Room room) {
        return concerns(room) && refusal(room) == null;
    }

    private Room.@Nullable Member member(Room room) {
        String cluster = demand.cluster();
        Room.Member member = cluster == null ? null : room.in(cluster);
        return member == null || member.instance().status() == ContainerInstance.Status.INACTIVE ? null : member;
    }

    /// Why one that [#concerns] is not accepted, or null.
    @Nullable
    Refusal refusal(Room room) {
        Room.Member member = member(room);
        Claim claim = demand.claim();
        if (member != null && member.instance().status() != ContainerInstance.Status.ACTIVE) {
            return new Refusal.Draining(arn(member));
        }
        if (!room.host().connected()) {
            return new Refusal.AgentDisconnected(arn(member));
        }
        if (claim.resources().cpu() > room.cpu()) {
            return new Refusal.NotEnoughCpu(arn(member), claim.resources().cpu(), room.cpu());
        }
        if (claim.resources().memory() > room.memory()) {
            return new Refusal.NotEnoughMemory(arn(member), claim.resources().memory(), room.memory());
        }
        Integer tcp = taken(claim.tcp(), room.allocation().tcp(), room);
        if (tcp != null) {
            return new Refusal.PortTaken(arn(member), tcp, "tcp");
        }
        Integer udp = taken(claim.udp(), room.allocation().udp(), room);
        if (udp != null) {
            return new Refusal.PortTaken(arn(member), udp, "udp");
        }
        String architecture = demand.architecture();
        if (architecture != null && !architecture.equals(room.host().architecture())) {
            return new Refusal.AttributeMissing(arn(member), Attributes.ARCHITECTURE + '=' + architecture);
        }
        return member == null ? wrongZone(room, null) : unsuitable(room, member);
    }

    private @Nullable Refusal unsuitable(Room room, Room.Member member) {
        for (String name : demand.attributes()) {
            if (!member.attributes().containsKey(name)) {
                return new Refusal.AttributeMissing(arn(member), name);
            }
        }
        Refusal location = wrongZone(room, member);
        if (location != null) {
            return location;
        }
        if (demand.constraints().distinct() && neighbours.onHost(room.id()) > 0) {
            return new Refusal.NotDistinct(arn(member), demand.group());
        }
        for (Constraints.MemberOf one : demand.constraints().memberOf()) {
            MemberTraits traits = new MemberTraits(room.host(), member.instance(), member.attributes(), neighbours);
            if (!one.expression().matches(traits)) {
                return new Refusal.NotMemberOf(arn(member), one.text());
            }
        }
        return null;
    }

    private @Nullable Refusal wrongZone(Room room, Room.@Nullable Member member) {
        return demand.zones() == null || demand.zones().contains(room.zone())
                ? null
                : new Refusal.WrongZone(arn(member), room.zone());
    }

    private @Nullable String arn(Room.@Nullable Member member) {
        return member == null
                ? null
                : demand.account().ecs("container-instance", member.instance().name());
    }

    private static @Nullable Integer taken(List<Integer> wanted, List<Integer> taken, Room room) {
        for (Integer port : wanted) {
            if (taken.contains(port) || room.host().reservedPorts().contains(port)) {
                return port;
            }
        }
        return null;
    }
}
