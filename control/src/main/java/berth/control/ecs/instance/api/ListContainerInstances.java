package berth.control.ecs.instance.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.cluster.plan.query.Expression;
import berth.control.ecs.instance.InstanceTasks;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.plan.Attributes;
import berth.control.ecs.instance.plan.MemberTraits;
import berth.control.ecs.instance.plan.Neighbours;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;

/// Lists the ARNs of a cluster's container instances by id, in pages of up to 100. ECS: all but INACTIVE ones
/// where no status is given; with a filter those that satisfy an expression of the cluster query language.
public record ListContainerInstances(InstanceTasks tasks)
        implements Operation.Read<ListContainerInstancesRequest, ListContainerInstancesResponse> {
    private static final List<String> STATUSES =
            List.of("ACTIVE", "DRAINING", "REGISTERING", "DEREGISTERING", "REGISTRATION_FAILED");

    static final Honoured HONOURED =
            Honoured.of(ListContainerInstancesRequest.class, "cluster", "nextToken", "maxResults", "status", "filter");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ListContainerInstances";
    }

    @Override
    public Class<ListContainerInstancesRequest> request() {
        return ListContainerInstancesRequest.class;
    }

    @Override
    public ListContainerInstancesResponse handle(ListContainerInstancesRequest request, State state, Context context) {
        HONOURED.check(request);
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        String status = status(request.statusAsString());
        String filter = request.filter();
        Expression expression = filter == null || filter.isEmpty() ? null : Expression.parse(filter);
        Neighbours neighbours = tasks.neighbours(state);
        PageTokens tokens = PageTokens.of(name(), cluster.name(), status, filter);
        Stream<String> rest =
                state
                        .ids(InstanceViews.BY_CLUSTER, cluster.name())
                        .tailSet(tokens.key(request.nextToken()), false)
                        .stream()
                        .filter(id -> passes(state, id, status))
                        .filter(id -> expression == null || expression.matches(traits(state, id, neighbours)));
        Page<String> page = Page.of(rest::iterator, Page.size(request.maxResults(), 100, 100), name -> name, tokens);
        return ListContainerInstancesResponse.builder()
                .containerInstanceArns(page.items().stream()
                        .map(name -> context.account().ecs("container-instance", name))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static boolean passes(State state, String id, @Nullable String status) {
        ContainerInstance instance = Objects.requireNonNull(state.find(InstanceViews.CONTAINER_INSTANCES, id));
        return status == null
                ? instance.status() != ContainerInstance.Status.INACTIVE
                : instance.status().name().equals(status);
    }

    private static MemberTraits traits(State state, String id, Neighbours neighbours) {
        ContainerInstance instance = Objects.requireNonNull(state.find(InstanceViews.CONTAINER_INSTANCES, id));
        Host host = Objects.requireNonNull(state.find(InstanceViews.HOSTS, instance.hostId()));
        return new MemberTraits(host, instance, Attributes.of(host, instance), neighbours);
    }

    private static @Nullable String status(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        if (!STATUSES.contains(given)) {
            throw Fault.invalidParameter(
                            "Container instance status should be one of [ACTIVE, DRAINING, REGISTERING, DEREGISTERING, REGISTRATION_FAILED]")
                    .raise();
        }
        return given;
    }
}
