package berth.control.ecs.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.task.api.StopTask;
import berth.control.ecs.task.model.TargetSpec;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.model.TaskTargets.Phase;
import berth.control.ecs.task.model.TaskTargets.TaskTarget;
import berth.control.ecs.task.plan.DesiredPlanner;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.Reports;
import berth.control.ecs.task.plan.TaskStop;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Target;
import berth.control.elb.model.Target.Standing;
import berth.control.elb.model.TargetGroup.TargetType;
import berth.control.reconcile.Plan;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.kernel.host.Observed;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.ObservedTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;

/// A task and its target groups, from its launch to its end.
class TargetReconcilerTest {
    private static final Instant T0 = TaskWorld.NOW;
    private static final Duration DELAY = Duration.ofSeconds(300);

    private final TaskWorld world = new TaskWorld().host("h1");

    private TargetReconcilerTest() {
        world.put(TargetGroups.group("blue", TargetType.IP, 300));
        world.put(TargetGroups.group("red", TargetType.IP, 60));
        world.put(TargetGroups.group("hosts", TargetType.INSTANCE, 300));
    }

    @Test
    void anAwsvpcTaskIsRegisteredWithItsAddressByTheReportThatItRuns() {
        Task task = launch(LaunchType.FARGATE, "blue");
        assertThat(targets("blue")).isEmpty();

        List<Change> changes = report(task, Reports.running("web", T0));

        assertThat(changes).anyMatch(change -> change.kind() == TaskViews.TASKS);
        assertThat(changes).anyMatch(change -> change.kind() == ElbViews.TARGETS);
        String address = Objects.requireNonNull(task.spec().attachment())
                .networkInterface()
                .address();
        assertThat(targets("blue"))
                .singleElement()
                .satisfies(
                        target -> assertThat(target.id() + ':' + target.port()).isEqualTo(address + ":80"));
        assertThat(now(task).status().last()).isEqualTo(LastStatus.RUNNING);
        assertThat(only(task)).matches(target -> target.phase() == Phase.REGISTERED && !target.told());
    }

    @Test
    void aBridgeTaskIsRegisteredWithItsHostsIdAndThePortThatWasPublished() {
        Task task = launch(LaunchType.EC2, "hosts");
        ObservedContainer ran = Reports.running("web", T0);
        report(task, unpublished(ran));
        assertThat(targets("hosts")).as("before its port is known").isEmpty();

        report(task, ran);

        String instance = Objects.requireNonNull(world.state().find(InstanceViews.HOSTS, "h1"))
                .ec2InstanceId();
        assertThat(targets("hosts"))
                .singleElement()
                .satisfies(
                        target -> assertThat(target.id() + ':' + target.port()).isEqualTo(instance + ":80"));
    }

    @Test
    void withSeveralTargetGroupsItIsActivatingUntilItIsRegisteredWithAll() {
        Task task = launch(LaunchType.FARGATE, "blue", "red");
        report(task, Reports.running("web", T0));
        assertThat(now(task).status().last()).isEqualTo(LastStatus.ACTIVATING);
        assertThat(now(task).status().startedAt()).isNull();
        assertThat(targets("blue")).hasSize(1);
        assertThat(targets("red")).hasSize(1);

        reconcile(task, T0.plusSeconds(3));

        assertThat(now(task).status().last()).isEqualTo(LastStatus.RUNNING);
        assertThat(now(task).status().startedAt()).isEqualTo(T0.plusSeconds(3));
    }

    @Test
    void aMissingTargetGroupIsWaitedForAndThenUsed() {
        Task task = launch(LaunchType.FARGATE, "late");
        report(task, Reports.running("web", T0));
        assertThat(now(task).status().last()).isEqualTo(LastStatus.RUNNING);
        assertThat(only(task).phase()).isEqualTo(Phase.WAITING);

        Change group = TargetGroups.group("late", TargetType.IP, 5);
        world.put(group);

        assertThat(woken(group)).containsExactly(task.name());
        reconcile(task, T0);
        assertThat(targets("late")).hasSize(1);
    }

