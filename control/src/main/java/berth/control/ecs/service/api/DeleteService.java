package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.TaskSet;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;

/// Deletes a service: DRAINING and no longer listed at once, INACTIVE when its last task has stopped.
///
/// ECS: refused while desiredCount is above 0 or a deployment is under way, unless forced; a DAEMON service needs no
/// force for its count.
public record DeleteService() implements Operation.Write<DeleteServiceRequest, DeleteServiceResponse> {
    static final Honoured HONOURED = Honoured.of(DeleteServiceRequest.class, "cluster", "service", "force");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DeleteService";
    }

    @Override
    public Class<DeleteServiceRequest> request() {
        return DeleteServiceRequest.class;
    }

    @Override
    public Outcome<DeleteServiceResponse> handle(DeleteServiceRequest request, State state, Context context) {
        HONOURED.check(request);
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        Service before = ServiceChecks.existing(state, cluster.name(), request.service());
        if (before.status().state() == Service.State.DRAINING) {
            return Outcome.unchanged(answer(before, state, context));
        }
        if (!Boolean.TRUE.equals(request.force())) {
            mayBeDeleted(before);
        }
        List<Deployment> deployments = before.status().deployments().stream()
                .map(deployment -> deployment.withDesired(0, context.now()))
                .toList();
        List<TaskSet> sets = before.status().taskSets().stream()
                .map(set -> set.with(TaskSet.Status.DRAINING, context.now()))
                .toList();
        Service after = before.with(before.spec().withDesiredCount(0))
                .with(before.status().with(deployments).withTaskSets(sets).with(Service.State.DRAINING));
        return new Outcome<>(List.of(Change.put(ServiceViews.SERVICES, after)), answer(after, state, context));
    }

    private static void mayBeDeleted(Service service) {
        if (service.spec().desiredCount() > 0 && !service.spec().isDaemon()) {
            throw Fault.invalidParameter("The service cannot be stopped while it is scaled above 0.")
                    .raise();
        }
        if (!service.status().taskSets().isEmpty()) {
            throw Fault.invalidParameter("The service cannot be stopped while task sets are active.")
                    .raise();
        }
        if (service.status().deployments().size() > 1) {
            throw Fault.invalidParameter("The service cannot be stopped while deployments are active.")
                    .raise();
        }
    }

    private static DeleteServiceResponse answer(Service service, State state, Context context) {
        return DeleteServiceResponse.builder()
                .service(ServiceMapper.toSdk(service, state, context.account()))
                .build();
    }
}
