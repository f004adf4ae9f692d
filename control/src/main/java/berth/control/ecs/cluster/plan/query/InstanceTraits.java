package berth.control.ecs.cluster.plan.query;

import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// What an expression may ask of a container instance.
public interface InstanceTraits {
    boolean agentConnected();

    /// For example `1.2.0`.
    String agentVersion();

    /// Null where the host is no EC2 instance.
    @Nullable
    String ec2InstanceId();

    Instant registeredAt();

    /// Tasks whose desiredStatus is RUNNING.
    int runningTasksCount();

    /// The value of an attribute, empty for one that has a name only; null where it isn't there.
    @Nullable
    String attribute(String name);

    /// Whether a task of this group is on the instance and not STOPPED.
    boolean hasTaskGroup(String group);

    /// The groups of the tasks on the instance that are not STOPPED.
    SortedSet<String> taskGroups();
}
