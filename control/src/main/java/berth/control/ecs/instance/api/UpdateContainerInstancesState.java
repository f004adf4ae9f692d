package berth.control.ecs.instance.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceTasks;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.ContainerInstance.Status;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

/// Drains up to ten container instances, or takes them back.
///
/// ECS: nothing is placed on a DRAINING instance; its services replace their tasks within their percents, those that
/// don't run yet at once; standalone tasks are left alone. It stays DRAINING until it is set ACTIVE or deregistered.
public record UpdateContainerInstancesState(InstanceTasks tasks)
        implements Operation.Write<UpdateContainerInstancesStateRequest, UpdateContainerInstancesStateResponse> {
    private static final int MOST = 10;

    static final Honoured HONOURED =
            Honoured.of(UpdateContainerInstancesStateRequest.class, "cluster", "containerInstances", "status");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "UpdateContainerInstancesState";
    }

    @Override
    public Class<UpdateContainerInstancesStateRequest> request() {
        return UpdateContainerInstancesStateRequest.class;
    }

    @Override
    public Outcome<UpdateContainerInstancesStateResponse> handle(
            UpdateContainerInstancesStateRequest request, State state, Context context) {
        HONOURED.check(request);
        Status status = status(request.statusAsString());
        checkCount(request.containerInstances().size());
        Account account = context.account();
        Cluster cluster = ClusterViews.active(state, account, request.cluster());
        List<Change> changes = new ArrayList<>();
        List<software.amazon.awssdk.services.ecs.model.ContainerInstance> shown = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        State now = state;
        for (String given : new LinkedHashSet<>(request.containerInstances())) {
            InstanceReference reference = InstanceReference.of(given, cluster, account);
            ContainerInstance instance = reference.find(state);
            if (instance == null || instance.status() == Status.INACTIVE) {
                String reason = instance == null ? "MISSING" : "INACTIVE";
                failures.add(
                        Failure.builder().arn(reference.arn()).reason(reason).build());
                continue;
            }
            ContainerInstance updated = instance.with(status);
            if (updated != instance) {
                Change change = Change.put(InstanceViews.CONTAINER_INSTANCES, updated);
                changes.add(change);
                now = now.with(change);
            }
            shown.add(InstanceMapper.toSdk(now, updated, tasks, account));
        }
        return new Outcome<>(
                changes,
                UpdateContainerInstancesStateResponse.builder()
                        .containerInstances(shown)
                        .failures(failures)
                        .build());
    }

    private static Status status(@Nullable String given) {
        return switch (given == null ? "" : given) {
            case "ACTIVE" -> Status.ACTIVE;
            case "DRAINING" -> Status.DRAINING;
            default ->
                throw Fault.invalidParameter("Container instance status should be one of [ACTIVE, DRAINING]")
                        .raise();
        };
    }

    private static void checkCount(int count) {
        if (count == 0) {
            throw Fault.client("Container Instances cannot be empty.").raise();
        }
        if (count > MOST) {
            throw Fault.invalidParameter(
                            "Container Instances cannot have more than %d entries, has %d.".formatted(MOST, count))
                    .raise();
        }
    }
}
