package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.ContainerInstance;
import java.util.SortedMap;
import java.util.SortedSet;
import org.pcollections.PSortedSet;

/// What a placement must know of tasks that are there already. The package that knows tasks imports this one and
/// fills it in.
///
/// Of a group those tasks count whose desiredStatus is RUNNING: a task that is about to stop is no neighbour.
public interface Neighbours {
    /// Tasks of the task's own group on a host.
    int onHost(String hostId);

    /// Tasks of the task's own group in a zone.
    int inZone(String zone);

    /// How many tasks of the task's own group each host has that has one.
    SortedMap<String, Integer> hosts();

    /// The hosts with a task of the task's own group, by how many they have.
    SortedMap<Integer, ? extends SortedSet<String>> hostsByCount();

    /// Those of some hosts that have no task of the task's own group. Quick for a set that was asked about before.
    SortedSet<String> without(PSortedSet<String> among);

    /// What searches found out of hosts with tasks of the task's own group.
    Exhausted exhausted();

    /// Keeps what a search found out, in place of [#exhausted], with the tasks that it was found out for.
    void remember(Exhausted found);

    /// Whether a container instance has a task of any group.
    boolean has(ContainerInstance instance, String group);

    /// The groups of all tasks on a container instance.
    SortedSet<String> groups(ContainerInstance instance);

    /// Tasks of a container instance whose desiredStatus is RUNNING.
    int running(ContainerInstance instance);
}
