package berth.control.ecs.task.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.api.DeregisterContainerInstance;
import berth.control.ecs.instance.api.UpdateContainerInstancesState;
import berth.control.ecs.task.TaskModule;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.plan.Launched;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

/// Draining and deregistering container instances.
class InstanceOperationsTest {
    private final TaskWorld world = new TaskWorld().host("h1");
    private final Task task = launch().tasks().getFirst();
    private final String instance = Objects.requireNonNull(task.spec().containerInstance());
    private final UpdateContainerInstancesState update = new UpdateContainerInstancesState(TaskModule.instanceTasks());
    private final DeregisterContainerInstance deregister = new DeregisterContainerInstance(TaskModule.instanceTasks());

    private Launched launch() {
        return world.commit(world.launch(world.sample(), LaunchType.EC2, 1));
    }

    private static UpdateContainerInstancesStateRequest request(String status, String... instances) {
        return UpdateContainerInstancesStateRequest.builder()
                .cluster("c")
                .containerInstances(instances)
                .status(status)
                .build();
    }

    private Fault refused(Consumer<DeregisterContainerInstanceRequest.Builder> more) {
        return world.calls.refusal(deregister, deregisterRequest(more));
    }

    private static DeregisterContainerInstanceRequest deregisterRequest(
            Consumer<DeregisterContainerInstanceRequest.Builder> more) {
        return DeregisterContainerInstanceRequest.builder()
                .cluster("c")
                .applyMutation(more)
                .build();
    }

    @Test
    void aDrainingInstanceGetsNoTasksAndKeepsItsStandaloneOnes() {
        UpdateContainerInstancesStateResponse response =
                world.calls.call(update, request("DRAINING", instance, "missing"));
        assertThat(response.containerInstances()).singleElement().satisfies(shown -> {
            assertThat(shown.status()).isEqualTo("DRAINING");
            assertThat(shown.version()).isEqualTo(2);
            assertThat(shown.runningTasksCount()).isEqualTo(1);
        });
        assertThat(response.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo("MISSING");
            assertThat(failure.arn()).endsWith("container-instance/c/missing");
        });
        Launched refused = launch();
        assertThat(refused.tasks()).isEmpty();
        assertThat(refused.refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo("INACTIVE"));
        assertThat(now().status()).isEqualTo(task.status());
        world.calls.call(update, request("ACTIVE", instance));
        assertThat(launch().refusals())
                .noneSatisfy(refusal -> assertThat(refusal.reason()).isEqualTo("INACTIVE"));
    }

    @Test
    void theSameStatusAgainChangesNothing() {
        assertThat(world.calls
                        .call(update, request("ACTIVE", instance))
                        .containerInstances()
                        .getFirst()
                        .version())
                .isEqualTo(1);
    }

    @Test
    void wrongStatusesAndCountsAreRefusedInEcssWords() {
        assertThat(world.calls.refusal(update, request("STOPPED", instance)).message())
                .isEqualTo("Container instance status should be one of [ACTIVE, DRAINING]");
        Fault empty = world.calls.refusal(update, request("ACTIVE"));
        assertThat(empty.code()).isEqualTo("ClientException");
        assertThat(empty.message()).isEqualTo("Container Instances cannot be empty.");
        List<String> eleven = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            eleven.add("i" + i);
        }
        assertThat(world.calls
                        .refusal(update, request("ACTIVE", eleven.toArray(String[]::new)))
                        .code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void anInstanceWithTasksIsDeregisteredByForceOnly() {
        assertThat(refused(r -> r.containerInstance(instance)).message())
                .isEqualTo("Found running tasks on the instance.");
        assertThat(refused(r -> r.containerInstance("missing")).message())
                .isEqualTo("The referenced container instance was not found.");
        var shown = world.calls
                .call(
                        deregister,
                        deregisterRequest(r -> r.containerInstance(instance).force(true)))
                .containerInstance();
        assertThat(shown.status()).isEqualTo("INACTIVE");
        assertThat(shown.runningTasksCount()).isZero();
        assertThat(now().stopped()).isTrue();
        assertThat(now().status().stopCode()).isEqualTo(Task.StopCode.USER_INITIATED);
        assertThat(now().status().stoppedReason()).isEqualTo("Container instance deregistration forced by user");
        assertThat(InstanceViews.allocation(world.state(), "h1").tasks()).isZero();
        assertThat(launch().tasks())
                .as("the host is an instance of this cluster no more")
                .isEmpty();
        assertThat(world.calls
                        .call(update, request("ACTIVE", instance))
                        .failures()
                        .getFirst()
                        .reason())
                .isEqualTo("INACTIVE");
    }

    private Task now() {
        return Objects.requireNonNull(world.state().find(TaskViews.TASKS, task.name()));
    }
}
