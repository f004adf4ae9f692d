package berth.control.ecs.task.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.task.model.Task;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/// Shows 1 to 100 tasks, stopped ones too until they are forgotten.
///
/// ECS: one that does not exist is a failure with reason MISSING.
public record DescribeTasks() implements Operation.Read<DescribeTasksRequest, DescribeTasksResponse> {
    static final int MOST = 100;

    static final Honoured HONOURED = Honoured.of(DescribeTasksRequest.class, "cluster", "tasks", "include");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DescribeTasks";
    }

    @Override
    public Class<DescribeTasksRequest> request() {
        return DescribeTasksRequest.class;
    }

    @Override
    public DescribeTasksResponse handle(DescribeTasksRequest request, State state, Context context) {
        HONOURED.check(request);
        if (request.tasks().isEmpty()) {
            throw Fault.invalidParameter("Tasks cannot be empty.").raise();
        }
        if (request.tasks().size() > MOST) {
            throw Fault.invalidParameter("Tasks cannot have more than %d entries, has %d."
                            .formatted(MOST, request.tasks().size()))
                    .raise();
        }
        boolean tags = TagMapper.asked(request.includeAsStrings());
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        List<software.amazon.awssdk.services.ecs.model.Task> tasks = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : new LinkedHashSet<>(request.tasks())) {
            TaskReference reference = TaskReference.of(given, cluster, context.account());
            Task task = reference.find(state, cluster);
            if (task == null) {
                failures.add(
                        Failure.builder().arn(reference.arn()).reason("MISSING").build());
            } else {
                tasks.add(
                        tags
                                ? TaskMapper.tagged(state, task, context.account())
                                : TaskMapper.toSdk(state, task, context.account()));
            }
        }
        return DescribeTasksResponse.builder().tasks(tasks).failures(failures).build();
    }
}
