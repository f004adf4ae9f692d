package berth.kernel.host;

import java.util.List;

/// Everything that one host should run: the whole wanted set, not a change to it.
///
/// A task that is not listed is not wanted: the agent stops and forgets it.
///
/// @param version grows with every message to this host; an older one than the last seen is ignored
/// @param tasks the tasks that are to run or to stop, in order of their ARNs
/// @param warm interfaces whose pause containers are kept ready for tasks to come
public record Desired(String hostId, long version, List<DesiredTask> tasks, List<Interface> warm) {
    public Desired {
        tasks = List.copyOf(tasks);
        warm = List.copyOf(warm);
    }
}
