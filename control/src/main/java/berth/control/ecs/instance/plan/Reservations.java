package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.Allocation;
import berth.kernel.Invariants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Takes from and gives back to the sum of what is taken of a host.
///
/// Worked example: taken 512 CPU units, 1024 MiB, tcp [80], 2 tasks. Taking 256, 512 and tcp [443] makes it
/// 768, 1536, [80, 443], 3 tasks; giving that back makes it what it was.
public final class Reservations {
    private Reservations() {}

    public static Allocation take(Allocation from, Claim claim) {
        return new Allocation(
                from.hostId(),
                from.taken().plus(claim.resources()),
                with(from.tcp(), claim.tcp()),
                with(from.udp(), claim.udp()),
                from.tasks() + 1);
    }

    public static Allocation giveBack(Allocation from, Claim claim) {
        Allocation rest = new Allocation(
                from.hostId(),
                from.taken().minus(claim.resources()),
                without(from.tcp(), claim.tcp()),
                without(from.udp(), claim.udp()),
                from.tasks() - 1);
        Invariants.check(
                rest.tasks() >= 0 && rest.taken().cpu() >= 0 && rest.taken().memory() >= 0,
                "host %s is given back more than was taken of it",
                from.hostId());
        return rest;
    }

    private static List<Integer> with(List<Integer> ports, List<Integer> more) {
        List<Integer> all = new ArrayList<>(ports);
        for (Integer port : more) {
            Invariants.check(!all.contains(port), "port %d is taken twice", port);
            all.add(port);
        }
        Collections.sort(all);
        return all;
    }

    private static List<Integer> without(List<Integer> ports, List<Integer> fewer) {
        List<Integer> rest = new ArrayList<>(ports);
        for (Integer port : fewer) {
            Invariants.check(rest.remove(port), "port %d is given back but was not taken", port);
        }
        return rest;
    }
}