    @Test
    void theSchedulersStopDrainsFirstAndTheContainerRunsOn() {
        Task task = serving("blue");

        schedulerStops(task);

        assertThat(now(task).status().last()).isEqualTo(LastStatus.DEACTIVATING);
        assertThat(targets("blue")).extracting(Target::standing).containsExactly(Standing.DRAINING);
        assertThat(mayRun(task)).isTrue();
        assertThat(reconcile(task, T0.plusSeconds(10)).lookAgain()).isEqualTo(DELAY.minusSeconds(10));
        assertThat(mayRun(task)).isTrue();
    }

    @Test
    void itIsOverWhenTheTargetIsGone() {
        Task task = serving("blue");
        schedulerStops(task);
        Change gone = Change.delete(ElbViews.TARGETS, targets("blue").getFirst().name());
        reconcile(task, T0.plusSeconds(1));
        assertThat(now(task).status().last()).isEqualTo(LastStatus.DEACTIVATING);
        world.put(gone);
        assertThat(woken(gone)).containsExactly(task.name());

        reconcile(task, T0.plusSeconds(2));

        assertThat(now(task).status().last()).isEqualTo(LastStatus.STOPPING);
        assertThat(mayRun(task)).isFalse();
    }

    @Test
    void theDelayBoundsItWhateverBecameOfTheLoadBalancer() {
        Task task = serving("blue");
        schedulerStops(task);

        reconcile(task, T0.plus(DELAY));

        assertThat(now(task).status().last()).isEqualTo(LastStatus.STOPPING);
    }

    @Test
    void theLongestDelayOfSeveralTargetGroupsCounts() {
        Task task = launch(LaunchType.FARGATE, "blue", "red");
        report(task, Reports.running("web", T0));
        reconcile(task, T0);
        schedulerStops(now(task));

        assertThat(reconcile(task, T0.plusSeconds(60)).lookAgain()).isEqualTo(DELAY.minusSeconds(60));
    }

    @Test
    void aTargetGroupThatWasDeletedIsNotWaitedFor() {
        Task task = serving("red");
        schedulerStops(task);

        world.put(Change.delete(ElbViews.TARGET_GROUPS, TargetGroups.arn("red")));
        reconcile(task, T0.plusSeconds(1));

        assertThat(now(task).status().last()).isEqualTo(LastStatus.STOPPING);
    }

    @Test
    void aClockThatWasPutBackDoesNotMakeItWaitForHours() {
        Task task = serving("blue");
        schedulerStops(task);

        reconcile(task, T0.minus(Duration.ofHours(1)));

        assertThat(now(task).status().last()).isEqualTo(LastStatus.STOPPING);
    }

    @Test
    void anEssentialContainerThatEndsWhileDrainingEndsTheDraining() {
        Task task = serving("blue");
        schedulerStops(task);

        report(task, Reports.exited("web", T0, T0.plusSeconds(1), 0));

        assertThat(now(task).status().last()).isEqualTo(LastStatus.DEPROVISIONING);
        assertThat(now(task).status().stopCode()).isEqualTo(StopCode.SERVICE_SCHEDULER_INITIATED);
    }

    @Test
    void aUsersStopDeregistersAndStopsAtOnce() {
        Task task = serving("blue");

        world.calls.commit(new StopTask()
                .handle(
                        StopTaskRequest.builder().cluster("c").task(task.id()).build(),
                        world.state(),
                        world.calls.context())
                .changes());

        assertThat(now(task).status().last()).isEqualTo(LastStatus.RUNNING);
        assertThat(targets("blue")).extracting(Target::standing).containsExactly(Standing.DRAINING);
        assertThat(mayRun(task)).isFalse();
    }

    @Test
    void aTaskThatDiedIsDeregisteredWithTheReport() {
        Task task = serving("blue");

        report(task, Reports.exited("web", T0, T0.plusSeconds(1), 1));

        assertThat(targets("blue")).extracting(Target::standing).containsExactly(Standing.DRAINING);
        assertThat(only(task)).matches(target -> target.phase() == Phase.DEREGISTERED && !target.told());
    }

    @Test
    void aTaskThatNeverRanHasNothingToSay() {
        Task task = launch(LaunchType.FARGATE, "blue");

        schedulerStops(task);

        assertThat(now(task).status().last()).isEqualTo(LastStatus.PROVISIONING);
        assertThat(mayRun(task)).isFalse();
        assertThat(only(task)).matches(target -> target.phase() == Phase.DEREGISTERED && target.told());
    }

