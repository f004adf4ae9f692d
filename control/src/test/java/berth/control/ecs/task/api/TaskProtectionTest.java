package berth.control.ecs.task.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.TaskStop;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.kernel.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

final class TaskProtectionTest {
    private static final String NOBODY = "0".repeat(32);

    private final TaskWorld world = new TaskWorld().host(TaskWorld.host("h1", new Resources(65_536, 65_536), true));
    private final TaskDefinition definition =
            world.define(TaskWorld.definition("web", null, null, null, List.of(TaskWorld.web(0))));
    private int desired = 3;

    private List<Task> tasks(int count, String service) {
        Launch launch = world.launch(definition, LaunchType.EC2, count);
        Launch ofService = new Launch(
                launch.cluster(),
                definition,
                count,
                LaunchType.EC2,
                null,
                "service:" + service,
                "ecs-svc/1",
                service,
                launch.overrides(),
                null,
                null);
        return world.commit(ofService, Settings.RELAXED).tasks();
    }

    private UpdateTaskProtectionRequest update(Consumer<UpdateTaskProtectionRequest.Builder> more) {
        return UpdateTaskProtectionRequest.builder()
                .cluster("c")
                .applyMutation(more)
                .build();
    }

    private UpdateTaskProtection operation() {
        return new UpdateTaskProtection(
                (state, name) -> name.equals("c/web") ? OptionalInt.of(desired) : OptionalInt.empty());
    }

    private UpdateTaskProtectionResponse protect(String... tasks) {
        return world.calls.call(
                operation(), update(request -> request.tasks(tasks).protectionEnabled(true)));
    }

    private GetTaskProtectionResponse get(String... tasks) {
        return world.calls.call(
                new GetTaskProtection(),
                GetTaskProtectionRequest.builder().cluster("c").tasks(tasks).build());
    }

    private String refusal(Consumer<UpdateTaskProtectionRequest.Builder> more) {
        return world.calls.refusal(operation(), update(more)).message();
    }

    @Test
    void protectionLastsTwoHoursWhereNothingElseIsSaid() {
        Task task = tasks(1, "web").getFirst();
        ProtectedTask answered = protect(task.id()).protectedTasks().getFirst();
        assertThat(answered.taskArn()).endsWith(":task/c/" + task.id());
        assertThat(answered.protectionEnabled()).isTrue();
        assertThat(answered.expirationDate()).isEqualTo(TaskWorld.NOW.plus(Duration.ofMinutes(120)));
        assertThat(get(task.id()).protectedTasks()).containsExactly(answered);
    }

    @Test
    void eachCallCountsTheMinutesAnewAndDisablingEndsIt() {
        Task task = tasks(1, "web").getFirst();
        protect(task.id());
        ProtectedTask shorter = world.calls
                .call(
                        operation(),
                        update(request ->
                                request.tasks(task.id()).protectionEnabled(true).expiresInMinutes(1)))
                .protectedTasks()
                .getFirst();
        assertThat(shorter.expirationDate()).isEqualTo(TaskWorld.NOW.plus(Duration.ofMinutes(1)));

        world.calls.call(operation(), update(request -> request.tasks(task.id()).protectionEnabled(false)));
        ProtectedTask ended = get(task.id()).protectedTasks().getFirst();
        assertThat(ended.protectionEnabled()).isFalse();
        assertThat(ended.expirationDate()).isNull();
    }

    @Test
    void standaloneAndMissingTasksAreFailuresBesideTheOthers() {
        Task standalone = world.commit(world.launch(definition, LaunchType.EC2, 1))
                .tasks()
                .getFirst();
        Task task = tasks(1, "web").getFirst();
        UpdateTaskProtectionResponse answer = protect(standalone.id(), NOBODY, task.id());
        assertThat(answer.failures()).extracting(Failure::reason).containsExactly("TASK_NOT_VALID", "MISSING");
        assertThat(answer.failures().getFirst().arn()).endsWith(":task/c/" + standalone.id());
        assertThat(answer.protectedTasks()).hasSize(1);
        assertThat(get(standalone.id(), NOBODY).failures())
                .extracting(Failure::reason)
                .containsExactly("TASK_NOT_VALID", "MISSING");
    }

