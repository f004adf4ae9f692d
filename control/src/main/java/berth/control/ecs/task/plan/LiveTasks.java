package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.Task;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.control.store.View;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/// The tasks that each host still has to do with: all that have a host and are not STOPPED.
///
/// A view that holds the rows themselves. An index holds their ids, and each id is looked up among all tasks, most of
/// them long STOPPED: what a host should run is read at each change of one of its tasks. **Example.** For a host with
/// 200 tasks of 100,000 an index costs 200 searches of 17 steps, this one walk over 200 rows.
public final class LiveTasks {
    public static final View<LiveTasks> VIEW = new View<>() {
        @Override
        public String name() {
            return "live-tasks";
        }

        @Override
        public LiveTasks empty() {
            return NONE;
        }

        @Override
        public LiveTasks after(
                LiveTasks tasks, State state, Kind<?> kind, @Nullable Record before, @Nullable Record after) {
            Task was = live(before);
            Task is = live(after);
            LiveTasks left = was == null || is != null && hostOf(is).equals(hostOf(was)) ? tasks : tasks.without(was);
            return is == null ? left : left.with(is);
        }
    };

    private static final LiveTasks NONE = new LiveTasks(TreePMap.empty());

    private final TreePMap<String, TreePMap<String, Task>> byHost;

    private LiveTasks(TreePMap<String, TreePMap<String, Task>> byHost) {
        this.byHost = byHost;
    }

    /// Those of one host in a state, in the order of their names.
    public static Collection<Task> on(State state, String hostId) {
        return state.view(VIEW).on(hostId).values();
    }

    private TreePMap<String, Task> on(String hostId) {
        return byHost.getOrDefault(hostId, TreePMap.empty());
    }

    private LiveTasks with(Task task) {
        String host = hostOf(task);
        return new LiveTasks(byHost.plus(host, on(host).plus(task.name(), task)));
    }

    private LiveTasks without(Task task) {
        String host = hostOf(task);
        TreePMap<String, Task> rest = on(host).minus(task.name());
        return new LiveTasks(rest.isEmpty() ? byHost.minus(host) : byHost.plus(host, rest));
    }

    private static @Nullable Task live(@Nullable Record row) {
        return row instanceof Task task && !task.stopped() && !task.isUnplaced() ? task : null;
    }

    private static String hostOf(Task task) {
        return task.spec().hostId();
    }
}
