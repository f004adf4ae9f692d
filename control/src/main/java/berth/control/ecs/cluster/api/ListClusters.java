package berth.control.ecs.cluster.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;

/// Lists the ARNs of ACTIVE clusters by name, in pages of up to 100.
public record ListClusters() implements Operation.Read<ListClustersRequest, ListClustersResponse> {
    static final Honoured HONOURED = Honoured.of(ListClustersRequest.class, "nextToken", "maxResults");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ListClusters";
    }

    @Override
    public Class<ListClustersRequest> request() {
        return ListClustersRequest.class;
    }

    @Override
    public ListClustersResponse handle(ListClustersRequest request, State state, Context context) {
        HONOURED.check(request);
        PageTokens tokens = PageTokens.of(name());
        Stream<String> rest = state.after(ClusterViews.CLUSTERS, tokens.key(request.nextToken())).stream()
                .filter(cluster -> cluster.status() == Cluster.Status.ACTIVE)
                .map(Cluster::name);
        int size = Page.size(request.maxResults(), 100, 100);
        Page<String> page = Page.of(rest::iterator, size, name -> name, tokens);
        return ListClustersResponse.builder()
                .clusterArns(page.items().stream()
                        .map(name -> context.account().ecs("cluster", name))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
