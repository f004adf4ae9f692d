package berth.control.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.control.Settings;
import berth.control.ecs.service.api.CreateService;
import berth.control.ecs.service.api.CreateTaskSet;
import berth.control.ecs.service.api.DeleteService;
import berth.control.ecs.service.api.DeleteTaskSet;
import berth.control.ecs.service.api.DescribeServices;
import berth.control.ecs.service.api.DescribeTaskSets;
import berth.control.ecs.service.api.UpdateServicePrimaryTaskSet;
import berth.control.ecs.service.api.UpdateTaskSet;
import berth.control.ecs.task.model.Task;
import berth.kernel.FaultException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;

class TaskSetTest {
    private final ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    @Test
    void aServiceOfTheExternalControllerHasNoDeploymentAndNoTask() {
        external(4);
        steady();

        Service service = service();
        assertThat(service.deployments()).isEmpty();
        assertThat(service.taskSets()).isEmpty();
        assertThat(service.taskDefinition()).isNull();
        assertThat(service.launchTypeAsString()).isNull();
        assertThat(service.deploymentController().typeAsString()).isEqualTo("EXTERNAL");
        assertThat(world.tasks()).isEmpty();
    }

    @Test
    void aNewSetIsActiveAndHasItsShareOfTheTasks() {
        external(4);
        TaskSet made = make("sample-task:1", 50);

        assertThat(made.id()).matches("ecs-svc/[0-9]{19}");
        assertThat(made.taskSetArn()).isEqualTo("arn:aws:ecs:us-east-1:111122223333:task-set/c/web/" + made.id());
        assertThat(made.status()).isEqualTo("ACTIVE");
        assertThat(made.computedDesiredCount()).isEqualTo(2);
        assertThat(made.stabilityStatusAsString()).isEqualTo("STABILIZING");
        assertThat(made.scale().value()).isEqualTo(50);

        steady();
        assertThat(world.running())
                .hasSize(2)
                .allSatisfy(task -> assertThat(task.spec().startedBy()).isEqualTo(made.id()));
        TaskSet shown = set(made.id());
        assertThat(shown.runningCount()).isEqualTo(2);
        assertThat(shown.stabilityStatusAsString()).isEqualTo("STEADY_STATE");
        assertThat(world.messages())
                .contains(
                        "(service web, taskSet ecs-svc/N) has reached a steady state.",
                        "(service web) has reached a steady state.");
    }

    @ParameterizedTest
    @CsvSource({"50, 5, 3", "33.4, 3, 2", "100, 7, 7", "0, 7, 0", "0.1, 10, 1", "14, 50, 7"})
    void itsCountIsRoundedUp(double percent, int desired, int count) {
        external(desired);

        assertThat(make("sample-task:1", percent).computedDesiredCount()).isEqualTo(count);
    }

    @Test
    void withoutAScaleItHasNoTask() {
        external(4);
        TaskSet made = world.call(
                        new CreateTaskSet(world.settings),
                        CreateTaskSetRequest.builder()
                                .cluster("c")
                                .service("web")
                                .taskDefinition("sample-task:1")
                                .build())
                .taskSet();
        steady();

        assertThat(made.scale().value()).isZero();
        assertThat(world.tasks()).isEmpty();
        assertThat(set(made.id()).stabilityStatusAsString()).isEqualTo("STEADY_STATE");
    }

    @Test
    void oneSetTakesOverFromAnotherByScalingThem() {
        external(4);
        TaskSet blue = make("sample-task:1", 100);
        primary(blue.id());
        steady();
        TaskSet green = make("sample-task:2", 25);
        steady();
        assertThat(count(blue)).isEqualTo(4);
        assertThat(count(green)).isEqualTo(1);

        scale(green.id(), 100);
        steady();
        assertThat(count(green)).isEqualTo(4);
        TaskSet now = primary(green.id());
        assertThat(now.status()).isEqualTo("PRIMARY");
        assertThat(set(blue.id()).status()).isEqualTo("ACTIVE");
        assertThat(service().taskDefinition()).endsWith("task-definition/sample-task:2");

        scale(blue.id(), 0);
        delete(blue.id(), false);
        steady();
        assertThat(count(blue)).isZero();
        assertThat(service().taskSets()).extracting(TaskSet::id).containsExactly(green.id());
    }

