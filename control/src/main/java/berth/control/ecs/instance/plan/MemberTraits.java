package berth.control.ecs.instance.plan;

import berth.control.ecs.cluster.plan.query.InstanceTraits;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// A container instance as expressions see it.
///
/// @param attributes built-in and custom, as [Attributes] gives them
public record MemberTraits(
        Host host, ContainerInstance instance, SortedMap<String, String> attributes, Neighbours neighbours)
        implements InstanceTraits {

    @Override
    public boolean agentConnected() {
        return host.connected();
    }

    @Override
    public String agentVersion() {
        return host.agentVersion();
    }

    @Override
    public @Nullable String ec2InstanceId() {
        return host.ec2InstanceId();
    }

    @Override
    public Instant registeredAt() {
        return instance.registeredAt();
    }

    @Override
    public int runningTasksCount() {
        return neighbours.running(instance);
    }

    @Override
    public @Nullable String attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public boolean hasTaskGroup(String group) {
        return neighbours.has(instance, group);
    }

    @Override
    public SortedSet<String> taskGroups() {
        return neighbours.groups(instance);
    }
}
