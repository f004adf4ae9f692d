package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.store.Context;
import berth.control.store.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CreatedAt;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsResponse;
/// Lists the service deployments of a service, newest first, twenty a page unless asked for up to 100.

public record ListServiceDeployments()
        implements Operation.Read<ListServiceDeploymentsRequest, ListServiceDeploymentsResponse> {
    static final Honoured HONOURED = Honoured.of(
            ListServiceDeploymentsRequest.class,
            "service",
            "cluster",
            "status",
            "createdAt",
            "nextToken",
            "maxResults");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ListServiceDeployments";
    }

    @Override
    public Class<ListServiceDeploymentsRequest> request() {
        return ListServiceDeploymentsRequest.class;
    }

    @Override
    public ListServiceDeploymentsResponse handle(ListServiceDeploymentsRequest request, State state, Context context) {
        HONOURED.check(request);
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        Service service = ServiceChecks.existing(state, cluster.name(), request.service());
        List<ServiceDeployment.Status> wanted = request.statusAsStrings().stream()
                .map(word ->
                        Words.required(ServiceDeployment.Status.class, "status", word, ServiceDeployment.Status::name))
                .toList();
        CreatedAt created = request.createdAt();
        Instant before = created == null ? null : created.before();
        Instant after = created == null ? null : created.after();
        PageTokens tokens =
                PageTokens.of(name(), service.name(), wanted.toString(), String.valueOf(before), String.valueOf(after));
        String from = tokens.key(request.nextToken());
        List<ServiceDeployment> rest =
                state.by(ServiceViews.DEPLOYMENTS, ServiceViews.DEPLOYMENTS_BY_SERVICE, service.name()).stream()
                        .filter(one -> wanted.isEmpty() || wanted.contains(one.status()))
                        .filter(one -> before == null || one.times().createdAt().isBefore(before))
                        .filter(one -> after == null || one.times().createdAt().isAfter(after))
                        .sorted(Comparator.comparing(ListServiceDeployments::newestFirst))
                        .filter(one -> newestFirst(one).compareTo(from) > 0)
                        .toList();
        Page<ServiceDeployment> page =
                Page.of(rest, Page.size(request.maxResults(), 20, 100), ListServiceDeployments::newestFirst, tokens);
        return ListServiceDeploymentsResponse.builder()
                .serviceDeployments(page.items().stream()
                        .map(one -> ServiceDeploymentMapper.brief(one, context.account()))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    /// Sorts the newest to the front, and those of one moment by id.
    private static String newestFirst(ServiceDeployment deployment) {
        long left = Long.MAX_VALUE - deployment.times().createdAt().toEpochMilli();
        return "%019d/%s".formatted(left, deployment.id());
    }
}
