package berth.control.ecs.cluster;

import berth.control.Module;
import berth.control.ecs.cluster.api.CreateCluster;
import berth.control.ecs.cluster.api.DeleteCluster;
import berth.control.ecs.cluster.api.DescribeClusters;
import berth.control.ecs.cluster.api.ListClusters;
import java.util.List;

/// What clusters contribute: a table and four operations; nothing wakes.
public final class ClusterModule {
    private ClusterModule() {}

    public static Module module(ClusterContents contents) {
        return new Module(
                List.of(ClusterViews.CLUSTERS),
                List.of(
                        new CreateCluster(contents),
                        new DescribeClusters(contents),
                        new ListClusters(),
                        new DeleteCluster(contents)),
                List.of());
    }
}
