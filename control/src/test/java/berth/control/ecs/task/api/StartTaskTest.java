package berth.control.ecs.task.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.task.TaskWorld;
import berth.control.store.Change;
import berth.kernel.Fault;
import berth.kernel.Resources;
import java.util.Collections;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;

/// Instances a and b have room; d is too small, g is gone, o was deregistered.
class StartTaskTest {
    private static final String ARN = "arn:aws:ecs:us-east-1:111122223333:container-instance/c/";

    private final TaskWorld world = new TaskWorld();
    private final StartTask start = new StartTask(Settings.RELAXED);

    @BeforeEach
    void instances() {
        instance("a", new Resources(2048, 4096), true, ContainerInstance.Status.ACTIVE);
        instance("b", new Resources(2048, 4096), true, ContainerInstance.Status.ACTIVE);
        instance("d", new Resources(2048, 100), true, ContainerInstance.Status.ACTIVE);
        instance("g", new Resources(2048, 4096), false, ContainerInstance.Status.ACTIVE);
        instance("o", new Resources(2048, 4096), true, ContainerInstance.Status.INACTIVE);
        world.sample();
    }

    @Test
    void eachInstanceGetsOneAndNothingIsPlaced() {
        StartTaskResponse response = call(r -> r.containerInstances(id("b"), ARN + id("a"))
                .group("mine")
                .startedBy("outside-7")
                .tags(Tag.builder().key("k").value("v").build())
                .enableECSManagedTags(true)
                .overrides(o -> o.containerOverrides(c -> c.name("web").command("sleep", "1"))));

        assertThat(response.failures()).isEmpty();
        assertThat(response.tasks())
                .extracting(Task::containerInstanceArn)
                .containsExactly(ARN + id("b"), ARN + id("a"));
        assertThat(response.tasks()).allSatisfy(task -> {
            assertThat(task.group()).isEqualTo("mine");
            assertThat(task.startedBy()).isEqualTo("outside-7");
            assertThat(task.launchTypeAsString()).isEqualTo("EC2");
            assertThat(task.capacityProviderName()).isNull();
            assertThat(task.tags()).hasSize(2);
            assertThat(task.overrides().containerOverrides().getFirst().command())
                    .containsExactly("sleep", "1");
        });
    }

    @Test
    void eachInstanceThatCannotTakeItIsAFailureOfItsOwn() {
        StartTaskResponse response =
                call(r -> r.containerInstances(id("d"), id("g"), id("o"), "f".repeat(32), id("a")));

        assertThat(response.tasks()).hasSize(1);
        assertThat(response.failures())
                .extracting(failure -> failure.arn() + ' ' + failure.reason())
                .containsExactly(
                        ARN + id("d") + " RESOURCE:MEMORY",
                        ARN + id("g") + " AGENT",
                        ARN + id("o") + " INACTIVE",
                        ARN + "f".repeat(32) + " MISSING");
    }

    @Test
    void aStaticPortIsGivenOnce() {
        call(r -> r.containerInstances(id("a")));

        assertThat(call(r -> r.containerInstances(id("a"))).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("RESOURCE:PORTS"));
    }

    @Test
    void badMembersAreRefused() {
        assertThat(refusal(r -> {}).message()).isEqualTo("Container instances cannot be empty.");
        assertThat(refusal(r -> r.containerInstances(Collections.nCopies(11, id("a"))))
                        .message())
                .isEqualTo("Container instances cannot have more than 10 entries, has 11.");
        assertThat(refusal(r -> r.containerInstances(id("a")).startedBy("x".repeat(37)))
                        .message())
                .contains("at most 36 characters");
        assertThat(refusal(r -> r.containerInstances(id("a")).taskDefinition("nope")))
                .isEqualTo(Fault.client("TaskDefinition not found."));
        assertThat(refusal(r -> r.containerInstances(id("a")).propagateTags("SERVICE"))
                        .message())
                .contains("SERVICE");
    }

    private StartTaskResponse call(Consumer<StartTaskRequest.Builder> with) {
        return world.calls.call(start, request(with));
    }

    private Fault refusal(Consumer<StartTaskRequest.Builder> with) {
        return world.calls.refusal(start, request(with));
    }

    private static StartTaskRequest request(Consumer<StartTaskRequest.Builder> with) {
        return StartTaskRequest.builder()
                .cluster("c")
                .taskDefinition("sample-task")
                .applyMutation(with)
                .build();
    }

    private void instance(String host, Resources capacity, boolean connected, ContainerInstance.Status status) {
        world.host(TaskWorld.host(host, capacity, connected));
        world.put(Change.put(
                InstanceViews.CONTAINER_INSTANCES,
                ContainerInstance.registered("c", id(host), host, TaskWorld.NOW).with(status)));
    }

    private static String id(String host) {
        return host.repeat(32);
    }
}
