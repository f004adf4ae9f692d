package berth.control.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.State;
import berth.control.ecs.service.plan.AlarmStates;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.store.Change;
import berth.kernel.Resources;
import berth.kernel.host.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;

class ServiceReconcilerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    @Test
    void aServiceStartsItsTasksAndSaysWhenItIsSteady() {
        world.create("sample-task:1", 2, 100, 200);
        world.settle();
        assertThat(world.described().pendingCount()).isEqualTo(2);
        world.start();
        world.settle();
        assertThat(world.described().runningCount()).isEqualTo(2);
        assertThat(world.lookAgain).isEqualTo(SECOND);
        world.pass(SECOND);
        world.settle();

        assertThat(world.messages())
                .containsExactly(
                        "(service web) has started 2 tasks: (task) (task).",
                        "(service web) (deployment ecs-svc/N) deployment completed.",
                        "(service web) has reached a steady state.");
        assertThat(world.described().deployments().getFirst().rolloutState())
                .isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(world.described().deployments().getFirst().rolloutStateReason())
                .matches("ECS deployment ecs-svc/[0-9]+ completed\\.");
        Task task = world.running().getFirst();
        assertThat(task.spec().group()).isEqualTo("service:web");
        assertThat(task.spec().startedBy())
                .isEqualTo(world.described().deployments().getFirst().id());
    }

    @Test
    void aSteadyServiceComesToRestAndRepeatsItselfEverySixHours() {
        steady("sample-task:1", 1, 100, 200);
        assertThat(world.look().changes()).isEmpty();
        assertThat(world.lookAgain).isEqualTo(Duration.ofHours(6));
        world.pass(Duration.ofHours(6));
        world.settle();

        assertThat(world.messages().stream().filter(m -> m.contains("steady state")))
                .hasSize(2);
    }

    @Test
    void aDyingTaskIsReplacedInTheVeryNextDecision() {
        steady("sample-task:1", 2, 100, 200);
        world.pass(Duration.ofMinutes(1));
        world.dying(world.running().getFirst());

        world.look();

        assertThat(world.tasks(DesiredStatus.RUNNING, LastStatus.PENDING)).hasSize(1);
        assertThat(world.messages().getLast()).isEqualTo("(service web) has started 1 tasks: (task).");
    }

    @Test
    void aReplacementWaitsForTheStopWhereUpperLeavesNoRoom() {
        steady("sample-task:1", 1, 0, 100);
        world.pass(Duration.ofMinutes(1));
        world.dying(world.running().getFirst());
        world.settle();
        assertThat(world.tasks(DesiredStatus.RUNNING, LastStatus.PENDING)).isEmpty();

        world.stop();
        world.settle();
        assertThat(world.tasks(DesiredStatus.RUNNING, LastStatus.PENDING)).hasSize(1);
    }

    @Test
    void aRollingUpdateReplacesTheTasksAndKeepsTheOldDeploymentUntilItsLastTaskStopped() {
        steady("sample-task:1", 2, 100, 200);
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        assertThat(world.tasks()).hasSize(4);
        world.start();
        world.pass(SECOND);
        world.settle();
        assertThat(world.running())
                .hasSize(2)
                .allMatch(task -> task.spec().taskDefinition().equals("sample-task:2"));
        assertThat(world.described().deployments()).hasSize(2);
        assertThat(world.described().deployments().get(1).desiredCount()).isZero();
        assertThat(world.tasks().stream()
                        .filter(task -> task.status().desired() == DesiredStatus.STOPPED)
                        .map(task -> task.status().stoppedReason()))
                .hasSize(2)
                .allMatch(reason -> reason != null
                        && reason.matches("Scaling activity initiated by \\(deployment ecs-svc/[0-9]+\\)"));

        world.stop();
        world.settle();
        assertThat(world.described().deployments()).hasSize(1);
        assertThat(tail(4))
                .containsExactly(
                        "(service web) has started 2 tasks: (task) (task).",
                        "(service web) has stopped 2 running tasks: (task) (task).",
                        "(service web) (deployment ecs-svc/N) deployment completed.",
                        "(service web) has reached a steady state.");
    }

    @Test
    void inStrictModeAnOldTaskStaysUntilTheNewOneRanForFortySeconds() {
        ServiceWorld strict = new ServiceWorld(Settings.STRICT);
        strict.create("sample-task:1", 1, 100, 200);
        strict.settle();
        strict.start();
        strict.pass(Duration.ofSeconds(40));
        strict.settle();
        strict.update(r -> r.forceNewDeployment(true));
        strict.settle();
        strict.start();
        strict.pass(Duration.ofSeconds(39));
        strict.settle();
        assertThat(strict.running()).hasSize(2);

        strict.pass(SECOND);
        strict.settle();
        assertThat(strict.running()).hasSize(1);
    }

    @Test
    void aSecondUpdateMakesTheOneBeforeOldToo() {
        steady("sample-task:1", 2, 100, 200);
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        world.update(r -> r.forceNewDeployment(true));
        world.settle();

        assertThat(world.described().deployments()).hasSize(3);
        for (int i = 0; i < 6; i++) {
            world.stop();
            world.start();
            world.pass(SECOND);
            world.settle();
        }
        assertThat(world.described().deployments()).hasSize(1);
        assertThat(world.described().runningCount()).isEqualTo(2);
    }

    @Test
    void scalingInSaysWhatItStopped() {
        steady("sample-task:1", 3, 100, 200);
        world.update(r -> r.desiredCount(1));
        world.settle();
        world.stop();
        world.settle();

        assertThat(tail(2))
                .containsExactly(
                        "(service web) has stopped 2 running tasks: (task) (task).",
                        "(service web) has reached a steady state.");
        assertThat(world.described().runningCount()).isEqualTo(1);
    }

    @Test
    void pendingTasksAreStoppedWithoutTheirIds() {
        world.create("sample-task:1", 2, 100, 200);
        world.settle();
        world.update(r -> r.desiredCount(0));
        world.settle();

        assertThat(tail(1)).containsExactly("(service web) stopped 2 pending tasks.");
    }

    @Test
    void aDeploymentThatCannotMoveSaysSoOnce() {
        steady("sample-task:1", 3, 100, 125);
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        world.settle();

        assertThat(tail(1).getFirst()).contains("because of the service deployment configuration");
        assertThat(world.messages().stream().filter(m -> m.contains("deployment configuration")))
                .hasSize(1);
        assertThat(world.running()).hasSize(3);
    }

    @Test
    void anUnhealthyTaskIsReplacedWithTheReasonOfEcs() {
        world.create("checked:1", 1, 100, 200);
        world.settle();
        world.start();
        Task first = world.running().getFirst();
        world.health(first, Health.HEALTHY);
        world.settle();
        assertThat(world.messages().getLast()).isEqualTo("(service web) has reached a steady state.");

        world.health(Objects.requireNonNull(world.state.find(TaskViews.TASKS, first.name())), Health.UNHEALTHY);
        world.settle();
        world.start();
        Task second = world.running().stream()
                .filter(task -> !task.id().equals(first.id()))
                .findFirst()
                .orElseThrow();
        world.health(second, Health.HEALTHY);
        world.settle();

        Task stopped = Objects.requireNonNull(world.state.find(TaskViews.TASKS, first.name()));
        assertThat(stopped.status().stoppedReason()).isEqualTo("Task failed container health checks");
        assertThat(stopped.status().stopCode()).isEqualTo(StopCode.SERVICE_SCHEDULER_INITIATED);
    }

    @Test
    void withoutRoomTheServiceSaysSoOnceAndStartsWhenRoomIsFreed() {
        ServiceWorld small = new ServiceWorld(Settings.RELAXED, new Resources(300, 4096));
        small.create("sample-task:1", 2, 100, 200);
        small.settle();
        small.start();
        small.pass(Duration.ofSeconds(20));
        small.settle();

        assertThat(small.messages())
                .containsExactly(
                        "(service web) has started 1 tasks: (task).",
                        "(service web) was unable to place a task because no container instance met all of its"
                                + " requirements. The closest matching (container-instance I) has insufficient CPU units"
                                + " available. For more information, see the Troubleshooting section of the Amazon ECS"
                                + " Developer Guide.");
        assertThat(small.lookAgain).isNotNull();
        assertThat(small.lookAgain).isLessThanOrEqualTo(Duration.ofSeconds(15));
        assertThat(small.described().deployments().getFirst().failedTasks()).isEqualTo(1);
        assertThat(woken(small)).contains("c/web");

        small.commit(List.of(Change.put(InstanceViews.HOSTS, ServiceWorld.host("h1", new Resources(4096, 4096)))));
        small.settle();
        assertThat(small.tasks()).hasSize(2);
        assertThat(woken(small)).doesNotContain("c/web");
    }

    @Test
    void distinctInstancesLimitAServiceToItsHosts() {
        world.commit(List.of(Change.put(InstanceViews.HOSTS, ServiceWorld.host("h2", new Resources(4096, 4096)))));
        world.create("sample-task:1", 3, 100, 200);
        world.update(with -> with.placementConstraints(constraint -> constraint.type("distinctInstance")));
        world.settle();

        assertThat(world.tasks()).extracting(task -> task.spec().hostId()).containsExactlyInAnyOrder("h1", "h2");
        assertThat(world.messages())
                .last()
                .isEqualTo("(service web) was unable to place a task because no container instance met all of its"
                        + " requirements. The closest matching (container-instance I) encountered error"
                        + " \"distinctInstance placement constraint unsatisfied.\". For more information, see the"
                        + " Troubleshooting section of the Amazon ECS Developer Guide.");
    }

    @Test
    void aServicePacksItsTasksOntoOneHostWhereItIsToldTo() {
        world.commit(List.of(Change.put(InstanceViews.HOSTS, ServiceWorld.host("h2", new Resources(4096, 4096)))));
        world.create("sample-task:1", 3, 100, 200);
        world.update(with -> with.availabilityZoneRebalancing("DISABLED")
                .placementStrategy(strategy -> strategy.type("binpack").field("MEMORY")));
        world.settle();

        assertThat(world.tasks()).extracting(task -> task.spec().hostId()).containsExactly("h2", "h2", "h2");
        assertThat(world.described().placementStrategy().getFirst().field()).isEqualTo("memory");
    }

    @Test
    void aStaticPortOnOneHostIsFreedBeforeAnythingIsSaid() {
        steady("static:1", 1, 100, 200);
        world.pass(Duration.ofMinutes(1));
        world.dying(world.running().getFirst());
        world.settle();
        assertThat(world.messages()).noneMatch(message -> message.contains("unable to place"));

        world.stop();
        world.settle();
        assertThat(world.tasks(DesiredStatus.RUNNING, LastStatus.PENDING)).hasSize(1);
    }

    @Test
    void startsThatFailAgainAndAgainArePutOffAndSaidOnce() {
        world.create("sample-task:1", 1, 100, 200);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            world.settle();
            world.die(world.tasks().getFirst(), StopCode.TASK_FAILED_TO_START);
            world.settle();
            if (world.tasks().isEmpty()) {
                Duration wait = Objects.requireNonNull(world.lookAgain);
                waits.add(wait.toSeconds());
                world.pass(wait);
            }
        }

        assertThat(waits).containsExactly(10L, 20L, 40L, 80L);
        assertThat(world.messages().stream().filter(m -> m.contains("consistently start tasks")))
                .hasSize(1);
        assertThat(world.described().deployments().getFirst().failedTasks()).isEqualTo(6);

        world.update(r -> r.forceNewDeployment(true));
        world.settle();
        assertThat(world.tasks()).as("a new deployment starts at once").hasSize(1);
    }

    @Test
    void crashLoopsArePacedAfterTheThirdInARow() {
        world.create("sample-task:1", 1, 100, 200);
        for (int i = 0; i < 3; i++) {
            world.settle();
            assertThat(world.tasks()).as("replacement %d", i).hasSize(1);
            world.start();
            world.pass(SECOND);
            world.die(world.running().getFirst(), StopCode.ESSENTIAL_CONTAINER_EXITED);
        }
        world.settle();

        assertThat(world.tasks()).isEmpty();
        assertThat(world.lookAgain).isEqualTo(SECOND);
        assertThat(world.messages().getLast()).startsWith("(service web) Berth: ");
    }

    @Test
    void relaxedModeSaysItsHelpOnceADeployment() {
        world.call(
                new berth.control.ecs.service.api.CreateService(world.settings),
                CreateServiceRequest.builder()
                        .cluster("c")
                        .serviceName("web")
                        .taskDefinition("sample-task:1")
                        .desiredCount(2)
                        .launchType("FARGATE")
                        .build());
        world.settle();
        world.die(world.tasks().getFirst(), StopCode.ESSENTIAL_CONTAINER_EXITED);
        world.settle();

        assertThat(world.messages().stream().filter(m -> m.startsWith("(service web) Berth: ")))
                .hasSize(1);
        assertThat(world.described().deployments().getFirst().platformVersion()).isEqualTo("1.4.0");
    }

    @Test
    void aDeletedServiceDrainsBecomesInactiveAndIsForgottenAfterAnHour() {
        steady("sample-task:1", 2, 100, 200);
        world.delete();
        world.settle();
        assertThat(world.described().status()).isEqualTo("DRAINING");
        assertThat(world.running()).isEmpty();

        world.stop();
        world.settle();
        assertThat(world.described().status()).isEqualTo("INACTIVE");
        assertThat(world.described().deployments()).isEmpty();
        assertThat(world.lookAgain).isEqualTo(Duration.ofHours(1));

        world.create("sample-task:1", 1, 100, 200);
        world.settle();
        assertThat(world.described().status()).isEqualTo(State.ACTIVE.name());
        world.delete();
        world.settle();
        world.stop();
        world.settle();
        world.pass(Duration.ofHours(1));
        world.settle();
        assertThat(world.state.find(ServiceViews.SERVICES, "c/web")).isNull();
        assertThat(world.state.find(ServiceViews.EVENTS, "c/web")).isNull();
    }

    @Test
    void noMoreThanAHundredEventsAreKept() {
        steady("sample-task:1", 1, 100, 200);
        for (int i = 0; i < 60; i++) {
            world.pass(Duration.ofMinutes(1));
            world.die(world.running().getFirst(), StopCode.ESSENTIAL_CONTAINER_EXITED);
            world.settle();
            world.start();
            world.pass(SECOND);
            world.settle();
        }

        assertThat(world.messages()).hasSize(100);
        assertThat(world.messages().getLast()).isEqualTo("(service web) has reached a steady state.");
    }

    @Test
    void aServiceIsWokenByItsTasksAndNotByOthers() {
        steady("sample-task:1", 1, 100, 200);
        Task own = world.running().getFirst();
        assertThat(woken(world, Change.put(TaskViews.TASKS, own))).containsExactly("c/web");
        assertThat(woken(world, Change.put(ServiceViews.SERVICES, service()))).containsExactly("c/web");
        assertThat(woken(world, Change.put(InstanceViews.HOSTS, ServiceWorld.host("h1", Resources.NONE))))
                .as("nothing of it waits for room")
                .isEmpty();
        assertThat(new ServiceReconciler(Settings.RELAXED, AlarmStates.NONE).keys(world.state))
                .containsExactly("c/web");
    }

    /// Every state of a service next to every thing that may happen to its task: at rest, never a task too many, and
    /// none at all for a service that was deleted.
    @ParameterizedTest
    @CsvSource({
        "ACTIVE,nothing", "ACTIVE,dying", "ACTIVE,dead", "ACTIVE,failed", "ACTIVE,late",
        "DRAINING,nothing", "DRAINING,dying", "DRAINING,dead", "DRAINING,failed", "DRAINING,late",
    })
    void everyStateWithEveryInput(State state, String input) {
        steady("sample-task:1", 1, 100, 200);
        world.pass(Duration.ofMinutes(1));
        if (state == State.DRAINING) {
            world.delete();
        }
        Task task = world.running().getFirst();
        switch (input) {
            case "dying" -> world.dying(task);
            case "dead" -> world.die(task, StopCode.ESSENTIAL_CONTAINER_EXITED);
            case "failed" -> world.die(task, StopCode.TASK_FAILED_TO_START);
            case "late" -> world.pass(Duration.ofHours(2));
            default -> assertThat(input).isEqualTo("nothing");
        }
        world.settle();
        world.stop();
        world.settle();

        boolean replaced = state == State.ACTIVE;
        assertThat(world.tasks()).hasSize(replaced ? 1 : 0);
        assertThat(world.described().status()).isEqualTo(replaced ? "ACTIVE" : "INACTIVE");
    }

    private Service service() {
        return Objects.requireNonNull(world.state.find(ServiceViews.SERVICES, "c/web"));
    }

    private void steady(String definition, int count, int minimum, int maximum) {
        world.create(definition, count, minimum, maximum);
        world.settle();
        world.start();
        world.pass(SECOND);
        world.settle();
        assertThat(world.described().deployments().getFirst().rolloutState())
                .isEqualTo(DeploymentRolloutState.COMPLETED);
    }

    private List<String> tail(int count) {
        List<String> all = world.messages();
        return all.subList(all.size() - count, all.size());
    }

    private static List<String> woken(ServiceWorld world) {
        return woken(world, Change.put(InstanceViews.ALLOCATIONS, InstanceViews.allocation(world.state, "h1")));
    }

    private static List<String> woken(ServiceWorld world, Change change) {
        List<String> keys = new ArrayList<>();
        new ServiceReconciler(Settings.RELAXED, AlarmStates.NONE).wakes(world.state, change, keys::add);
        return keys;
    }

    @Test
    void protectedTasksStayWhenTheServiceScalesInAndTheServiceSaysSoOnce() {
        steady("sample-task:1", 3, 100, 200);
        world.tasks().forEach(task -> world.protect(task, Duration.ofHours(2)));
        world.update(r -> r.desiredCount(1));
        world.settle();
        world.settle();

        assertThat(world.running()).hasSize(3);
        assertThat(tail(1))
                .containsExactly("(service web) was unable to reach steady state because task set (ecs-svc/N) was"
                        + " unable to scale in. Reason: The number of protected tasks are more than the desired count"
                        + " of tasks.");

        world.pass(Duration.ofHours(2));
        world.settle();
        assertThat(world.running()).hasSize(1);
    }

    @Test
    void protectedTaskOutlivesADeploymentUntilItIsSetFree() {
        steady("sample-task:1", 1, 100, 200);
        Task old = world.running().getFirst();
        world.protect(old, Duration.ofHours(2));
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        world.start();
        world.pass(SECOND);
        world.settle();

        assertThat(world.running()).hasSize(2);
        assertThat(world.described().deployments()).hasSize(2);
        assertThat(world.described().deployments().getFirst().rolloutStateAsString())
                .isEqualTo("IN_PROGRESS");

        world.protect(old, Duration.ZERO);
        world.settle();
        world.stop();
        world.settle();
        assertThat(world.running())
                .extracting(task -> task.spec().taskDefinition())
                .containsExactly("sample-task:2");
        assertThat(world.described().deployments().getFirst().rolloutStateAsString())
                .isEqualTo("COMPLETED");
    }

    @Test
    void forcedDeletionStopsProtectedTasks() {
        steady("sample-task:1", 1, 100, 200);
        world.protect(world.running().getFirst(), Duration.ofHours(2));
        world.delete();
        world.settle();

        assertThat(world.running()).isEmpty();
    }
}
