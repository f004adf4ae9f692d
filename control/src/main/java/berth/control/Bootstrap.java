package berth.control;

import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Decision;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.vpc.DefaultVpc;
import java.util.ArrayList;
import java.util.List;

/// What every Berth has from its first start on: in relaxed mode the cluster `default`, and always the default
/// VPC.
///
/// Differs from ECS: there an account has no cluster before somebody creates one.
final class Bootstrap implements Decision<Boolean> {
    private final Settings settings;
    private final String vpcCidr;

    Bootstrap(Settings settings, String vpcCidr) {
        this.settings = settings;
        this.vpcCidr = vpcCidr;
    }

    @Override
    public Outcome<Boolean> decide(State state, Context context) {
        List<Change> changes = new ArrayList<>();
        if (!settings.strict() && state.find(ClusterViews.CLUSTERS, ClusterViews.DEFAULT) == null) {
            Cluster cluster = Cluster.of(ClusterViews.DEFAULT, Cluster.Status.ACTIVE, context.now());
            changes.add(Change.put(ClusterViews.CLUSTERS, cluster));
        }
        changes.addAll(DefaultVpc.bootstrap(state, context, vpcCidr));
        return new Outcome<>(changes, true);
    }
}