    @Test
    void itsRowGoesOnceItHasStoppedAndItsServiceHasSaidSo() {
        Task task = serving("blue");
        schedulerStops(task);
        world.calls.commit(observed(task, List.of(), true));
        assertThat(now(task).stopped()).isTrue();
        reconcile(task, T0);
        TaskTargets row = Objects.requireNonNull(world.state().find(TaskViews.TARGETS, task.name()));

        world.put(Change.put(
                TaskViews.TARGETS,
                row.with(row.targets().stream().map(TaskTarget::said).toList())));
        reconcile(task, T0);

        assertThat(world.state().find(TaskViews.TARGETS, task.name())).isNull();
    }

    private Task launch(LaunchType type, String... groups) {
        TaskDefinition definition = type == LaunchType.FARGATE ? world.fargate() : world.sample();
        Launch plain = world.launch(definition, type, 1);
        List<TargetSpec> targets = new ArrayList<>();
        for (String group : groups) {
            targets.add(new TargetSpec(TargetGroups.arn(group), "web", 80));
        }
        return world.commit(new Launch(
                        plain.cluster(),
                        definition,
                        1,
                        type,
                        null,
                        "service:web",
                        "ecs-svc/1",
                        "web",
                        plain.overrides(),
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        targets))
                .tasks()
                .getFirst();
    }

    /// A task that runs and is registered.
    private Task serving(String group) {
        Task task = launch(LaunchType.FARGATE, group);
        report(task, Reports.running("web", T0));
        return now(task);
    }

    private void schedulerStops(Task task) {
        world.calls.commit(
                TaskStop.stop(world.state(), now(task), StopCode.SERVICE_SCHEDULER_INITIATED, "scaling", T0));
    }

    private List<Change> report(Task task, ObservedContainer... containers) {
        List<Change> changes = observed(task, List.of(Reports.of(task, true, containers)), false);
        world.calls.commit(changes);
        return changes;
    }

    private List<Change> observed(Task task, List<ObservedTask> tasks, boolean full) {
        return new TaskReports()
                .observed(
                        world.state(),
                        new Observed("h1", 1, 1, 1, full, tasks, List.of()),
                        new TreeSet<>(List.of(TaskViews.arn(Calls.ACCOUNT, task))),
                        at(T0));
    }

    private static ObservedContainer unpublished(ObservedContainer one) {
        return new ObservedContainer(
                one.name(),
                one.state(),
                one.engineId(),
                one.imageDigest(),
                one.createdAt(),
                one.startedAt(),
                one.finishedAt(),
                one.exitCode(),
                one.oomKilled(),
                one.error(),
                one.health(),
                one.healthOutput(),
                List.of());
    }

    private Plan reconcile(Task task, Instant now) {
        Plan plan = new TargetReconciler().reconcile(world.state(), task.name(), at(now));
        world.calls.commit(plan.changes());
        return plan;
    }

    private List<String> woken(Change change) {
        List<String> woken = new ArrayList<>();
        new TargetReconciler().wakes(world.state(), change, woken::add);
        return woken;
    }

    private Context at(Instant now) {
        Context context = world.calls.context();
        return new Context(now, context.ids(), context.account(), context.caller());
    }

    private Task now(Task task) {
        return Objects.requireNonNull(world.state().find(TaskViews.TASKS, task.name()));
    }

    private TaskTarget only(Task task) {
        return Objects.requireNonNull(world.state().find(TaskViews.TARGETS, task.name()))
                .targets()
                .getFirst();
    }

    private List<Target> targets(String group) {
        return ElbViews.targets(world.state(), TargetGroups.arn(group));
    }

    /// What the host is told.
    private boolean mayRun(Task task) {
        return new DesiredPlanner(Calls.ACCOUNT)
                .desired(world.state(), "h1").tasks().stream()
                        .filter(one -> one.arn().equals(TaskViews.arn(Calls.ACCOUNT, task)))
                        .findFirst()
                        .orElseThrow()
                        .run();
    }
}
