package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.TaskSet;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Arn;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/// Shows task sets of a service: all, or those that are named.
///
/// ECS: one that does not exist is a failure with reason MISSING.
public record DescribeTaskSets() implements Operation.Read<DescribeTaskSetsRequest, DescribeTaskSetsResponse> {
    static final Honoured HONOURED =
            Honoured.of(DescribeTaskSetsRequest.class, "cluster", "service", "taskSets", "include");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DescribeTaskSets";
    }

    @Override
    public Class<DescribeTaskSetsRequest> request() {
        return DescribeTaskSetsRequest.class;
    }

    @Override
    public DescribeTaskSetsResponse handle(DescribeTaskSetsRequest request, State state, Context context) {
        HONOURED.check(request);
        boolean tags = TagMapper.asked(request.includeAsStrings());
        Service service = TaskSets.service(state, context, request.cluster(), request.service());
        List<TaskSet> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        if (request.taskSets().isEmpty()) {
            found.addAll(service.status().taskSets());
        }
        for (String parameter : request.taskSets()) {
            TaskSet set = TaskSets.find(service, context, parameter);
            if (set == null) {
                failures.add(missing(service, parameter, context));
            } else {
                found.add(set);
            }
        }
        return DescribeTaskSetsResponse.builder()
                .taskSets(found.stream()
                        .map(set -> tags
                                ? TaskSetMapper.tagged(set, service, state, context.account())
                                : TaskSetMapper.toSdk(set, service, state, context.account()))
                        .toList())
                .failures(failures)
                .build();
    }

    private static Failure missing(Service service, String parameter, Context context) {
        String arn = Arn.looksLike(parameter)
                ? parameter
                : context.account().ecs("task-set", service.name() + '/' + parameter);
        return Failure.builder().arn(arn).reason("MISSING").build();
    }
}
