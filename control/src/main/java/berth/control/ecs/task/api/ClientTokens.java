package berth.control.ecs.task.api;

import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.TokenUse;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/// The idempotency of RunTask.
///
/// ECS: a token lives for 24 hours, or until an hour after the last of its tasks stopped if that is earlier;
/// here the latter is when those tasks are forgotten.
final class ClientTokens {
    private static final Duration LIFETIME = Duration.ofHours(24);

    private ClientTokens() {}

    /// SHA-256 of the request without its token, in hex.
    static String fingerprint(RunTaskRequest request) {
        String rest = request.toBuilder().clientToken(null).build().toString();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(rest.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The tasks that this very call made before; empty if the token is free.
    ///
    /// @throws berth.kernel.FaultException ConflictException if another call used it
    static List<Task> tasks(State state, TokenUse use, Context context) {
        TokenUse earlier = state.find(TaskViews.TOKEN_USES, use.name());
        if (earlier == null || earlier.at().plus(LIFETIME).isBefore(context.now())) {
            return List.of();
        }
        List<Task> tasks = state.by(TaskViews.TASKS, TaskViews.BY_CLIENT_TOKEN, use.name());
        if (!tasks.isEmpty() && !earlier.fingerprint().equals(use.fingerprint())) {
            List<String> arns = tasks.stream()
                    .map(task -> TaskViews.arn(context.account(), task))
                    .toList();
            throw new Fault(
                            "ConflictException",
                            "The client token was used before with other parameters. Use a new token, or repeat the call as it was.",
                            400,
                            arns)
                    .raise();
        }
        return tasks;
    }

    /// ECS: of a task that has stopped since, a repeated call shows ARN and statuses only.
    static RunTaskResponse answer(State state, List<Task> tasks, Account account) {
        return RunTaskResponse.builder()
                .tasks(tasks.stream()
                        .map(task -> task.stopped() ? brief(task, account) : TaskMapper.tagged(state, task, account))
                        .toList())
                .failures(List.of())
                .build();
    }

    private static software.amazon.awssdk.services.ecs.model.Task brief(Task task, Account account) {
        return software.amazon.awssdk.services.ecs.model.Task.builder()
                .taskArn(TaskViews.arn(account, task))
                .lastStatus(task.status().last().name())
                .desiredStatus(task.status().desired().name())
                .build();
    }
}