    @Test
    void aNewDesiredCountChangesEverySet() {
        external(2);
        TaskSet one = make("sample-task:1", 100);
        TaskSet two = make("sample-task:2", 50);
        steady();

        world.update(r -> r.desiredCount(5));
        assertThat(set(two.id()).computedDesiredCount()).isEqualTo(3);
        steady();

        assertThat(count(one)).isEqualTo(5);
        assertThat(count(two)).isEqualTo(3);
    }

    @Test
    void aLostTaskIsReplacedByOneOfItsSet() {
        external(2);
        TaskSet one = make("sample-task:1", 100);
        TaskSet two = make("sample-task:2", 50);
        steady();
        Task lost = world.running().stream()
                .filter(task -> one.id().equals(task.spec().startedBy()))
                .findFirst()
                .orElseThrow();

        world.die(lost, Task.StopCode.ESSENTIAL_CONTAINER_EXITED);
        world.look();
        assertThat(set(one.id()).stabilityStatusAsString()).isEqualTo("STABILIZING");
        steady();

        assertThat(count(one)).isEqualTo(2);
        assertThat(count(two)).isEqualTo(1);
    }

    @Test
    void aSetWhoseTasksEndAtOnceIsPacedThoughANewerOneIsWell() {
        external(1);
        TaskSet bad = make("sample-task:1", 100);
        make("sample-task:2", 100);
        steady();

        for (int i = 0; i < 3; i++) {
            world.tasks().stream()
                    .filter(task -> bad.id().equals(task.spec().startedBy()))
                    .filter(task -> !task.stopped())
                    .forEach(task -> world.die(task, Task.StopCode.TASK_FAILED_TO_START));
            world.pass(Duration.ofSeconds(1));
            world.look();
        }

        assertThat(count(bad)).isZero();
        assertThat(world.lookAgain).isPositive().isLessThan(Duration.ofSeconds(11));
    }

    @Test
    void aSetThatIsScaledOrPrimaryIsDeletedByForceOnly() {
        external(2);
        TaskSet made = make("sample-task:1", 50);
        assertThatThrownBy(() -> delete(made.id(), false))
                .hasMessageContaining("The task set cannot be deleted while it is scaled above 0");
        primary(made.id());
        scale(made.id(), 0);
        assertThatThrownBy(() -> delete(made.id(), false)).hasMessageContaining("The primary task set");

        scale(made.id(), 100);
        steady();
        assertThat(delete(made.id(), true).status()).isEqualTo("DRAINING");
        world.look();
        assertThat(set(made.id()).computedDesiredCount()).isZero();
        steady();
        assertThat(world.tasks()).isEmpty();
        assertThat(service().taskSets()).isEmpty();
    }

    @Test
    void aServiceIsDeletedWithItsSetsByForce() {
        external(0);
        make("sample-task:1", 100);
        world.update(r -> r.desiredCount(0));
        assertThatThrownBy(() -> world.call(
                        new DeleteService(),
                        DeleteServiceRequest.builder()
                                .cluster("c")
                                .service("web")
                                .build()))
                .hasMessageContaining("while task sets are active");

        world.update(r -> r.desiredCount(1));
        steady();
        world.delete();
        steady();
        assertThat(world.tasks()).isEmpty();
        assertThat(service().status()).isEqualTo("INACTIVE");
    }

    @Test
    void theSameTokenAnswersTheSameSetAndASixthIsRefused() {
        external(1);
        TaskSet first = make(r -> r.clientToken("t"));

        assertThat(make(r -> r.clientToken("t")).id()).isEqualTo(first.id());
        assertThatThrownBy(() -> make(r -> r.clientToken("t").taskDefinition("sample-task:2")))
                .hasMessageContaining("Creation of task set was not idempotent.");
        for (int i = 0; i < 4; i++) {
            make(r -> {});
        }
        assertThatThrownBy(() -> make(r -> {}))
                .hasMessageContaining("5 deployments exist on the service. Unable to create new TaskSet since this"
                        + " exceeds the maximum limit.");
    }

