package berth.control.ecs.task.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.task.ServiceNames;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.api.ProtectionReply.Reason;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.plan.TaskChanges;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

/// Protects 1 to 10 tasks of services from scale-in and deployments for 1 to 2880 minutes, 120 where it isn't said, or
/// ends that. Each call counts the minutes anew.
///
/// ECS: failures are MISSING for a task that there isn't, TASK_NOT_VALID for one of no service, and
/// DEPLOYMENT_BLOCKED where the service has more protected tasks already than its desired count. StopTask, failed
/// health checks and a forced deletion of the service stop a protected task all the same.
///
/// Differs from ECS, which does not say: protecting a task that is stopping is TASK_NOT_VALID too, since it could
/// have no effect.
///
/// @param services tells the desired count
public record UpdateTaskProtection(ServiceNames services)
        implements Operation.Write<UpdateTaskProtectionRequest, UpdateTaskProtectionResponse> {
    static final int MOST = 10;
    static final int DEFAULT_MINUTES = 120;
    static final int LONGEST_MINUTES = 2_880;

    static final Honoured HONOURED =
            Honoured.of(UpdateTaskProtectionRequest.class, "cluster", "tasks", "protectionEnabled", "expiresInMinutes");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "UpdateTaskProtection";
    }

    @Override
    public Class<UpdateTaskProtectionRequest> request() {
        return UpdateTaskProtectionRequest.class;
    }

    @Override
    public Outcome<UpdateTaskProtectionResponse> handle(
            UpdateTaskProtectionRequest request, State state, Context context) {
        HONOURED.check(request);
        List<String> given = ProtectionReply.checked(request.cluster(), request.tasks(), MOST);
        Instant until = until(request, context.now());
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        ProtectionReply reply = new ProtectionReply(context);
        TaskChanges changes = new TaskChanges(state, context.now());
        for (String one : given) {
            TaskReference reference = TaskReference.of(one, cluster, context.account());
            Task task = reference.find(changes.state(), cluster);
            Reason failure = failure(changes.state(), task, until, context.now());
            if (task == null || failure != null) {
                reply.failed(reference, failure == null ? Reason.MISSING : failure);
            } else {
                Task after = stopping(task) ? task : task.withProtectedUntil(until);
                changes.update(task, after);
                reply.shows(after);
            }
        }
        return new Outcome<>(
                changes.list(),
                UpdateTaskProtectionResponse.builder()
                        .protectedTasks(reply.tasks())
                        .failures(reply.failures())
                        .build());
    }

    private static @Nullable Instant until(UpdateTaskProtectionRequest request, Instant now) {
        Boolean enabled = request.protectionEnabled();
        if (enabled == null) {
            throw Fault.invalidParameter("protectionEnabled cannot be empty.").raise();
        }
        int minutes = request.expiresInMinutes() == null ? DEFAULT_MINUTES : request.expiresInMinutes();
        if (minutes < 1 || minutes > LONGEST_MINUTES) {
            throw Fault.invalidParameter(
                            "expiresInMinutes must be between 1 and %d, is %d.".formatted(LONGEST_MINUTES, minutes))
                    .raise();
        }
        return enabled ? now.plus(Duration.ofMinutes(minutes)) : null;
    }

    private @Nullable Reason failure(State state, @Nullable Task task, @Nullable Instant until, Instant now) {
        if (task == null) {
            return Reason.MISSING;
        }
        String service = task.spec().service();
        if (service == null || until != null && stopping(task)) {
            return Reason.TASK_NOT_VALID;
        }
        String name = task.cluster() + '/' + service;
        return until != null
                        && protectedOf(state, name, now)
                                > services.desiredCount(state, name).orElse(0)
                ? Reason.DEPLOYMENT_BLOCKED
                : null;
    }

    private static boolean stopping(Task task) {
        return task.status().desired() == DesiredStatus.STOPPED;
    }

    private static long protectedOf(State state, String service, Instant now) {
        return state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service).stream()
                .filter(task -> task.isProtected(now))
                .count();
    }
}