    @Test
    void serviceWithMoreProtectedTasksThanItWantsGetsNoMore() {
        List<Task> tasks = tasks(3, "web");
        protect(tasks.get(0).id(), tasks.get(1).id());
        desired = 1;
        UpdateTaskProtectionResponse answer = protect(tasks.get(2).id());
        assertThat(answer.protectedTasks()).isEmpty();
        assertThat(answer.failures()).extracting(Failure::reason).containsExactly("DEPLOYMENT_BLOCKED");
        assertThat(get(tasks.get(2).id()).protectedTasks().getFirst().protectionEnabled())
                .isFalse();

        desired = 2;
        assertThat(protect(tasks.get(2).id()).failures()).isEmpty();
    }

    @Test
    void taskThatIsStoppingIsProtectedNoMoreAndNotAgain() {
        Task task = tasks(1, "web").getFirst();
        protect(task.id());
        Task known = Objects.requireNonNull(world.state().find(TaskViews.TASKS, task.name()));
        world.calls.commit(TaskStop.stop(world.state(), known, StopCode.USER_INITIATED, "enough", TaskWorld.NOW));
        assertThat(get(task.id()).protectedTasks().getFirst().protectionEnabled())
                .isFalse();
        assertThat(protect(task.id()).failures()).extracting(Failure::reason).containsExactly("TASK_NOT_VALID");
    }

    @Test
    void endingTheProtectionOfAStoppingTaskChangesNothing() {
        Task task = tasks(1, "web").getFirst();
        protect(task.id());
        Task known = Objects.requireNonNull(world.state().find(TaskViews.TASKS, task.name()));
        world.calls.commit(TaskStop.stop(world.state(), known, StopCode.USER_INITIATED, "enough", TaskWorld.NOW));
        Task stopping = Objects.requireNonNull(world.state().find(TaskViews.TASKS, task.name()));

        UpdateTaskProtectionResponse answer = world.calls.call(
                operation(), update(request -> request.tasks(task.id()).protectionEnabled(false)));
        assertThat(answer.protectedTasks().getFirst().protectionEnabled()).isFalse();
        assertThat(world.state().find(TaskViews.TASKS, task.name())).isEqualTo(stopping);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 2881})
    void minutesOutOfRangeAreRefused(int minutes) {
        Task task = tasks(1, "web").getFirst();
        assertThat(refusal(request ->
                        request.tasks(task.id()).protectionEnabled(true).expiresInMinutes(minutes)))
                .isEqualTo("expiresInMinutes must be between 1 and 2880, is " + minutes + ".");
    }

    @Test
    void requestsWithoutTasksWithTooManyOrWithoutProtectionEnabledAreRefused() {
        assertThat(refusal(request -> request.protectionEnabled(true))).isEqualTo("Tasks cannot be empty.");
        assertThat(refusal(request -> request.tasks(NOBODY))).isEqualTo("protectionEnabled cannot be empty.");
        List<String> eleven = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            eleven.add(("%032d").formatted(i));
        }
        assertThat(refusal(request -> request.tasks(eleven).protectionEnabled(true)))
                .isEqualTo("Tasks cannot have more than 10 entries, has 11.");
        assertThat(refusal(request -> request.cluster(null).tasks(NOBODY).protectionEnabled(true)))
                .isEqualTo("Cluster cannot be empty.");
        assertThat(refusal(request -> request.tasks("short").protectionEnabled(true)))
                .isEqualTo("taskId length should be one of [32,36]");
        assertThat(world.calls
                        .refusal(
                                new GetTaskProtection(),
                                GetTaskProtectionRequest.builder()
                                        .cluster("c")
                                        .tasks(Collections.nCopies(101, NOBODY))
                                        .build())
                        .message())
                .isEqualTo("Tasks cannot have more than 100 entries, has 101.");
    }

    @Test
    void indexKnowsProtectedTasksUntilTheyStop() {
        Task task = tasks(1, "web").getFirst();
        protect(task.id());
        assertThat(world.state().ids(TaskViews.PROTECTED, TaskViews.PROTECTED_KEY))
                .containsExactly(task.name());
        world.put(Change.put(TaskViews.TASKS, task.withProtectedUntil(null)));
        assertThat(world.state().ids(TaskViews.PROTECTED, TaskViews.PROTECTED_KEY))
                .isEmpty();
    }
}
