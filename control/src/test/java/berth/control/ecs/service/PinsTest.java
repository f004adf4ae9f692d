package berth.control.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.service.model.ServiceRevision;
import berth.control.ecs.service.model.ServiceRevision.ContainerImage;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.service.plan.ServiceTasks;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.api.RegisterTaskDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.host.Health;
import berth.wire.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

class PinsTest {
    private final ServiceRevision fresh = revision(null, null);

    @Test
    void theOldestTaskThatShowsADigestPinsItForTheNext() {
        ServiceRevision learned = learned(
                fresh, "", task("3", 3, "d", "sha256:b"), task("2", 2, "d", "sha256:a"), task("1", 1, "d", null));

        assertThat(learned.images())
                .containsExactly(
                        new ContainerImage("web", "web:latest", "sha256:a"), new ContainerImage("log", "log:1", null));
        assertThat(Pins.digests(learned)).hasSize(1).containsEntry("web", "sha256:a");
    }

    @Test
    void whatIsPinnedStays() {
        ServiceRevision pinned = revision("sha256:a", "sha256:c");

        assertThat(learned(pinned, "", task("1", 1, "d", "sha256:b"))).isSameAs(pinned);
    }

    @Test
    void anImageWithoutADigestIsNotPinned() {
        assertThat(learned(fresh, "", task("1", 1, "d", null))).isSameAs(fresh);
        assertThat(Pins.digests(fresh)).isEmpty();
        assertThat(Pins.digests(null)).isEmpty();
    }

    @Test
    void theTasksOfAnotherDeploymentPinNothing() {
        assertThat(learned(fresh, "", task("1", 1, "other", "sha256:b"))).isSameAs(fresh);
    }

    @Test
    void aContainerThatIsNotToBeConsistentIsNotPinned() {
        assertThat(learned(fresh, ",'versionConsistency':'disabled'", task("1", 1, "d", "sha256:a")))
                .isSameAs(fresh);
        assertThat(Pins.digests(learned(fresh, ",'versionConsistency':'enabled'", task("1", 1, "d", "sha256:a"))))
                .containsEntry("web", "sha256:a");
    }

    private static ServiceRevision learned(ServiceRevision revision, String web, Task... tasks) {
        return Pins.learned(revision, definition(web), List.of(tasks), "d");
    }

    private static ServiceRevision revision(@Nullable String web, @Nullable String log) {
        return new ServiceRevision(
                "c/web",
                "1",
                WorkloadConfiguration.of("web:1", Task.LaunchType.EC2, null, null),
                List.of(),
                List.of(new ContainerImage("web", "web:latest", web), new ContainerImage("log", "log:1", log)),
                ServiceTasks.T0);
    }

    private static Task task(String id, int second, String deployment, @Nullable String digest) {
        Task task = ServiceTasks.pending(id, deployment, ServiceTasks.T0.plusSeconds(second));
        TaskContainer container = new TaskContainer(
                "web",
                id,
                true,
                TaskContainer.Status.PENDING,
                null,
                digest,
                null,
                null,
                null,
                null,
                Health.UNKNOWN,
                null,
                List.of());
        Task.TaskStatus status = task.status();
        return task.with(new Task.TaskStatus(
                status.desired(),
                status.last(),
                status.connectivityAt(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                status.connected(),
                List.of(container)));
    }

    private static TaskDefinition definition(String web) {
        String json = "{'family':'web','containerDefinitions':[{'name':'web','image':'web:latest','memory':64" + web
                + "},{'name':'log','image':'log:1','memory':64}]}";
        Calls calls = new Calls();
        calls.call(
                new RegisterTaskDefinition(),
                Json.fromJson(
                        RegisterTaskDefinitionRequest.class,
                        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        return Objects.requireNonNull(TaskDefinitionViews.byName(calls.state(), "web:1"));
    }
}
