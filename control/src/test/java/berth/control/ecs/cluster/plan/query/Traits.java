package berth.control.ecs.cluster.plan.query;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A container instance for tests: m5.large in us-east-1a of stack prod, agent 1.9.3, two running tasks of the
/// groups `database` and `service:web`.
record Traits(
        boolean agentConnected,
        String agentVersion,
        @Nullable String ec2InstanceId,
        Instant registeredAt,
        int runningTasksCount,
        SortedMap<String, String> attributes,
        SortedSet<String> taskGroups)
        implements InstanceTraits {

    static Traits sample() {
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put("stack", "prod");
        attributes.put("ecs.availability-zone", "us-east-1a");
        attributes.put("ecs.instance-type", "m5.large");
        attributes.put("flag", "");
        return new Traits(
                true,
                "1.9.3",
                "i-0abc",
                Instant.parse("2018-06-18T22:28:28Z"),
                2,
                attributes,
                new TreeSet<>(List.of("database", "service:web")));
    }

    /// One that has nothing that may be missing.
    static Traits bare() {
        return new Traits(false, "dev", null, Instant.EPOCH, 0, new TreeMap<>(), new TreeSet<>());
    }

    @Override
    public @Nullable String attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public boolean hasTaskGroup(String group) {
        return taskGroups.contains(group);
    }
}
