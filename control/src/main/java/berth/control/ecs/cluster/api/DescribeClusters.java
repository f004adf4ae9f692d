package berth.control.ecs.cluster.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterContents;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/// Shows clusters, deleted ones too.
///
/// ECS: no name asks for `default`; at most 100; one that does not exist is a failure with reason MISSING.
public record DescribeClusters(ClusterContents contents)
        implements Operation.Read<DescribeClustersRequest, DescribeClustersResponse> {
    static final int MAX_CLUSTERS = 100;

    static final Honoured HONOURED = Honoured.of(DescribeClustersRequest.class, "clusters", "include");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DescribeClusters";
    }

    @Override
    public Class<DescribeClustersRequest> request() {
        return DescribeClustersRequest.class;
    }

    @Override
    public DescribeClustersResponse handle(DescribeClustersRequest request, State state, Context context) {
        HONOURED.check(request);
        List<ClusterField> include = included(request);
        List<String> wanted = request.clusters().isEmpty() ? List.of(ClusterViews.DEFAULT) : request.clusters();
        if (wanted.size() > MAX_CLUSTERS) {
            throw Fault.invalidParameter(
                            "Clusters cannot have more than %d entries, has %d.".formatted(MAX_CLUSTERS, wanted.size()))
                    .raise();
        }
        List<software.amazon.awssdk.services.ecs.model.Cluster> clusters = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String parameter : new LinkedHashSet<>(wanted)) {
            Cluster cluster = find(state, context.account(), parameter);
            if (cluster == null) {
                failures.add(missing(context.account(), parameter));
            } else {
                var counts = contents.counts(state, cluster.name());
                var shown = ClusterMapper.toSdk(cluster, counts, context.account(), include);
                clusters.add(include.contains(ClusterField.TAGS) ? tagged(shown, cluster, state) : shown);
            }
        }
        return DescribeClustersResponse.builder()
                .clusters(clusters)
                .failures(failures)
                .build();
    }

    private static software.amazon.awssdk.services.ecs.model.Cluster tagged(
            software.amazon.awssdk.services.ecs.model.Cluster shown, Cluster cluster, State state) {
        return shown.toBuilder()
                .tags(TagMapper.toSdk(TagViews.of(state, "cluster/" + cluster.name())))
                .build();
    }

    private static List<ClusterField> included(DescribeClustersRequest request) {
        for (String asked : request.includeAsStrings()) {
            if (ClusterField.fromValue(asked) == ClusterField.UNKNOWN_TO_SDK_VERSION) {
                throw Fault.invalidParameter("include cannot be '%s'. It must be one of %s."
                                .formatted(
                                        asked,
                                        ClusterField.knownValues().stream()
                                                .sorted()
                                                .toList()))
                        .raise();
            }
        }
        return request.include();
    }

    private static @Nullable Cluster find(State state, Account account, String parameter) {
        String name = ClusterViews.ownName(account, parameter);
        return name == null ? null : state.find(ClusterViews.CLUSTERS, name);
    }

    private static Failure missing(Account account, String parameter) {
        String arn = Arn.looksLike(parameter) ? parameter : account.ecs("cluster", parameter);
        return Failure.builder().arn(arn).reason("MISSING").build();
    }
}
