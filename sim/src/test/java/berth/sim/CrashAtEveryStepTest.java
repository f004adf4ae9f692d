package berth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.kernel.Resources;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;

/// The first scenario: a task is started and stopped, and everything of ours is killed at one step of it, at each
/// step in turn. Whatever was acknowledged must be true afterwards.
class CrashAtEveryStepTest {
    private static final World.Setup ONE_HOST = new World.Setup(1, new Resources(4096, 8192), false, null);

    @Test
    void startCrashAtEveryStepStop() {
        long steps = script(Long.MAX_VALUE);
        assertThat(steps).isGreaterThan(50);
        for (long step = 1; step <= steps; step++) {
            script(step);
        }
    }

    /// Runs the script and kills everything at the given step of it; answers with the number of steps.
    private static long script(long crashAt) {
        World world = new World(42, ONE_HOST);
        world.chaos().calm(true);
        world.start();
        world.run(Duration.ofSeconds(5));
        new Workload(world).prepare();
        world.run(Duration.ofSeconds(2));
        long begun = world.timeline().steps();

        String[] task = {""};
        world.call(
                "RunTask",
                RunTaskRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .taskDefinition("web-vpc")
                        .launchType("FARGATE")
                        .build(),
                answer -> task[0] = id(answer));
        boolean[] crashed = {false};
        Runnable crashOnce = () -> {
            if (!crashed[0] && world.timeline().steps() - begun >= crashAt) {
                crashed[0] = true;
                world.killAll();
                world.start();
            }
        };
        world.runUntil("the task runs, or was never acknowledged", Duration.ofMinutes(2), () -> {
            crashOnce.run();
            return task[0].isEmpty() ? crashed[0] : status(world, task[0]) == LastStatus.RUNNING;
        });
        if (task[0].isEmpty()) {
            world.run(Duration.ofMinutes(1));
            settled(world);
            return 0;
        }
        world.call(
                "StopTask",
                StopTaskRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .task(task[0])
                        .build(),
                answer -> {});
        world.runUntil("the task stopped", Duration.ofMinutes(2), () -> {
            boolean before = crashed[0];
            crashOnce.run();
            if (crashed[0] && !before) {
                world.call(
                        "StopTask",
                        StopTaskRequest.builder()
                                .cluster(Workload.CLUSTER)
                                .task(task[0])
                                .build(),
                        answer -> {});
            }
            return status(world, task[0]) == LastStatus.STOPPED;
        });
        long steps = world.timeline().steps() - begun;
        settled(world);
        return steps;
    }

    private static void settled(World world) {
        world.run(Duration.ofMinutes(1));
        world.checkers().settled(Objects.requireNonNull(world.control()).published());
    }

    private static LastStatus status(World world, String task) {
        return Objects.requireNonNull(Objects.requireNonNull(world.control())
                        .published()
                        .find(TaskViews.TASKS, Workload.CLUSTER + '/' + task))
                .status()
                .last();
    }

    private static String id(berth.control.store.Writer.Answer<software.amazon.awssdk.core.SdkPojo> answer) {
        if (answer instanceof berth.control.store.Writer.Answer.Done<software.amazon.awssdk.core.SdkPojo>(var response)
                && response instanceof software.amazon.awssdk.services.ecs.model.RunTaskResponse ran) {
            String arn = ran.tasks().getFirst().taskArn();
            return arn.substring(arn.lastIndexOf('/') + 1);
        }
        throw new AssertionError("RunTask was refused: " + answer);
    }
}
