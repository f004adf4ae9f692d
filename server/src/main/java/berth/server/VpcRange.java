package berth.server;

import berth.agent.docker.HostRoutes;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses the range of the default VPC: AWS's own, or the first of some others that no route of this machine overlaps.
///
/// Worked example: a company's VPN has a route to 172.16.0.0/12, which holds 172.31.0.0/16; the VPC gets 10.97.0.0/16.
///
/// Differs from ECS: there every default VPC has 172.31.0.0/16.
final class VpcRange {
    private static final Logger LOG = LoggerFactory.getLogger(VpcRange.class);
    private static final List<String> CANDIDATES = candidates();

    private VpcRange() {}

    static String free(HostRoutes routes) {
        for (String candidate : CANDIDATES) {
            if (routes.overlapping(candidate).isEmpty()) {
                return candidate;
            }
        }
        LOG.warn("Every range for the default VPC overlaps with a route of this machine; awsvpc tasks may not start.");
        return CANDIDATES.getFirst();
    }

    private static List<String> candidates() {
        List<String> ranges = new ArrayList<>(List.of("172.31.0.0/16"));
        for (int second = 97; second <= 126; second++) {
            ranges.add("10." + second + ".0.0/16");
        }
        ranges.add("192.168.0.0/16");
        return List.copyOf(ranges);
    }
}
