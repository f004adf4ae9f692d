package berth.control.ecs.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.task.api.GetTaskProtection;
import berth.control.ecs.task.api.UpdateTaskProtection;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Writer;
import berth.kernel.FaultException;
import berth.kernel.host.ProtectionAnswer;
import berth.kernel.host.ProtectionCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;

final class ProtectionCallsTest {
    private final TaskWorld world = new TaskWorld().host("h1");
    private final List<String> callers = new ArrayList<>();
    private final ProtectionCalls calls =
            new ProtectionCalls(world::state, Calls.ACCOUNT, (service, operation, caller, request, done) -> {
                callers.add(caller);
                done.accept(called(request));
            });
    private final Task task = task();

    private Task task() {
        TaskDefinition definition = world.sample();
        Launch launch = world.launch(definition, LaunchType.EC2, 1);
        return world.commit(new Launch(
                        launch.cluster(),
                        definition,
                        1,
                        LaunchType.EC2,
                        null,
                        "service:web",
                        "ecs-svc/1",
                        "web",
                        launch.overrides(),
                        null,
                        null))
                .tasks()
                .getFirst();
    }

    /// The operations themselves, as the dispatcher would run them.
    private Writer.Answer<SdkPojo> called(SdkPojo request) {
        try {
            return new Writer.Answer.Done<>(
                    switch (request) {
                        case GetTaskProtectionRequest get -> world.calls.call(new GetTaskProtection(), get);
                        case UpdateTaskProtectionRequest update ->
                            world.calls.call(new UpdateTaskProtection((state, name) -> OptionalInt.of(1)), update);
                        default -> throw new AssertionError(request);
                    });
        } catch (FaultException e) {
            return new Writer.Answer.Refused<>(e.fault());
        }
    }

    private ProtectionAnswer ask(String hostId, ProtectionCall call) {
        List<ProtectionAnswer> answers = new ArrayList<>();
        calls.protection(hostId, call, answers::add);
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private String arn() {
        return TaskViews.arn(Calls.ACCOUNT, task);
    }

    @Test
    void taskProtectsItselfAndSeesIt() {
        ProtectionAnswer until = new ProtectionAnswer.Protection(true, TaskWorld.NOW.plus(Duration.ofMinutes(60)));
        assertThat(ask("h1", new ProtectionCall(arn(), true, 60))).isEqualTo(until);
        assertThat(ask("h1", new ProtectionCall(arn(), null, null))).isEqualTo(until);
        assertThat(ask("h1", new ProtectionCall(arn(), false, null)))
                .isEqualTo(new ProtectionAnswer.Protection(false, null));
        assertThat(callers).containsOnly(arn());
    }

    @Test
    void whatEcsRefusesTheTaskIsTold() {
        assertThat(ask("h1", new ProtectionCall(arn(), true, 2881)))
                .isEqualTo(new ProtectionAnswer.Refused(
                        400, "InvalidParameterException", "expiresInMinutes must be between 1 and 2880, is 2881."));
    }

    @Test
    void hostSpeaksForItsOwnTasksOnly() {
        assertThat(ask("h2", new ProtectionCall(arn(), true, 60))).isEqualTo(new ProtectionAnswer.Failure("MISSING"));
        assertThat(ask("h1", new ProtectionCall(arn() + "0", null, null)))
                .isEqualTo(new ProtectionAnswer.Failure("MISSING"));
        assertThat(callers).isEmpty();
    }
}
