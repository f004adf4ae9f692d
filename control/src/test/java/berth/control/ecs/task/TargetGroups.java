package berth.control.ecs.task;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Protocol;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.model.TargetGroup.TargetType;
import berth.control.store.Change;
import java.util.TreeMap;

/// Target groups for tests.
public final class TargetGroups {
    private TargetGroups() {}

    public static String arn(String name) {
        return "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/" + name + "/0123456789abcdef";
    }

    /// A group on port 80.
    ///
    /// @param delay the deregistration delay in seconds
    public static Change group(String name, TargetType type, int delay) {
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put(TargetGroup.DEREGISTRATION_DELAY, Integer.toString(delay));
        return Change.put(
                ElbViews.TARGET_GROUPS,
                new TargetGroup(
                        arn(name),
                        name,
                        Protocol.HTTP,
                        80,
                        "HTTP1",
                        "vpc-1",
                        type,
                        new TargetGroup.HealthCheck(Protocol.HTTP, "traffic-port", "/", 30, 5, 5, 2, "200"),
                        attributes,
                        new TreeMap<>(),
                        TaskWorld.NOW));
    }
}
