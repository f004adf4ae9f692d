package berth.control.ecs.task.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.task.api.ProtectionReply.Reason;
import berth.control.ecs.task.model.Task;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;

/// Shows which of 1 to 100 tasks are protected from scale-in, and until when.
///
/// ECS: a task that does not exist is a failure MISSING, one that belongs to no service TASK_NOT_VALID.
///
/// Differs from ECS: the tasks must be named. ECS's model lets them be left out and does not say what that means.
public record GetTaskProtection() implements Operation.Read<GetTaskProtectionRequest, GetTaskProtectionResponse> {
    static final int MOST = 100;

    static final Honoured HONOURED = Honoured.of(GetTaskProtectionRequest.class, "cluster", "tasks");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "GetTaskProtection";
    }

    @Override
    public Class<GetTaskProtectionRequest> request() {
        return GetTaskProtectionRequest.class;
    }

    @Override
    public GetTaskProtectionResponse handle(GetTaskProtectionRequest request, State state, Context context) {
        HONOURED.check(request);
        List<String> given = ProtectionReply.checked(request.cluster(), request.tasks(), MOST);
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        ProtectionReply reply = new ProtectionReply(context);
        for (String one : given) {
            TaskReference reference = TaskReference.of(one, cluster, context.account());
            Task task = reference.find(state, cluster);
            if (task == null) {
                reply.failed(reference, Reason.MISSING);
            } else if (task.spec().service() == null) {
                reply.failed(reference, Reason.TASK_NOT_VALID);
            } else {
                reply.shows(task);
            }
        }
        return GetTaskProtectionResponse.builder()
                .protectedTasks(reply.tasks())
                .failures(reply.failures())
                .build();
    }
}
