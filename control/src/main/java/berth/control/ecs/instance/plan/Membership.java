package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;

/// Which hosts are container instances of a cluster.
///
/// **Rule.** Every connected host becomes one with the first request for EC2 there, and with a DAEMON service. One that
/// was deregistered stays out until its agent starts anew. RegisterContainerInstance makes one at any time.
///
/// **Example.** Hosts a, b and c are connected, a is an instance of the cluster and b was deregistered from it: c
/// becomes one.
///
/// Differs from ECS: there the agents register, here nobody has to.
public final class Membership {
    private Membership() {}

    /// The instances that the cluster has still to get.
    public static List<Change> missing(State state, String cluster, Context context) {
        List<Change> changes = new ArrayList<>();
        if (state.count(InstanceViews.BY_CLUSTER, cluster) >= state.count(InstanceViews.HOSTS)) {
            return changes;
        }
        for (Host host : state.all(InstanceViews.HOSTS)) {
            boolean known = state.first(
                            InstanceViews.CONTAINER_INSTANCES,
                            InstanceViews.BY_HOST,
                            host.id(),
                            instance -> instance.cluster().equals(cluster))
                    != null;
            if (host.connected() && !known) {
                changes.add(Change.put(
                        InstanceViews.CONTAINER_INSTANCES,
                        ContainerInstance.registered(cluster, context.ids().hex32(), host.id(), context.now())));
            }
        }
        return changes;
    }
}
