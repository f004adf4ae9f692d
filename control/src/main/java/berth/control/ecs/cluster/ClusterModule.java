package berth.control.ecs.cluster;

import berth.control.Module;
import berth.control.ecs.cluster.api.CreateCapacityProvider;
import berth.control.ecs.cluster.api.CreateCluster;
import berth.control.ecs.cluster.api.DeleteCapacityProvider;
import berth.control.ecs.cluster.api.DeleteCluster;
import berth.control.ecs.cluster.api.DescribeCapacityProviders;
import berth.control.ecs.cluster.api.DescribeClusters;
import berth.control.ecs.cluster.api.ListClusters;
import berth.control.ecs.cluster.api.PutClusterCapacityProviders;
import berth.control.ecs.cluster.api.UpdateCapacityProvider;
import berth.control.ecs.cluster.api.UpdateCluster;
import berth.control.ecs.cluster.api.UpdateClusterSettings;
import java.util.List;

/// What clusters contribute: two tables and their operations; nothing wakes.
public final class ClusterModule {
    private ClusterModule() {}

    public static Module module(ClusterContents contents) {
        return new Module(
                List.of(ClusterViews.CLUSTERS, CapacityProviderViews.MADE),
                List.of(
                        new CreateCluster(contents),
                        new DescribeClusters(contents),
                        new ListClusters(),
                        new DeleteCluster(contents),
                        new UpdateCluster(contents),
                        new UpdateClusterSettings(contents),
                        new PutClusterCapacityProviders(contents),
                        new DescribeCapacityProviders(),
                        new CreateCapacityProvider(),
                        new UpdateCapacityProvider(),
                        new DeleteCapacityProvider()),
                List.of());
    }
}
