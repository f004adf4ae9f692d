package berth.control.ecs.task;

import berth.control.ecs.instance.HostCalls;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.reconcile.Invoke;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.kernel.Account;
import berth.kernel.Arn;
import berth.kernel.host.ProtectionAnswer;
import berth.kernel.host.ProtectionCall;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

/// Asks ECS about a task's protection on the task's behalf, on the same path as anybody's call. Thin.
///
/// ECS: the agent calls with the task's role. Differs from ECS: a task without a role may ask too, as itself.
public final class ProtectionCalls implements HostCalls {
    private final Supplier<State> published;
    private final Account account;
    private final Invoke invoke;

    public ProtectionCalls(Supplier<State> published, Account account, Invoke invoke) {
        this.published = published;
        this.account = account;
        this.invoke = invoke;
    }

    @Override
    public void protection(String hostId, ProtectionCall call, Consumer<ProtectionAnswer> answer) {
        State state = published.get();
        Task task = TaskViews.byArn(state, call.taskArn());
        if (task == null || !task.spec().hostId().equals(hostId)) {
            answer.accept(new ProtectionAnswer.Failure("MISSING"));
            return;
        }
        boolean asks = call.enabled() == null;
        invoke.call(
                "ecs",
                asks ? "GetTaskProtection" : "UpdateTaskProtection",
                caller(state, task),
                asks ? get(task) : update(task, call),
                replied -> answer.accept(
                        switch (replied) {
                            case Writer.Answer.Done<SdkPojo>(var response) -> read(response);
                            case Writer.Answer.Refused<SdkPojo>(var fault) ->
                                new ProtectionAnswer.Refused(fault.status(), fault.code(), fault.message());
                        }));
    }

    /// The session of its role that ECS would have made for the task, or the task itself.
    private String caller(State state, Task task) {
        TaskDefinition definition =
                TaskDefinitionViews.byName(state, task.spec().taskDefinition());
        String role = definition == null ? null : definition.taskRoleArn();
        return role == null
                ? TaskViews.arn(account, task)
                : "arn:aws:sts::%s:assumed-role/%s/%s"
                        .formatted(
                                account.id(),
                                Arn.parse(role).map(Arn::lastSegment).orElse(role),
                                task.id());
    }

    private SdkPojo get(Task task) {
        return GetTaskProtectionRequest.builder()
                .cluster(task.cluster())
                .tasks(TaskViews.arn(account, task))
                .build();
    }

    private SdkPojo update(Task task, ProtectionCall call) {
        return UpdateTaskProtectionRequest.builder()
                .cluster(task.cluster())
                .tasks(TaskViews.arn(account, task))
                .protectionEnabled(call.enabled())
                .expiresInMinutes(call.expiresInMinutes())
                .build();
    }

    private static ProtectionAnswer read(SdkPojo response) {
        return switch (response) {
            case GetTaskProtectionResponse got -> read(got.protectedTasks(), got.failures());
            case UpdateTaskProtectionResponse updated -> read(updated.protectedTasks(), updated.failures());
            default -> new ProtectionAnswer.Refused(500, "ServerException", "Unexpected error occurred");
        };
    }

    private static ProtectionAnswer read(List<ProtectedTask> tasks, List<Failure> failures) {
        if (!failures.isEmpty()) {
            return new ProtectionAnswer.Failure(failures.getFirst().reason());
        }
        ProtectedTask task = tasks.getFirst();
        return new ProtectionAnswer.Protection(task.protectionEnabled(), task.expirationDate());
    }
}
