package berth.control.ecs.task.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.task.TaskReports;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.NetworkInterface;
import berth.kernel.Resources;
import berth.kernel.Rng;
import berth.kernel.host.Observed;
import berth.kernel.host.ObservedTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/// Launches, stops and reports in any order: what is reserved is what a recount of the tasks gives, and never
/// more than there is.
final class TaskPropertyTest {
    @Property(tries = 60)
    void reservationsAndAddressesAlwaysEqualARecount(@ForAll long seed) {
        Rng rng = Rng.seeded(seed);
        TaskWorld world = new TaskWorld().host("h1").host("h2");
        List<TaskDefinition> definitions = List.of(world.sample(), world.fargate(), heavy(world));
        for (int step = 0; step < 60; step++) {
            List<Task> live = live(world.state());
            if (live.isEmpty() || rng.chance(0.4)) {
                TaskDefinition definition = definitions.get(rng.nextInt(3));
                LaunchType type = rng.chance(0.5) ? LaunchType.EC2 : LaunchType.FARGATE;
                world.commit(world.launch(definition, type, 1 + rng.nextInt(4)));
            } else {
                advance(world, live.get(rng.nextInt(live.size())), rng);
            }
            recount(world.state());
        }
    }

    /// Memory runs out before CPU does.
    private static TaskDefinition heavy(TaskWorld world) {
        return world.define(TaskWorld.definition(
                "heavy", null, null, null, List.of(TaskWorld.container("web", true, 1, 1500, List.of(), null))));
    }

    private static void advance(TaskWorld world, Task task, Rng rng) {
        if (rng.chance(0.3)) {
            world.calls.commit(TaskStop.stop(world.state(), task, StopCode.USER_INITIATED, "x", TaskWorld.NOW));
            return;
        }
        ObservedTask one = switch (rng.nextInt(4)) {
            case 0 -> Reports.of(task, true, Reports.running("web", TaskWorld.NOW));
            case 1 -> Reports.of(task, true, Reports.exited("web", TaskWorld.NOW, TaskWorld.NOW, 1));
            case 2 -> Reports.of(task, false, Reports.exited("web", TaskWorld.NOW, TaskWorld.NOW, 1));
            default -> Reports.of(task, false, Reports.failed("web", "CannotPullContainerError: no"));
        };
        boolean vanished = rng.chance(0.1);
        Observed report =
                new Observed(task.spec().hostId(), 1, 1, 1, vanished, vanished ? List.of() : List.of(one), List.of());
        TreeSet<String> known = new TreeSet<>(List.of(TaskViews.arn(Calls.ACCOUNT, task)));
        world.calls.commit(new TaskReports().observed(world.state(), report, known, world.calls.context()));
    }

    private static List<Task> live(State state) {
        return state.all(TaskViews.TASKS).stream()
                .filter(task -> !task.stopped())
                .toList();
    }

    private static void recount(State state) {
        for (Host host : state.all(InstanceViews.HOSTS)) {
            Allocation kept = InstanceViews.allocation(state, host.id());
            Resources sum = Resources.NONE;
            List<Integer> ports = new ArrayList<>();
            int tasks = 0;
            for (Task task : live(state)) {
                if (task.spec().hostId().equals(host.id())) {
                    sum = sum.plus(task.spec().reserved());
                    task.spec().hostPorts().forEach(port -> ports.add(port.port()));
                    tasks++;
                }
            }
            assertThat(kept.taken()).isEqualTo(sum);
            assertThat(kept.tasks()).isEqualTo(tasks);
            assertThat(kept.tcp()).containsExactlyInAnyOrderElementsOf(ports).doesNotHaveDuplicates();
            assertThat(sum.fits(host.capacity())).isTrue();
        }
        assertThat(state.all(VpcViews.NETWORK_INTERFACES))
                .extracting(eni -> eni.networkInterface().address())
                .doesNotHaveDuplicates();
        assertThat(state.all(VpcViews.NETWORK_INTERFACES).stream().map(NetworkInterface::id))
                .containsExactlyInAnyOrderElementsOf(live(state).stream()
                        .map(TaskPropertyTest::interfaceId)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static @Nullable String interfaceId(Task task) {
        Task.Attachment attachment = task.spec().attachment();
        return attachment == null ? null : attachment.networkInterface().id();
    }
}
