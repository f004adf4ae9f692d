package berth.control.ecs.instance.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceTasks;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Arn;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/// Shows 1 to 100 container instances. ECS: one that does not exist is a failure with reason MISSING.
public record DescribeContainerInstances(InstanceTasks tasks)
        implements Operation.Read<DescribeContainerInstancesRequest, DescribeContainerInstancesResponse> {
    static final int MOST = 100;

    static final Honoured HONOURED =
            Honoured.of(DescribeContainerInstancesRequest.class, "cluster", "containerInstances", "include");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DescribeContainerInstances";
    }

    @Override
    public Class<DescribeContainerInstancesRequest> request() {
        return DescribeContainerInstancesRequest.class;
    }

    @Override
    public DescribeContainerInstancesResponse handle(
            DescribeContainerInstancesRequest request, State state, Context context) {
        HONOURED.check(request);
        checkAll(request);
        Account account = context.account();
        Cluster cluster = ClusterViews.active(state, account, request.cluster());
        String prefix = account.ecs("container-instance", cluster.name() + '/');
        List<software.amazon.awssdk.services.ecs.model.ContainerInstance> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : new LinkedHashSet<>(request.containerInstances())) {
            String arn = Arn.looksLike(given) ? given : prefix + given;
            ContainerInstance instance = arn.startsWith(prefix)
                    ? state.find(
                            InstanceViews.CONTAINER_INSTANCES, cluster.name() + '/' + arn.substring(prefix.length()))
                    : null;
            if (instance == null) {
                failures.add(Failure.builder().arn(arn).reason("MISSING").build());
            } else {
                var shown = InstanceMapper.toSdk(state, instance, tasks, account);
                found.add(request.includeAsStrings().isEmpty() ? shown : tagged(shown, instance, state));
            }
        }
        return DescribeContainerInstancesResponse.builder()
                .containerInstances(found)
                .failures(failures)
                .build();
    }

    private static software.amazon.awssdk.services.ecs.model.ContainerInstance tagged(
            software.amazon.awssdk.services.ecs.model.ContainerInstance shown,
            ContainerInstance instance,
            State state) {
        return shown.toBuilder()
                .tags(TagMapper.toSdk(TagViews.of(state, "container-instance/" + instance.name())))
                .build();
    }

    private static void checkAll(DescribeContainerInstancesRequest request) {
        if (request.containerInstances().isEmpty()) {
            throw Fault.client("Container Instances cannot be empty.").raise();
        }
        if (request.containerInstances().size() > MOST) {
            throw Fault.invalidParameter("Container Instances cannot have more than %d entries, has %d."
                            .formatted(MOST, request.containerInstances().size()))
                    .raise();
        }
        for (String field : request.includeAsStrings()) {
            if (!field.equals("TAGS")) {
                throw Fault.invalidParameter(
                                "Berth does not support include %s yet. Leave it out; agentConnected says whether the host is there."
                                        .formatted(field))
                        .raise();
            }
        }
    }
}
