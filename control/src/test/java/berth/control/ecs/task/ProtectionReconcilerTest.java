package berth.control.ecs.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.reconcile.Plan;
import berth.control.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ProtectionReconcilerTest {
    private final TaskWorld world = new TaskWorld().host("h1");
    private final ProtectionReconciler reconciler = new ProtectionReconciler();
    private final Task task = world.commit(world.launch(world.sample(), LaunchType.EC2, 1))
            .tasks()
            .getFirst();

    private Plan plan(Instant until) {
        world.put(Change.put(TaskViews.TASKS, task.withProtectedUntil(until)));
        return reconciler.reconcile(world.state(), task.name(), world.calls.context());
    }

    @Test
    void looksAgainWhenTheProtectionEnds() {
        assertThat(plan(TaskWorld.NOW.plusSeconds(60))).isEqualTo(Plan.lookAgainAfter(Duration.ofSeconds(60)));
    }

    @Test
    void takesAProtectionAwayThatIsOver() {
        world.calls.commit(plan(TaskWorld.NOW).changes());
        Task after = Objects.requireNonNull(world.state().find(TaskViews.TASKS, task.name()));
        assertThat(after).isEqualTo(task.withProtectedUntil(null));
        assertThat(reconciler.reconcile(world.state(), task.name(), world.calls.context()))
                .isEqualTo(Plan.NOTHING);
    }

    @Test
    void isWokenByAProtectionAndKnowsItWithoutAWakeUpToo() {
        List<String> woken = new ArrayList<>();
        Change change = Change.put(TaskViews.TASKS, task.withProtectedUntil(TaskWorld.NOW.plusSeconds(1)));
        world.put(change);
        reconciler.wakes(world.state(), change, woken::add);
        assertThat(woken).containsExactly(task.name());
        assertThat(reconciler.keys(world.state())).containsExactly(task.name());
    }
}
