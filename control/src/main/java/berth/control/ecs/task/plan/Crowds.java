package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.control.store.View;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/// Where the tasks of each group are: what spreading and `distinctInstance` count.
///
/// A view of tasks. Only those count whose desiredStatus is RUNNING: one that is about to stop is in nobody's way.
/// Tasks on container instances and tasks of the Fargate pool are counted apart, though they may be of one group.
public final class Crowds {
    public static final View<Crowds> VIEW = new View<>() {
        @Override
        public String name() {
            return "crowds";
        }

        @Override
        public Crowds empty() {
            return EMPTY;
        }

        @Override
        public Crowds after(Crowds crowds, State state, Kind<?> kind, @Nullable Record before, @Nullable Record after) {
            Task was = counted(before);
            Task is = counted(after);
            if (was != null && is != null && was.spec().equals(is.spec())) {
                return crowds;
            }
            Crowds left = was == null ? crowds : crowds.with(was, -1);
            return is == null ? left : left.with(is, 1);
        }
    };

    private static final Crowds EMPTY = new Crowds(TreePMap.empty());

    private final TreePMap<String, Crowd> byGroup;

    private Crowds(TreePMap<String, Crowd> byGroup) {
        this.byGroup = byGroup;
    }

    /// The tasks of a group in a cluster.
    ///
    /// @param fargate of the Fargate pool; otherwise on container instances
    Crowd of(String cluster, String group, boolean fargate) {
        return byGroup.getOrDefault(key(cluster, group, fargate), Crowd.NOBODY);
    }

    private Crowds with(Task task, int more) {
        String key = key(task.cluster(), task.spec().group(), task.spec().containerInstance() == null);
        Crowd crowd = byGroup.getOrDefault(key, Crowd.NOBODY)
                .with(task.spec().hostId(), task.spec().zone(), more);
        return new Crowds(crowd.byHost().isEmpty() ? byGroup.minus(key) : byGroup.plus(key, crowd));
    }

    private static @Nullable Task counted(@Nullable Record row) {
        return row instanceof Task task && !task.isUnplaced() && task.status().desired() == DesiredStatus.RUNNING
                ? task
                : null;
    }

    private static String key(String cluster, String group, boolean fargate) {
        return (fargate ? "fargate\n" : "instance\n") + cluster + '\n' + group;
    }
}