    @Test
    void whatOnlyASetCanSayIsRefusedOfTheService() {
        refused(r -> r.taskDefinition("sample-task:1"), "TaskDefinition must be blank");
        refused(r -> r.platformVersion("LATEST"), "PlatformVersion must be blank");
        refused(
                r -> r.deploymentConfiguration(
                        d -> d.deploymentCircuitBreaker(b -> b.enable(true).rollback(true))),
                "deploymentConfiguration can have minimumHealthyPercent and maximumPercent only");
        refused(
                r -> r.availabilityZoneRebalancing("ENABLED"),
                "AvailabilityZoneRebalancing does not support the EXTERNAL deployment controller");
        refused(r -> r.deploymentController(d -> d.type("CODE_DEPLOY")), "deploymentController CODE_DEPLOY");
        external(1);
        assertThatThrownBy(() -> world.update(r -> r.taskDefinition("sample-task:2")))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining(
                        "Unable to update task definition on services with an EXTERNAL deployment" + " controller.");
        assertThatThrownBy(() -> world.update(r -> r.forceNewDeployment(true)))
                .hasMessageContaining("Unable to update deployments");
    }

    @Test
    void unknownSetsAndOtherServicesAreRefused() {
        external(1);
        assertThatThrownBy(() -> scale("ecs-svc/1", 10)).hasMessageContaining("TaskSetNotFoundException");
        assertThatThrownBy(() -> make("sample-task:1", 101)).hasMessageContaining("between 0 and 100");
        assertThat(new DescribeTaskSets()
                        .handle(
                                DescribeTaskSetsRequest.builder()
                                        .cluster("c")
                                        .service("web")
                                        .taskSets("ecs-svc/1")
                                        .build(),
                                world.state,
                                world.context())
                        .failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("MISSING"));
        world.delete();
        steady();
        world.create("sample-task:1", 1, 100, 200);
        assertThatThrownBy(() -> make("sample-task:1", 100))
                .hasMessageContaining("Amazon ECS only supports task set management on services configured to use"
                        + " external deployment controllers.");
    }

    private void external(int count) {
        create(r -> r.desiredCount(count));
    }

    private void create(Consumer<CreateServiceRequest.Builder> with) {
        world.call(
                new CreateService(world.settings),
                CreateServiceRequest.builder()
                        .cluster("c")
                        .serviceName("web")
                        .deploymentController(controller -> controller.type("EXTERNAL"))
                        .applyMutation(with)
                        .build());
    }

    private void refused(Consumer<CreateServiceRequest.Builder> with, String message) {
        assertThatThrownBy(() -> create(with))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining(message);
    }

    private TaskSet make(String definition, double percent) {
        return make(
                r -> r.taskDefinition(definition).scale(s -> s.value(percent).unit("PERCENT")));
    }

    private TaskSet make(Consumer<CreateTaskSetRequest.Builder> with) {
        return world.call(
                        new CreateTaskSet(world.settings),
                        CreateTaskSetRequest.builder()
                                .cluster("c")
                                .service("web")
                                .taskDefinition("sample-task:1")
                                .applyMutation(with)
                                .build())
                .taskSet();
    }

    private TaskSet scale(String id, double percent) {
        return world.call(
                        new UpdateTaskSet(),
                        UpdateTaskSetRequest.builder()
                                .cluster("c")
                                .service("web")
                                .taskSet(id)
                                .scale(s -> s.value(percent).unit("PERCENT"))
                                .build())
                .taskSet();
    }

    private TaskSet primary(String id) {
        return world.call(
                        new UpdateServicePrimaryTaskSet(),
                        UpdateServicePrimaryTaskSetRequest.builder()
                                .cluster("c")
                                .service("web")
                                .primaryTaskSet(id)
                                .build())
                .taskSet();
    }

    private TaskSet delete(String id, boolean force) {
        return world.call(
                        new DeleteTaskSet(),
                        DeleteTaskSetRequest.builder()
                                .cluster("c")
                                .service("web")
                                .taskSet(id)
                                .force(force)
                                .build())
                .taskSet();
    }

    private TaskSet set(String id) {
        return service().taskSets().stream()
                .filter(set -> set.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Service service() {
        List<Service> found = new DescribeServices()
                .handle(
                        DescribeServicesRequest.builder()
                                .cluster("c")
                                .services("web")
                                .build(),
                        world.state,
                        world.context())
                .services();
        return found.getFirst();
    }

    private long count(TaskSet set) {
        return world.running().stream()
                .filter(task -> set.id().equals(task.spec().startedBy()))
                .count();
    }

    /// Starts what is to start and stops what is to stop.
    private void steady() {
        for (int i = 0; i < 4; i++) {
            world.look();
            world.start();
            world.stop();
            world.pass(Duration.ofMinutes(1));
        }
        world.settle();
    }
}
