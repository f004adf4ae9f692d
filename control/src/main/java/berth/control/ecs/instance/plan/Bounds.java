package berth.control.ecs.instance.plan;

import java.util.List;

/// What must be free on a host, and how much at most, and what it must be.
///
/// @param tcp host ports that must be free
/// @param udp host ports that must be free
/// @param signs all of which it must have, see [Signs]
record Bounds(int minCpu, int maxCpu, int minMemory, int maxMemory, List<Integer> tcp, List<Integer> udp, long signs) {

    /// What a claim fits into.
    static Bounds of(Claim claim) {
        return new Bounds(
                claim.resources().cpu(),
                Integer.MAX_VALUE,
                claim.resources().memory(),
                Integer.MAX_VALUE,
                claim.tcp(),
                claim.udp(),
                Signs.NONE);
    }

    /// Any host at all.
    static Bounds none() {
        return new Bounds(
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                List.of(),
                List.of(),
                Signs.NONE);
    }

    Bounds withCpu(int exactly) {
        return new Bounds(exactly, exactly, minMemory, maxMemory, tcp, udp, signs);
    }

    Bounds withMemory(int exactly) {
        return new Bounds(minCpu, maxCpu, exactly, exactly, tcp, udp, signs);
    }

    Bounds withSigns(long more) {
        return new Bounds(minCpu, maxCpu, minMemory, maxMemory, tcp, udp, signs | more);
    }

    /// Whether whatever is within the other is within these.
    boolean contains(Bounds other) {
        return other.minCpu >= minCpu
                && other.maxCpu <= maxCpu
                && other.minMemory >= minMemory
                && other.maxMemory <= maxMemory
                && (other.signs & signs) == signs
                && other.tcp.containsAll(tcp)
                && other.udp.containsAll(udp);
    }

    boolean admits(Room room) {
        return room.cpu() >= minCpu
                && room.cpu() <= maxCpu
                && room.memory() >= minMemory
                && room.memory() <= maxMemory
                && (room.signs() & signs) == signs;
    }
}
