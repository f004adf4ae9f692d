package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;

/// Lists the ARNs of a cluster's ACTIVE services by name, ten a page unless asked for up to 100.
public record ListServices() implements Operation.Read<ListServicesRequest, ListServicesResponse> {
    static final Honoured HONOURED = Honoured.of(
                    ListServicesRequest.class, "cluster", "nextToken", "maxResults", "launchType", "schedulingStrategy")
            .accepting("resourceManagementType", "CUSTOMER");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ListServices";
    }

    @Override
    public Class<ListServicesRequest> request() {
        return ListServicesRequest.class;
    }

    @Override
    public ListServicesResponse handle(ListServicesRequest request, State state, Context context) {
        HONOURED.check(request);
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        String launchType = request.launchTypeAsString();
        String strategy = request.schedulingStrategyAsString();
        PageTokens tokens = PageTokens.of(name(), cluster.name(), launchType, strategy);
        String after = tokens.key(request.nextToken());
        List<String> rest = state.by(ServiceViews.SERVICES, ServiceViews.BY_CLUSTER, cluster.name()).stream()
                .filter(service -> service.status().state() == Service.State.ACTIVE)
                .filter(service -> launchType == null
                        || launchType.equals(service.spec().launchType().name()))
                .filter(service -> strategy == null
                        || strategy.equals(
                                service.spec().scheduling().strategy().name()))
                .map(Service::name)
                .filter(name -> name.compareTo(after) > 0)
                .toList();
        Page<String> page = Page.of(rest, Page.size(request.maxResults(), 10, 100), name -> name, tokens);
        return ListServicesResponse.builder()
                .serviceArns(page.items().stream()
                        .map(name -> context.account().ecs("service", name))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
