package berth.control.ecs.cluster;

import berth.control.ecs.cluster.model.Cluster;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;

/// The cluster `default`, which a relaxed Berth has from its first start, so that a request that names no cluster
/// works.
///
/// ECS: makes it on the first use of an account.
public final class DefaultCluster {
    private DefaultCluster() {}

    /// What makes the cluster; nothing if there ever was one, so that a deleted one stays deleted.
    public static List<Change> bootstrap(State state, Context context) {
        if (state.find(ClusterViews.CLUSTERS, ClusterViews.DEFAULT) != null) {
            return List.of();
        }
        return List.of(Change.put(
                ClusterViews.CLUSTERS, new Cluster(ClusterViews.DEFAULT, Cluster.Status.ACTIVE, context.now())));
    }
}
