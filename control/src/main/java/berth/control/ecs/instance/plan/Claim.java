package berth.control.ecs.instance.plan;

import berth.kernel.Resources;
import java.util.List;

/// What a task takes of a host.
///
/// @param tcp static host ports
/// @param udp static host ports
public record Claim(Resources resources, List<Integer> tcp, List<Integer> udp) {
    public Claim {
        tcp = List.copyOf(tcp);
        udp = List.copyOf(udp);
    }
}
