package berth.control.ecs.task.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.kernel.Rng;
import berth.kernel.host.ObservedContainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTasksTest {
    private final TaskWorld world = new TaskWorld().host("h1").host("h2");
    private final TaskDefinition definition = world.define(TaskWorld.definition(
            "job", null, null, null, List.of(TaskWorld.container("web", true, 1, 6, List.of(), null))));

    @Test
    void eachHostHasItsTasksAsTheyAreUntilTheyAreStoppedOrForgotten() {
        Rng rng = Rng.seeded(1, "live-tasks", 1);
        int most = 0;
        for (int i = 0; i < 300; i++) {
            List<Task> all = new ArrayList<>(world.state().all(TaskViews.TASKS));
            switch (all.isEmpty() ? 0 : rng.nextInt(4)) {
                case 0 -> world.commit(world.launch(definition, LaunchType.EC2, 1 + rng.nextInt(3)));
                case 1 -> report(all.get(rng.nextInt(all.size())), Reports.running("web", TaskWorld.NOW));
                case 2 ->
                    report(all.get(rng.nextInt(all.size())), Reports.exited("web", TaskWorld.NOW, TaskWorld.NOW, 0));
                default -> forget(all.get(rng.nextInt(all.size())));
            }
            for (String host : List.of("h1", "h2", "h3")) {
                List<Task> expected = world.state().all(TaskViews.TASKS).stream()
                        .filter(task -> !task.stopped() && task.spec().hostId().equals(host))
                        .toList();
                assertThat(LiveTasks.on(world.state(), host)).containsExactlyElementsOf(expected);
                most = Math.max(most, expected.size());
            }
        }
        assertThat(most).isGreaterThan(5);
    }

    private void report(Task task, ObservedContainer container) {
        TaskChanges changes = new TaskChanges(world.state(), TaskWorld.NOW);
        changes.update(
                task, TaskLifecycle.observed(task, definition, Reports.of(task, true, container), TaskWorld.NOW));
        world.calls.commit(changes.list());
    }

    private void forget(Task task) {
        if (task.stopped()) {
            world.calls.commit(List.of(Change.delete(TaskViews.TASKS, task.name())));
        }
    }
}
