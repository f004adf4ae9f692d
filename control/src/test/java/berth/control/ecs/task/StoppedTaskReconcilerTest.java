package berth.control.ecs.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.TokenUse;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.Reports;
import berth.control.ecs.task.plan.TaskChanges;
import berth.control.ecs.task.plan.TaskLifecycle;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.reconcile.Plan;
import berth.control.store.Change;
import berth.control.store.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StoppedTaskReconcilerTest {
    /// 22:13:20, so that its minute ends 40 s later.
    private static final Instant T0 = TaskWorld.NOW;

    private final TaskWorld world = new TaskWorld().host("h1");
    private final TaskDefinition definition = world.define(TaskWorld.definition(
            "job", null, null, null, List.of(TaskWorld.container("web", true, 1, 6, List.of(), null))));

    private Task stopped(Instant at, @Nullable String token) {
        Launch plain = world.launch(definition, LaunchType.EC2, 1);
        Task task = world.commit(new Launch(
                        plain.cluster(),
                        definition,
                        1,
                        LaunchType.EC2,
                        null,
                        plain.group(),
                        null,
                        null,
                        plain.overrides(),
                        null,
                        token))
                .tasks()
                .getFirst();
        TaskChanges changes = new TaskChanges(world.state(), TaskWorld.NOW);
        changes.update(
                task,
                TaskLifecycle.observed(task, definition, Reports.of(task, true, Reports.exited("web", T0, at, 0)), at));
        world.calls.commit(changes.list());
        return task;
    }

    private Plan reconcile(StoppedTaskReconciler reaper, String key, Instant now) {
        Context context = world.calls.context();
        Plan plan =
                reaper.reconcile(world.state(), key, new Context(now, context.ids(), context.account(), Calls.CALLER));
        world.calls.commit(plan.changes());
        return plan;
    }

    private String onlyKey(StoppedTaskReconciler reaper) {
        assertThat(reaper.keys(world.state())).hasSize(1);
        return reaper.keys(world.state()).iterator().next();
    }

    @Test
    void stoppedTaskStaysForItsHourAndThenGoesWithItsToken() {
        StoppedTaskReconciler reaper = new StoppedTaskReconciler(Duration.ofHours(1), 10);
        Task task = stopped(T0, "t");
        world.put(Change.put(TaskViews.TOKEN_USES, new TokenUse("c", "t", "f", T0)));
        String key = onlyKey(reaper);
        Plan waits = reconcile(reaper, key, T0.plusSeconds(3600));
        assertThat(waits).isEqualTo(Plan.lookAgainAfter(Duration.ofSeconds(40)));
        assertThat(world.state().find(TaskViews.TASKS, task.name())).isNotNull();
        reconcile(
                reaper, key, T0.plus(Objects.requireNonNull(waits.lookAgain())).plusSeconds(3600));
        assertThat(world.state().find(TaskViews.TASKS, task.name())).isNull();
        assertThat(world.state().count(TaskViews.TOKEN_USES)).isZero();
    }

    @Test
    void tokenStaysWhileATaskOfItIsThere() {
        StoppedTaskReconciler reaper = new StoppedTaskReconciler(Duration.ofHours(1), 10);
        stopped(T0, "t");
        stopped(T0.plusSeconds(120), "t");
        world.put(Change.put(TaskViews.TOKEN_USES, new TokenUse("c", "t", "f", T0)));
        reconcile(reaper, TaskViews.stoppedKey("c", T0), T0.plusSeconds(3700));
        assertThat(world.state().count(TaskViews.TASKS)).isEqualTo(1);
        assertThat(world.state().count(TaskViews.TOKEN_USES)).isEqualTo(1);
    }

    @Test
    void clusterThatKeepsTooManyForgetsItsOldestMinuteFirst() {
        StoppedTaskReconciler reaper = new StoppedTaskReconciler(Duration.ofHours(1), 2);
        Task oldest = stopped(T0, null);
        Task next = stopped(T0.plusSeconds(60), null);
        Task newest = stopped(T0.plusSeconds(120), null);
        reconcile(reaper, TaskViews.stoppedKey("c", T0.plusSeconds(120)), T0.plusSeconds(120));
        assertThat(world.state().find(TaskViews.TASKS, oldest.name())).isNull();
        assertThat(world.state().find(TaskViews.TASKS, next.name())).isNotNull();
        assertThat(world.state().find(TaskViews.TASKS, newest.name())).isNotNull();
    }

    @Test
    void manyAreForgottenInSteps() {
        StoppedTaskReconciler reaper = new StoppedTaskReconciler(Duration.ofHours(1), 10_000);
        for (int i = 0; i < StoppedTaskReconciler.STEP + 4; i++) {
            stopped(T0, null);
        }
        String key = onlyKey(reaper);
        Plan first = reconcile(reaper, key, T0.plusSeconds(4000));
        assertThat(first.changes()).hasSize(StoppedTaskReconciler.STEP);
        assertThat(first.lookAgain()).isEqualTo(Duration.ZERO);
        assertThat(reconcile(reaper, key, T0.plusSeconds(4000)).lookAgain()).isNull();
        assertThat(world.state().count(TaskViews.TASKS)).isZero();
    }
}
