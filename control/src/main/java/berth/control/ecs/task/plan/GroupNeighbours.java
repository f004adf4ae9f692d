package berth.control.ecs.task.plan;

import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.plan.Exhausted;
import berth.control.ecs.instance.plan.Neighbours;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.store.State;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/// The neighbours of a task of one group, read from the state.
public final class GroupNeighbours implements Neighbours {
    private final State state;
    private final Crowds crowds;
    private final Crowd own;

    private GroupNeighbours(State state, Crowds crowds, Crowd own) {
        this.state = state;
        this.crowds = crowds;
        this.own = own;
    }

    /// @param fargate whether the task goes to the Fargate pool
    public static GroupNeighbours of(State state, String cluster, String group, boolean fargate) {
        Crowds crowds = state.view(Crowds.VIEW);
        return new GroupNeighbours(state, crowds, crowds.of(cluster, group, fargate));
    }

    /// Of no group: for looking at instances without placing anything.
    public static GroupNeighbours ofNone(State state) {
        return new GroupNeighbours(state, state.view(Crowds.VIEW), Crowd.NOBODY);
    }

    @Override
    public int onHost(String hostId) {
        return own.on(hostId);
    }

    @Override
    public int inZone(String zone) {
        return own.in(zone);
    }

    @Override
    public SortedMap<String, Integer> hosts() {
        return Collections.unmodifiableSortedMap(own.byHost());
    }

    @Override
    public SortedMap<Integer, TreePSet<String>> hostsByCount() {
        return Collections.unmodifiableSortedMap(own.byCount());
    }

    @Override
    public SortedSet<String> without(PSortedSet<String> among) {
        return own.without(among);
    }

    @Override
    public Exhausted exhausted() {
        return own.exhausted();
    }

    @Override
    public void remember(Exhausted found) {
        own.remember(found);
    }

    @Override
    public boolean has(ContainerInstance instance, String group) {
        return crowds.of(instance.cluster(), group, false).on(instance.hostId()) > 0;
    }

    @Override
    public SortedSet<String> groups(ContainerInstance instance) {
        TreeSet<String> groups = new TreeSet<>();
        state.by(TaskViews.TASKS, TaskViews.BY_INSTANCE, key(instance))
                .forEach(task -> groups.add(task.spec().group()));
        return groups;
    }

    @Override
    public int running(ContainerInstance instance) {
        return state.count(TaskViews.BY_INSTANCE, key(instance));
    }

    private static String key(ContainerInstance instance) {
        return TaskViews.instanceKey(instance.cluster(), instance.id(), DesiredStatus.RUNNING);
    }
}
