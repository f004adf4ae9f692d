package berth.control.ecs.task;

import berth.control.ecs.task.model.Task;
import berth.control.reconcile.Plan;
import berth.control.reconcile.Reconciler;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Forgets stopped tasks: those of a minute together, once the last of them was kept long enough, and the
/// oldest minute of a cluster earlier where the cluster keeps too many. Keys are `cluster/minute`.
///
/// Worked example: kept for 1 h. The tasks that stopped at 12:00:00 to 12:00:59 are forgotten from 13:01:00
/// on, 256 a step. Where a cluster has 10,300 stopped tasks and keeps 10,000, 256 of its oldest minute go at
/// once.
///
/// ECS: a stopped task stays describable for at least an hour.
final class StoppedTaskReconciler implements Reconciler {
    /// A cluster keeps at most about so many stopped tasks.
    static final int KEPT = 10_000;

    /// So many are forgotten a step, so that calls get their turn in between.
    static final int STEP = 256;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Duration kept;
    private final int most;

    /// @param kept how long a stopped task stays describable at least
    /// @param most how many stopped tasks a cluster keeps
    StoppedTaskReconciler(Duration kept, int most) {
        this.kept = kept;
        this.most = most;
    }

    @Override
    public String name() {
        return "stopped-tasks";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change instanceof Change.Put<?> put && put.row() instanceof Task task) {
            Instant stoppedAt = task.status().stoppedAt();
            if (task.stopped() && stoppedAt != null) {
                wake.accept(TaskViews.stoppedKey(task.cluster(), stoppedAt));
            }
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.keys(TaskViews.STOPPED_BY_MINUTE);
    }

    @Override
    public Plan reconcile(State state, String key, Context context) {
        String cluster = key.substring(0, key.indexOf('/'));
        Instant due =
                Instant.parse(key.substring(key.indexOf('/') + 1)).plus(MINUTE).plus(kept);
        if (!context.now().isBefore(due)) {
            return forget(state, key, STEP, Duration.ZERO);
        }
        Duration wait = Duration.between(context.now(), due);
        int surplus = state.count(TaskViews.STOPPED_BY_CLUSTER, cluster) - most;
        return surplus > 0
                ? forget(
                        state,
                        oldest(state, cluster, key),
                        Math.min(surplus, STEP),
                        surplus > STEP ? Duration.ZERO : wait)
                : Plan.lookAgainAfter(wait);
    }

    /// @param otherwise when to look again if nothing of the minute is left
    private static Plan forget(State state, String minute, int atMost, Duration otherwise) {
        List<Change> changes = new ArrayList<>();
        TreeMap<String, Integer> forgottenOfToken = new TreeMap<>();
        int forgotten = 0;
        var ids = state.ids(TaskViews.STOPPED_BY_MINUTE, minute);
        for (String id : ids) {
            if (forgotten >= atMost) {
                break;
            }
            forgotten++;
            changes.add(Change.delete(TaskViews.TASKS, id));
            if (state.find(TaskViews.TARGETS, id) != null) {
                changes.add(Change.delete(TaskViews.TARGETS, id));
            }
            Task task = state.find(TaskViews.TASKS, id);
            if (task != null && task.spec().clientToken() != null) {
                forgottenOfToken.merge(task.cluster() + '/' + task.spec().clientToken(), 1, Integer::sum);
            }
        }
        boolean more = forgotten < ids.size();
        forgottenOfToken.forEach((token, count) -> {
            if (state.count(TaskViews.BY_CLIENT_TOKEN, token) == count) {
                changes.add(Change.delete(TaskViews.TOKEN_USES, token));
            }
        });
        return more || !otherwise.isZero() ? new Plan(changes, otherwise) : Plan.of(changes);
    }

    /// The first minute of a cluster. Minutes of one cluster stand together in the order of time.
    private static String oldest(State state, String cluster, String otherwise) {
        for (String minute : state.keys(TaskViews.STOPPED_BY_MINUTE)) {
            if (minute.startsWith(cluster + '/')) {
                return minute;
            }
        }
        return otherwise;
    }
}
