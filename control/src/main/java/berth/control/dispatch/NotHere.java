package berth.control.dispatch;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Why operations of ECS's model are not there, for those of which it is known.
///
/// Differs from ECS: it has them. docs/differences.md has the same list.
public final class NotHere {
    private static final TreeMap<String, String> WHYS = new TreeMap<>();

    /// Reason by `service:Operation`.
    public static final SortedMap<String, String> REASONS = Collections.unmodifiableSortedMap(WHYS);

    static {
        String agents = "it is for Amazon's agent, and Berth's agents report over a channel of their own";
        WHYS.put("ecs:DiscoverPollEndpoint", agents);
        WHYS.put("ecs:SubmitAttachmentStateChanges", agents);
        WHYS.put("ecs:SubmitContainerStateChange", agents);
        WHYS.put("ecs:SubmitTaskStateChange", agents);
        WHYS.put(
                "ecs:UpdateContainerAgent",
                "the agent is a part of Berth and is as new as the Berth on its machine; update that");
        WHYS.put("ecs:ExecuteCommand", "there is no Session Manager that would carry it; use docker exec");
        String daemons =
                "it is of the daemons of managed instances, which are not there; use a service with the scheduling"
                        + " strategy DAEMON";
        WHYS.put("ecs:CreateDaemon", daemons);
        WHYS.put("ecs:DeleteDaemon", daemons);
        WHYS.put("ecs:DeleteDaemonTaskDefinition", daemons);
        WHYS.put("ecs:DescribeDaemon", daemons);
        WHYS.put("ecs:DescribeDaemonDeployments", daemons);
        WHYS.put("ecs:DescribeDaemonRevisions", daemons);
        WHYS.put("ecs:DescribeDaemonTaskDefinition", daemons);
        WHYS.put("ecs:ListDaemonDeployments", daemons);
        WHYS.put("ecs:ListDaemonTaskDefinitions", daemons);
        WHYS.put("ecs:ListDaemons", daemons);
        WHYS.put("ecs:RegisterDaemonTaskDefinition", daemons);
        WHYS.put("ecs:UpdateDaemon", daemons);
        String express = "express services are not there; make a load balancer and a service behind it";
        WHYS.put("ecs:CreateExpressGatewayService", express);
        WHYS.put("ecs:DeleteExpressGatewayService", express);
        WHYS.put("ecs:DescribeExpressGatewayService", express);
        WHYS.put("ecs:UpdateExpressGatewayService", express);
    }

    private NotHere() {}

    /// What a caller is told of an operation that is not there.
    static String text(String service, String operation) {
        String why = WHYS.get(service + ':' + operation);
        return why == null
                ? "Berth does not implement %s:%s yet. docs/differences.md lists what it does."
                        .formatted(service, operation)
                : "Berth does not implement %s:%s: %s.".formatted(service, operation, why);
    }
}
