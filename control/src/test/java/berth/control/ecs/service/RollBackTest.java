package berth.control.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.DeploymentConfiguration.CircuitBreaker;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.service.plan.Pacing;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.StopCode;
import berth.kernel.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Deployments that are given up: by the circuit breaker, by alarms, on request.
class RollBackTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    @ParameterizedTest
    @CsvSource({"1,3", "2,3", "4,3", "8,4"})
    void aBadImageIsGivenUpAtTheThresholdAndTheOldTasksStay(int desired, int threshold) {
        steady(desired, 100, 200);
        watch(true, true);
        world.update(r -> r.taskDefinition("sample-task:2"));
        int failures = failUntilGivenUp(StopCode.TASK_FAILED_TO_START);

        assertThat(failures).isGreaterThanOrEqualTo(threshold).isLessThan(threshold + desired);
        assertThat(world.running())
                .hasSize(desired)
                .allMatch(task -> task.spec().taskDefinition().equals("sample-task:1"));
        world.stop();
        world.pass(SECOND);
        world.settle();
        assertThat(world.described().deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.taskDefinition()).endsWith("sample-task:1");
            assertThat(deployment.rolloutStateAsString()).isEqualTo("COMPLETED");
        });
        assertThat(world.described().taskDefinition()).endsWith("sample-task:1");
        assertThat(world.running()).hasSize(desired);
        assertThat(current().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(current().statusReason())
                .isEqualTo("Service deployment rolled back because the circuit breaker threshold was exceeded.");
        assertThat(current().breaker().triggered()).isTrue();
        assertThat(current().breaker().threshold()).isEqualTo(threshold);
    }

    @Test
    void aRollbackSaysWhatHappenedInTheWordsOfEcs() {
        steady(4, 100, 200);
        watch(true, true);
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        ofNew().stream().limit(3).forEach(task -> world.die(task, StopCode.TASK_FAILED_TO_START));
        world.settle();

        Deployment back = service().status().primary();
        Deployment failed = service().status().deployments().get(1);
        assertThat(failed.rollout()).isEqualTo(Rollout.FAILED);
        assertThat(failed.rolloutReason()).isEqualTo("ECS deployment circuit breaker: tasks failed to start.");
        assertThat(back.rollout()).isEqualTo(Rollout.IN_PROGRESS);
        assertThat(back.rolloutReason())
                .isEqualTo("ECS deployment circuit breaker: rolling back to deploymentId " + back.id() + ".");
        assertThat(world.messages())
                .containsSubsequence(
                        "(service web) (deployment ecs-svc/N) deployment failed: tasks failed to start.",
                        "(service web) rolling back to deployment ecs-svc/N.");
    }

    @Test
    void tasksThatExitAtOnceTripTheBreakerWithoutThePausesOfACrashLoop() {
        steady(2, 100, 200);
        watch(true, true);
        world.update(r -> r.taskDefinition("sample-task:2"));
        var began = world.now;

        failUntilGivenUp(StopCode.ESSENTIAL_CONTAINER_EXITED);

        assertThat(Duration.between(began, world.now)).isLessThan(Duration.ofSeconds(10));
        assertThat(world.running()).hasSize(2);
    }

    /// The worked example of Probation.
    @Test
    void aProgramThatEndsAfterTwoSecondsCostsNoTaskThatServes() {
        steady(4, 100, 200);
        watch(true, true);
        List<String> serving = world.running().stream().map(Task::id).toList();
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        world.start();
        world.settle();
        world.pass(SECOND.multipliedBy(2));
        world.settle();
        dieNew(StopCode.ESSENTIAL_CONTAINER_EXITED);
        world.settle();

        assertThat(current().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(world.running().stream().map(Task::id)).containsExactlyElementsOf(serving);
    }

    @Test
    void aWatchedDeploymentIsDoneWhenItsTasksStayedForTenSeconds() {
        steady(2, 100, 200);
        watch(true, true);
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        world.start();
        world.pass(Pacing.CRASH.minusMillis(1));
        world.settle();
        assertThat(service().status().primary().rollout()).isEqualTo(Rollout.IN_PROGRESS);
        world.pass(Duration.ofMillis(1));
        world.settle();
        world.stop();
        world.settle();

        assertThat(service().status().primary().rollout()).isEqualTo(Rollout.COMPLETED);
    }

    @Test
    void aFirstDeploymentHasNothingToLoseAndIsDoneAtOnceThoughWatched() {
        world.create("sample-task:1", 2, 100, 200);
        watch(true, true);
        world.settle();
        world.start();
        world.pass(SECOND);
        world.settle();

        assertThat(service().status().primary().rollout()).isEqualTo(Rollout.COMPLETED);
    }

    @Test
    void whereTheOldTasksWereStoppedFirstTheyAreStartedAgain() {
        steady(2, 0, 100);
        watch(true, true);
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        world.stop();
        world.settle();
        failUntilGivenUp(StopCode.TASK_FAILED_TO_START);
        world.settle();
        world.start();
        world.pass(SECOND);
        world.settle();

        assertThat(world.running())
                .hasSize(2)
                .allMatch(task -> task.spec().taskDefinition().equals("sample-task:1"));
        assertThat(world.described().deployments()).hasSize(1);
        assertThat(current().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
    }

    @Test
    void withoutRollbackTheDeploymentStaysFailedAndStartsNothing() {
        steady(2, 50, 200);
        watch(true, false);
        world.update(r -> r.taskDefinition("sample-task:2"));
        failUntilGivenUp(StopCode.TASK_FAILED_TO_START);
        world.pass(Duration.ofHours(1));
        world.settle();

        assertThat(world.tasks()).allMatch(task -> task.spec().taskDefinition().equals("sample-task:1"));
        assertThat(world.described().deployments()).hasSize(2);
        assertThat(service().status().primary().rollout()).isEqualTo(Rollout.FAILED);
        assertThat(current().status()).isEqualTo(Status.STOPPED);
    }

    @Test
    void whatServesUnderAFailedDeploymentIsKeptUpToTheLowerBound() {
        steady(2, 100, 200);
        watch(true, false);
        world.update(r -> r.taskDefinition("sample-task:2"));
        failUntilGivenUp(StopCode.TASK_FAILED_TO_START);
        world.pass(Duration.ofHours(1));
        world.die(world.running().getFirst(), StopCode.USER_INITIATED);
        world.settle();
        world.start();

        assertThat(world.running())
                .hasSize(2)
                .allMatch(task -> task.spec().taskDefinition().equals("sample-task:1"));
    }

    @Test
    void aFirstDeploymentHasNothingToGoBackTo() {
        world.create("sample-task:1", 1, 100, 200);
        watch(true, true);
        failUntilGivenUp(StopCode.TASK_FAILED_TO_START);
        world.pass(Duration.ofHours(1));
        world.settle();

        assertThat(world.tasks()).isEmpty();
        assertThat(service().status().primary().rollout()).isEqualTo(Rollout.FAILED);
        assertThat(current().status()).isEqualTo(Status.ROLLBACK_FAILED);
        assertThat(current().statusReason()).isEqualTo("No rollback candidate was found to run the rollback.");
    }

    @Test
    void withoutABreakerAFailingDeploymentIsNeverGivenUp() {
        steady(1, 100, 200);
        world.update(r -> r.taskDefinition("sample-task:2"));
        for (int i = 0; i < 8; i++) {
            world.settle();
            dieNew(StopCode.TASK_FAILED_TO_START);
            world.pass(Duration.ofHours(1));
        }
        assertThat(service().status().primary().rollout()).isEqualTo(Rollout.IN_PROGRESS);
        assertThat(service().status().primary().failedTasks()).isGreaterThan(3);
    }

    @Test
    void aHealthyTaskEndsTheRowOfFailures() {
        steady(2, 100, 200);
        watch(true, true);
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        dieNew(StopCode.TASK_FAILED_TO_START);
        world.settle();
        assertThat(service().status().primary().failedTasks()).isEqualTo(2);
        world.run(ofNew().getFirst());
        world.pass(Pacing.CRASH);
        world.settle();

        assertThat(service().status().primary().failedTasks()).isZero();
        assertThat(service().status().primary().monitor().failures()).isEqualTo(2);
    }

    @Test
    void aTaskThatFindsNoPlaceIsAFailureOfEachRetry() {
        world = new ServiceWorld(Settings.RELAXED, new Resources(256, 512));
        steady(1, 100, 200);
        watch(true, true);
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        assertThat(service().status().primary().failedTasks()).isEqualTo(1);
        world.look();
        assertThat(service().status().primary().failedTasks()).isEqualTo(1);
        for (int i = 0; i < 2; i++) {
            world.pass(StepPass.RETRY);
            world.settle();
        }

        assertThat(current().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(world.running()).hasSize(1);
    }

    @Test
    void anotherUpdateWhileOneFailsBeginsAfresh() {
        steady(1, 100, 200);
        watch(true, true);
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        dieNew(StopCode.TASK_FAILED_TO_START);
        world.settle();
        ServiceDeployment first = current();
        world.update(r -> r.taskDefinition("checked:1"));
        assertThat(service().status().primary().failedTasks()).isZero();
        assertThat(ServiceViews.DEPLOYMENTS.type().cast(world.state.find(ServiceViews.DEPLOYMENTS, first.name())))
                .returns(Status.STOP_REQUESTED, ServiceDeployment::status);
        world.settle();

        assertThat(Objects.requireNonNull(world.state.find(ServiceViews.DEPLOYMENTS, first.name()))
                        .status())
                .isEqualTo(Status.STOPPED);
        assertThat(current().status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(service().status().deployments().getFirst().taskDefinition()).isEqualTo("checked:1");
    }

    @Test
    void anAlarmGivesADeploymentUpEvenWhileItBakes() {
        steady(1, 100, 200);
        alarms(true);
        world.bakeTime = Duration.ofMinutes(2);
        world.update(r -> r.taskDefinition("sample-task:2"));
        replaceAll();
        assertThat(service().status().primary().rollout()).isEqualTo(Rollout.IN_PROGRESS);
        world.pass(Duration.ofMinutes(1));
        world.inAlarm.add("too-slow");
        world.settle();

        assertThat(world.messages())
                .containsSubsequence(
                        "(service web) (deployment ecs-svc/N) deployment failed: alarm detected.",
                        "(service web) rolling back to deployment ecs-svc/N.");
        assertThat(current().alarms()).containsExactly("too-slow");
        assertThat(current().status()).isEqualTo(Status.ROLLBACK_IN_PROGRESS);
        assertThat(service().spec().taskDefinition()).isEqualTo("sample-task:1");
    }

    @Test
    void afterTheBakeTimeTheDeploymentIsDone() {
        steady(1, 100, 200);
        alarms(true);
        world.bakeTime = Duration.ofMinutes(2);
        world.update(r -> r.taskDefinition("sample-task:2"));
        replaceAll();
        world.pass(Duration.ofMinutes(2));
        world.settle();
        world.inAlarm.add("too-slow");
        world.settle();

        assertThat(service().status().primary().rollout()).isEqualTo(Rollout.COMPLETED);
        assertThat(current().status()).isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void anAlarmThatWentOffBeforeDoesNotCount() {
        steady(1, 100, 200);
        alarms(true);
        world.inAlarm.add("too-slow");
        world.update(r -> r.taskDefinition("sample-task:2"));
        replaceAll();

        assertThat(current().status()).isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void aRequestToStopGoesBackWhateverIsConfigured() {
        steady(2, 100, 200);
        world.update(r -> r.taskDefinition("sample-task:2"));
        world.settle();
        world.start();
        world.commit(List.of(berth.control.store.Change.put(
                ServiceViews.DEPLOYMENTS, current().with(Status.ROLLBACK_REQUESTED, null, world.now))));
        world.settle();
        world.stop();
        world.pass(SECOND);
        world.settle();

        assertThat(world.running())
                .hasSize(2)
                .allMatch(task -> task.spec().taskDefinition().equals("sample-task:1"));
        assertThat(current().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
    }

    @Test
    void theHistoryOfAServiceIsTheNewestHundredDeployments() {
        steady(0, 100, 200);
        for (int i = 0; i < ServiceHistory.KEPT + 5; i++) {
            world.pass(SECOND);
            world.update(r -> r.forceNewDeployment(true));
            world.settle();
        }
        assertThat(world.state.all(ServiceViews.DEPLOYMENTS)).hasSize(ServiceHistory.KEPT);
        assertThat(world.state.all(ServiceViews.REVISIONS)).hasSizeBetween(ServiceHistory.KEPT, 101);
        assertThat(current().status()).isEqualTo(Status.SUCCESSFUL);
    }

    private void steady(int desired, int minimum, int maximum) {
        world.create("sample-task:1", desired, minimum, maximum);
        world.settle();
        world.start();
        world.pass(Duration.ofMinutes(1));
        world.settle();
        assertThat(service().status().primary().rollout()).isEqualTo(Rollout.COMPLETED);
        assertThat(service().status().completed())
                .isEqualTo(service().status().primary().revision());
    }

    private void watch(boolean enable, boolean rollback) {
        world.update(r -> r.deploymentConfiguration(
                d -> d.deploymentCircuitBreaker(b -> b.enable(enable).rollback(rollback))));
        assertThat(service().spec().deployment().circuitBreaker())
                .isEqualTo(new CircuitBreaker(enable, rollback, null, true));
    }

    private void alarms(boolean rollback) {
        world.update(r -> r.deploymentConfiguration(
                d -> d.alarms(a -> a.alarmNames("too-slow").enable(true).rollback(rollback))));
    }

    private void replaceAll() {
        world.settle();
        world.start();
        world.pass(SECOND);
        world.settle();
        world.stop();
        world.settle();
    }

    /// New tasks fail until the deployment is given up. Returns how many did.
    private int failUntilGivenUp(StopCode code) {
        int failures = 0;
        String deployment = service().status().primary().id();
        for (int i = 0; i < 20; i++) {
            world.settle();
            if (rollout(deployment) == Rollout.FAILED) {
                return failures;
            }
            if (code == StopCode.ESSENTIAL_CONTAINER_EXITED) {
                ofNew().forEach(world::run);
            }
            failures += dieNew(code);
            world.pass(Duration.ofMillis(500));
        }
        throw new AssertionError("not given up; events: " + world.messages());
    }

    private Rollout rollout(String deployment) {
        return service().status().deployments().stream()
                .filter(one -> one.id().equals(deployment))
                .map(Deployment::rollout)
                .findFirst()
                .orElse(Rollout.FAILED);
    }

    private int dieNew(StopCode code) {
        List<Task> tasks = ofNew();
        tasks.forEach(task -> world.die(task, code));
        return tasks.size();
    }

    private List<Task> ofNew() {
        String id = service().status().primary().id();
        return world.tasks().stream()
                .filter(task -> id.equals(task.spec().startedBy()))
                .filter(task -> task.status().desired() == DesiredStatus.RUNNING)
                .toList();
    }

    private Service service() {
        return Objects.requireNonNull(world.state.find(ServiceViews.SERVICES, "c/web"));
    }

    private ServiceDeployment current() {
        return Objects.requireNonNull(ServiceViews.current(world.state, service()));
    }
}
