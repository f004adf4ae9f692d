package berth.control.ecs.instance.model;

import berth.kernel.Resources;
import java.util.List;

/// What is taken of one host, kept beside it so that placement need not add up its tasks.
///
/// @param taken the sum of the reservations of its tasks that are not STOPPED
/// @param tcp static host ports taken, ascending
/// @param udp static host ports taken, ascending
/// @param tasks how many tasks are not STOPPED
public record Allocation(String hostId, Resources taken, List<Integer> tcp, List<Integer> udp, int tasks) {
    public Allocation {
        tcp = List.copyOf(tcp);
        udp = List.copyOf(udp);
    }

    public static Allocation none(String hostId) {
        return new Allocation(hostId, Resources.NONE, List.of(), List.of(), 0);
    }
}
