package berth.control.ecs.instance.plan;

import java.util.List;

/// What must be free on a host, and how much at most.
///
/// @param tcp host ports that must be free
/// @param udp host ports that must be free
record Bounds(int minCpu, int maxCpu, int minMemory, int maxMemory, List<Integer> tcp, List<Integer> udp) {

    /// What a claim fits into.
    static Bounds of(Claim claim) {
        return new Bounds(
                claim.resources().cpu(),
                Integer.MAX_VALUE,
                claim.resources().memory(),
                Integer.MAX_VALUE,
                claim.tcp(),
                claim.udp());
    }

    /// Any host at all.
    static Bounds none() {
        return new Bounds(
                Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, List.of(), List.of());
    }

    Bounds withCpu(int exactly) {
        return new Bounds(exactly, exactly, minMemory, maxMemory, tcp, udp);
    }

    Bounds withMemory(int exactly) {
        return new Bounds(minCpu, maxCpu, exactly, exactly, tcp, udp);
    }

    boolean admits(Room room) {
        return room.cpu() >= minCpu && room.cpu() <= maxCpu && room.memory() >= minMemory && room.memory() <= maxMemory;
    }
}
