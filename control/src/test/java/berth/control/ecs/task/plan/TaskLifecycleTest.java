package berth.control.ecs.task.plan;

import static berth.control.ecs.task.plan.Reports.created;
import static berth.control.ecs.task.plan.Reports.exited;
import static berth.control.ecs.task.plan.Reports.failed;
import static berth.control.ecs.task.plan.Reports.none;
import static berth.control.ecs.task.plan.Reports.outOfMemory;
import static berth.control.ecs.task.plan.Reports.running;
import static berth.control.ecs.task.plan.Reports.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.Task.TaskStatus;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.ObservedTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class TaskLifecycleTest {
    private static final Instant T0 = TaskWorld.NOW;
    private static final TaskDefinition TWO = TaskWorld.definition(
            "two",
            null,
            null,
            null,
            List.of(
                    TaskWorld.container("web", true, 64, 64, List.of(), null),
                    TaskWorld.container("log", false, 64, 64, List.of(), null)));
    private static final TaskDefinition BOTH = TaskWorld.definition(
            "both",
            null,
            null,
            null,
            List.of(
                    TaskWorld.container("web", true, 64, 64, List.of(), null),
                    TaskWorld.container("side", true, 64, 64, List.of(), null)));

    private final TaskWorld world = new TaskWorld().host("h1");

    private Task task(TaskDefinition definition, LaunchType type) {
        return world.commit(world.launch(world.define(definition), type, 1))
                .tasks()
                .getFirst();
    }

    private static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }

    private static Task see(Task task, TaskDefinition definition, long now, ObservedContainer... containers) {
        return TaskLifecycle.observed(task, definition, Reports.of(task, true, containers), at(now));
    }

    /// Without a network any more.
    private static Task end(Task task, TaskDefinition definition, long now, ObservedContainer... containers) {
        return TaskLifecycle.observed(task, definition, Reports.of(task, false, containers), at(now));
    }

    @Test
    void bridgeTaskGoesFromPendingToRunningWhenEveryContainerWasStarted() {
        Task task = task(TWO, LaunchType.EC2);
        assertThat(task.status().last()).isEqualTo(LastStatus.PENDING);

        Task half = see(task, TWO, 1, running("web", at(1)), created("log"));
        assertThat(half.status().last()).isEqualTo(LastStatus.PENDING);
        assertThat(half.status().startedAt()).isNull();

        Task all = see(half, TWO, 3, running("web", at(1)), running("log", at(2)));
        assertThat(all.status().last()).isEqualTo(LastStatus.RUNNING);
        assertThat(all.status().startedAt()).isEqualTo(at(2));
        assertThat(all.version()).isEqualTo(3);
    }

    @Test
    void nonEssentialContainerThatExitedOrFailedDoesNotKeepATaskFromRunning() {
        Task task = task(TWO, LaunchType.EC2);
        assertThat(see(task, TWO, 3, running("web", at(1)), exited("log", at(1), at(2), 1))
                        .status()
                        .last())
                .isEqualTo(LastStatus.RUNNING);
        assertThat(see(task, TWO, 3, running("web", at(1)), failed("log", "CannotPullContainerError: no"))
                        .status()
                        .last())
                .isEqualTo(LastStatus.RUNNING);
    }

    @Test
    void awsvpcTaskIsProvisionedFirstAndDeprovisionedLast() {
        TaskDefinition definition = world.fargate();
        Task task = task(definition, LaunchType.FARGATE);
        assertThat(task.status().last()).isEqualTo(LastStatus.PROVISIONING);
        Task waits = end(task, definition, 1, none("web"));
        assertThat(waits.status().last()).isEqualTo(LastStatus.PROVISIONING);
        Task pending = see(waits, definition, 1, none("web"));
        assertThat(pending.status().last()).isEqualTo(LastStatus.PENDING);
        Task running = see(pending, definition, 2, running("web", at(2)));
        Task over = see(running, definition, 5, exited("web", at(2), at(4), 0));
        assertThat(over.status().last()).isEqualTo(LastStatus.DEPROVISIONING);
        assertThat(over.status().stoppedAt()).isNull();
        Task stopped = end(over, definition, 6, exited("web", at(2), at(4), 0));
        assertThat(stopped.status().last()).isEqualTo(LastStatus.STOPPED);
        assertThat(stopped.status().stoppedAt()).isEqualTo(at(6));
    }

    @Test
    void essentialExitStopsTheTaskAndTellsItsCode() {
        Task running = see(task(TWO, LaunchType.EC2), TWO, 2, running("web", at(1)), running("log", at(2)));
        Task stopping = see(running, TWO, 6, exited("web", at(1), at(5), 3), running("log", at(2)));
        assertThat(stopping.status())
                .returns(DesiredStatus.STOPPED, TaskStatus::desired)
                .returns(LastStatus.STOPPING, TaskStatus::last)
                .returns(StopCode.ESSENTIAL_CONTAINER_EXITED, TaskStatus::stopCode)
                .returns("Essential container in task exited", TaskStatus::stoppedReason)
                .returns(at(5), TaskStatus::stoppingAt)
                .returns(at(5), TaskStatus::executionStoppedAt);
        Task stopped = see(stopping, TWO, 8, exited("web", at(1), at(5), 3), exited("log", at(2), at(7), 143));
        assertThat(stopped.status().last()).isEqualTo(LastStatus.STOPPED);
        assertThat(stopped.status().containers())
                .extracting(TaskContainer::exitCode)
                .containsExactly(3, 143);
    }

    @Test
    void taskThatRanAndExitedBetweenTwoReportsHasStartedAt() {
        Task stopped =
                see(task(TWO, LaunchType.EC2), TWO, 9, exited("web", at(1), at(3), 0), exited("log", at(2), at(4), 0));
        assertThat(stopped.status())
                .returns(LastStatus.STOPPED, TaskStatus::last)
                .returns(StopCode.ESSENTIAL_CONTAINER_EXITED, TaskStatus::stopCode)
                .returns(at(2), TaskStatus::startedAt)
                .returns(at(3), TaskStatus::executionStoppedAt);
    }

    @Test
    void failedPullIsToldByTheContainerOnEc2AndByTheTaskOnFargate() {
        String error = "CannotPullContainerError: API error (404): repository x not found";
        Task ec2 = see(task(BOTH, LaunchType.EC2), BOTH, 4, failed("web", error), skipped("side"));
        assertThat(ec2.status())
                .returns(StopCode.TASK_FAILED_TO_START, TaskStatus::stopCode)
                .returns("Task failed to start", TaskStatus::stoppedReason)
                .returns(null, TaskStatus::startedAt)
                .returns(null, TaskStatus::executionStoppedAt)
                .returns(LastStatus.STOPPED, TaskStatus::last);
        assertThat(ec2.status().containers().getFirst().reason()).isEqualTo(error);
        assertThat(ec2.status().containers().getFirst().exitCode()).isNull();
        Task fargate = end(task(BOTH, LaunchType.FARGATE), BOTH, 4, failed("web", error), skipped("side"));
        assertThat(fargate.status().stoppedReason()).isEqualTo(error);
    }

    @Test
    void containerThatCannotStartIsBlamedAndNotTheOneThatWasStoppedForIt() {
        Task task = see(
                task(BOTH, LaunchType.EC2),
                BOTH,
                9,
                exited("web", at(1), at(2), 143),
                failed("side", "CannotStartContainerError: no such file"));
        assertThat(task.status().stopCode()).isEqualTo(StopCode.TASK_FAILED_TO_START);
    }

    @Test
    void outOfMemoryNeedsTheEnginesWordAndAnExitCodeOtherThanZero() {
        Task task = task(BOTH, LaunchType.EC2);
        Task killed = see(task, BOTH, 9, outOfMemory("web", at(1), at(2), 137), exited("side", at(1), at(3), 143));
        assertThat(killed.status().containers().getFirst().reason())
                .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
        assertThat(killed.status().stoppedReason()).isEqualTo("Essential container in task exited");
        Task fine = see(task, BOTH, 9, outOfMemory("web", at(1), at(2), 0), exited("side", at(1), at(3), 137));
        assertThat(fine.status().containers()).extracting(TaskContainer::reason).containsExactly(null, null);
    }

    @Test
    void brokenNetworkStopsATaskThatHasNotStarted() {
        Task task = task(world.fargate(), LaunchType.FARGATE);
        ObservedTask report = new ObservedTask(
                "x", false, "ResourceInitializationError: no address", null, null, List.of(skipped("web")));
        assertThat(TaskLifecycle.observed(task, world.fargate(), report, at(1)).status())
                .returns(StopCode.TASK_FAILED_TO_START, TaskStatus::stopCode)
                .returns("ResourceInitializationError: no address", TaskStatus::stoppedReason)
                .returns(LastStatus.STOPPED, TaskStatus::last);
    }

    @Test
    void stopChangesWhatIsWantedAndWaitsForTheHost() {
        Task running = see(task(BOTH, LaunchType.EC2), BOTH, 2, running("web", at(1)), running("side", at(1)));
        Task asked = TaskLifecycle.stop(running, StopCode.USER_INITIATED, "enough", at(5));
        assertThat(asked.status())
                .returns(DesiredStatus.STOPPED, TaskStatus::desired)
                .returns(LastStatus.RUNNING, TaskStatus::last)
                .returns("enough", TaskStatus::stoppedReason)
                .returns(at(5), TaskStatus::stoppingAt);
        assertThat(TaskLifecycle.stop(asked, StopCode.SERVICE_SCHEDULER_INITIATED, "other", at(6)))
                .isSameAs(asked);
        Task stopping = see(asked, BOTH, 6, exited("web", at(1), at(6), 137), running("side", at(1)));
        assertThat(stopping.status().last()).isEqualTo(LastStatus.STOPPING);
        Task stopped = see(stopping, BOTH, 7, exited("web", at(1), at(6), 137), exited("side", at(1), at(7), 143));
        assertThat(stopped.status())
                .returns(LastStatus.STOPPED, TaskStatus::last)
                .returns(StopCode.USER_INITIATED, TaskStatus::stopCode)
                .returns(at(6), TaskStatus::executionStoppedAt);
    }

    @Test
    void taskThatVanishedStopsAndSaysSo() {
        Task running = see(task(BOTH, LaunchType.EC2), BOTH, 2, running("web", at(1)), running("side", at(1)));
        Task gone = TaskLifecycle.vanished(running, at(9));
        assertThat(gone.status())
                .returns(LastStatus.STOPPED, TaskStatus::last)
                .returns(StopCode.ESSENTIAL_CONTAINER_EXITED, TaskStatus::stopCode);
        assertThat(gone.status().containers())
                .allSatisfy(container -> assertThat(container.reason()).startsWith("ContainerVanishedError"))
                .allSatisfy(container -> assertThat(container.exitCode()).isNull());
        assertThat(TaskLifecycle.vanished(gone, at(10))).isSameAs(gone);
    }

    @Test
    void taskOfALostHostStopsWithTheReasonGiven() {
        Task running = see(task(BOTH, LaunchType.EC2), BOTH, 2, running("web", at(1)), running("side", at(1)));
        assertThat(TaskLifecycle.lost(running, "Host h1 is gone.", at(9)).status())
                .returns(LastStatus.STOPPED, TaskStatus::last)
                .returns(StopCode.TERMINATION_NOTICE, TaskStatus::stopCode)
                .returns("Host h1 is gone.", TaskStatus::stoppedReason);
    }

    @Test
    void disconnectionKeepsStatusAndHealth() {
        Task task = task(BOTH, LaunchType.EC2);
        Task away = TaskLifecycle.connected(task, false, at(3));
        assertThat(away.status().connected()).isFalse();
        assertThat(away.status().last()).isEqualTo(task.status().last());
        assertThat(TaskLifecycle.connected(away, true, at(4)).status().connectivityAt())
                .isEqualTo(at(4));
    }

    @Test
    void hostClockThatRunsBehindKeepsTheOrderOfTimestamps() {
        Task running = see(task(BOTH, LaunchType.EC2), BOTH, 2, running("web", at(-90)), running("side", at(-90)));
        assertThat(running.status().startedAt()).isEqualTo(T0);
        Task asked = TaskLifecycle.stop(running, StopCode.USER_INITIATED, "x", at(3));
        Task stopped = see(asked, BOTH, 4, exited("web", at(-90), at(-80), 0), exited("side", at(-90), at(-80), 0));
        assertThat(stopped.status().executionStoppedAt()).isEqualTo(at(3));
        assertThat(stopped.status().stoppedAt()).isEqualTo(at(4));
    }

    @Test
    void sameReportTwiceChangesNothing() {
        Task running = see(task(BOTH, LaunchType.EC2), BOTH, 2, running("web", at(1)), running("side", at(1)));
        assertThat(see(running, BOTH, 3, running("web", at(1)), running("side", at(1))))
                .isSameAs(running);
    }

    /// Every lastStatus and desiredStatus that a task can have, against every pair of container reports, with
    /// and without network, in both network modes.
    @Test
    void crossProductKeepsTheRules() {
        int cases = 0;
        for (LaunchType type : List.of(LaunchType.EC2, LaunchType.FARGATE)) {
            for (Task from : reachable(task(BOTH, type))) {
                for (ObservedContainer web : reports("web")) {
                    for (ObservedContainer side : reports("side")) {
                        for (boolean network : new boolean[] {true, false}) {
                            check(from, Reports.of(from, network, web, side));
                            cases++;
                        }
                    }
                }
            }
        }
        assertThat(cases).isGreaterThan(1000);
    }

    /// Each pair of statuses: which are a step that some report or decision makes, and that no other is. What is wanted
    /// goes from RUNNING to STOPPED and never back.
    @Test
    void everyLegalStepIsTakenAndNoOther() {
        TreeMap<LastStatus, TreeSet<LastStatus>> steps = new TreeMap<>();
        for (LaunchType type : List.of(LaunchType.EC2, LaunchType.FARGATE)) {
            for (Task from : inEveryStatus(task(BOTH, type))) {
                for (Task to : next(from)) {
                    assertThat(to.status().desired())
                            .isGreaterThanOrEqualTo(from.status().desired());
                    if (to.status().last() != from.status().last()) {
                        steps.computeIfAbsent(from.status().last(), last -> new TreeSet<>())
                                .add(to.status().last());
                    }
                }
            }
        }
        assertThat(steps.entrySet().stream().map(step -> step.getKey() + " " + step.getValue()))
                .containsExactly(
                        "PROVISIONING [PENDING, ACTIVATING, RUNNING, STOPPING, DEPROVISIONING, STOPPED]",
                        "PENDING [ACTIVATING, RUNNING, STOPPING, DEPROVISIONING, STOPPED]",
                        "ACTIVATING [RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED]",
                        "RUNNING [DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED]",
                        "DEACTIVATING [STOPPING, DEPROVISIONING, STOPPED]",
                        "STOPPING [DEPROVISIONING, STOPPED]",
                        "DEPROVISIONING [STOPPED]");
    }

    /// Tasks in each lastStatus, with both that may be wanted where both can be.
    private static List<Task> inEveryStatus(Task fresh) {
        List<Task> all = new ArrayList<>(reachable(fresh));
        ObservedTask runs = Reports.of(fresh, true, running("web", at(1)), running("side", at(1)));
        Task activating = TaskLifecycle.observed(fresh, BOTH, runs, true, at(1));
        Task pending = see(fresh, BOTH, 1, none("web"), none("side"));
        Task running = see(fresh, BOTH, 1, running("web", at(1)), running("side", at(1)));
        for (Task one : List.of(activating, running)) {
            Task asked = TaskLifecycle.stop(one, StopCode.SERVICE_SCHEDULER_INITIATED, "x", at(3));
            all.addAll(List.of(one, asked, TaskLifecycle.draining(asked)));
        }
        all.addAll(List.of(pending, TaskLifecycle.stop(pending, StopCode.USER_INITIATED, "x", at(3))));
        return all;
    }

    /// What reports and decisions can make of it.
    private static List<Task> next(Task from) {
        List<Task> next = new ArrayList<>(List.of(
                TaskLifecycle.stop(from, StopCode.USER_INITIATED, "x", at(5)),
                TaskLifecycle.drained(from),
                TaskLifecycle.activated(from, at(5)),
                TaskLifecycle.vanished(from, at(5)),
                TaskLifecycle.lost(from, "x", at(5)),
                TaskLifecycle.deregistered(from, at(5)),
                TaskLifecycle.connected(from, false, at(5))));
        LastStatus last = from.status().last();
        if (from.status().desired() == DesiredStatus.STOPPED
                && (last == LastStatus.ACTIVATING || last == LastStatus.RUNNING)) {
            next.add(TaskLifecycle.draining(from));
        }
        for (ObservedContainer web : reports("web")) {
            for (ObservedContainer side : reports("side")) {
                for (boolean flag : new boolean[] {true, false}) {
                    next.add(TaskLifecycle.observed(from, BOTH, Reports.of(from, flag, web, side), true, at(9)));
                    next.add(TaskLifecycle.observed(from, BOTH, Reports.of(from, flag, web, side), false, at(9)));
                }
            }
        }
        return next;
    }

    private static List<Task> reachable(Task fresh) {
        Task half = see(fresh, BOTH, 1, running("web", at(1)), created("side"));
        Task running = see(fresh, BOTH, 1, running("web", at(1)), running("side", at(1)));
        Task exiting = see(running, BOTH, 2, exited("web", at(1), at(2), 1), running("side", at(1)));
        Task over = see(running, BOTH, 2, exited("web", at(1), at(2), 1), exited("side", at(1), at(2), 1));
        Task gone = end(over, BOTH, 3, exited("web", at(1), at(2), 1), exited("side", at(1), at(2), 1));
        Task stopping = TaskLifecycle.stop(running, StopCode.USER_INITIATED, "x", at(3));
        Task neverRan = TaskLifecycle.stop(fresh, StopCode.USER_INITIATED, "x", at(3));
        return List.of(fresh, half, running, exiting, over, gone, stopping, neverRan);
    }

    private static List<ObservedContainer> reports(String name) {
        return List.of(
                none(name),
                created(name),
                running(name, at(1)),
                exited(name, at(1), at(4), 0),
                exited(name, at(1), at(4), 137),
                outOfMemory(name, at(1), at(4), 137),
                failed(name, "CannotPullContainerError: no"),
                skipped(name));
    }

    private static void check(Task from, ObservedTask report) {
        Task to = TaskLifecycle.observed(from, BOTH, report, at(9));
        TaskStatus before = from.status();
        TaskStatus after = to.status();
        String what = before + " and " + report + " gave " + after;
        assertThat(after.last()).as(what).isGreaterThanOrEqualTo(before.last());
        assertThat(after.desired()).as(what).isGreaterThanOrEqualTo(before.desired());
        for (int i = 0; i < before.containers().size(); i++) {
            assertThat(after.containers().get(i).status())
                    .as(what)
                    .isGreaterThanOrEqualTo(before.containers().get(i).status());
        }
        boolean over = after.containers().stream().allMatch(c -> c.status() == TaskContainer.Status.STOPPED);
        boolean started = after.containers().stream().allMatch(c -> c.startedAt() != null);
        boolean network = from.spec().networkMode() == NetworkMode.AWSVPC && report.networkReady();
        if (!from.stopped()) {
            assertThat(to.stopped()).as(what).isEqualTo(over && !network);
        }
        assertThat(after.last() == LastStatus.RUNNING && before.last() != LastStatus.RUNNING && !started)
                .as(what)
                .isFalse();
        assertThat(after.stopCode() == null).as(what).isEqualTo(after.desired() == DesiredStatus.RUNNING);
        boolean essentialOver = after.containers().stream().anyMatch(c -> c.status() == TaskContainer.Status.STOPPED);
        if (essentialOver) {
            assertThat(after.desired()).as(what).isEqualTo(DesiredStatus.STOPPED);
        }
        assertThat(TaskLifecycle.observed(to, BOTH, report, at(10)))
                .as("the same report again: " + what)
                .isSameAs(to);
    }
}
