package berth.control.ecs.instance;

import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.plan.Interfaces;
import berth.control.reconcile.Plan;
import berth.control.reconcile.Reconciler;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.NetworkInterface;
import berth.control.vpc.model.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Keeps a number of interfaces without a task on each connected host, spread over the default VPC's subnets,
/// so that the next awsvpc task finds its network ready. Keys are host ids.
///
/// Worked example: 3 are wanted; the host has one in subnet a and one in subnet b of a, b, c: one is made in c.
public final class WarmInterfaceReconciler implements Reconciler {
    private final int wanted;

    /// @param wanted how many a host keeps
    public WarmInterfaceReconciler(int wanted) {
        this.wanted = wanted;
    }

    @Override
    public String name() {
        return "warm-interfaces";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change instanceof Change.Put<?> put) {
            switch (put.row()) {
                case Host host -> wake.accept(host.id());
                case NetworkInterface eni -> wake.accept(eni.hostId());
                case Subnet subnet -> keys(state).forEach(wake);
                default -> {}
            }
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.all(InstanceViews.HOSTS).stream().map(Host::id).toList();
    }

    @Override
    public Plan reconcile(State state, String key, Context context) {
        Host host = state.find(InstanceViews.HOSTS, key);
        if (host == null || !host.connected()) {
            return Plan.NOTHING;
        }
        List<NetworkInterface> warm = state.by(VpcViews.NETWORK_INTERFACES, VpcViews.WARM_BY_HOST, key);
        return warm.size() > wanted
                ? Plan.of(warm.subList(wanted, warm.size()).stream()
                        .map(eni -> Change.delete(VpcViews.NETWORK_INTERFACES, eni.id()))
                        .toList())
                : Plan.of(missing(state, key, wanted - warm.size(), context));
    }

    private static List<Change> missing(State state, String hostId, int count, Context context) {
        List<Change> changes = new ArrayList<>();
        State now = state;
        for (int made = 0; made < count; made++) {
            List<Change> one = one(now, hostId, context);
            if (one.isEmpty()) {
                break;
            }
            changes.addAll(one);
            for (Change change : one) {
                now = now.with(change);
            }
        }
        return changes;
    }

    /// One more, in the subnet where the host has the fewest; nothing if all are full.
    private static List<Change> one(State state, String hostId, Context context) {
        List<NetworkInterface> warm = state.by(VpcViews.NETWORK_INTERFACES, VpcViews.WARM_BY_HOST, hostId);
        List<Subnet> subnets = new ArrayList<>(VpcViews.defaultSubnets(state));
        subnets.sort(Comparator.comparingLong(subnet -> in(warm, subnet)));
        for (Subnet subnet : subnets) {
            Interfaces.Made made = Interfaces.make(state, subnet, hostId, null, context.ids(), context.account());
            if (made != null) {
                List<Change> changes = new ArrayList<>(made.changes());
                changes.add(Change.put(VpcViews.NETWORK_INTERFACES, made.eni()));
                return changes;
            }
        }
        return List.of();
    }

    private static long in(List<NetworkInterface> warm, Subnet subnet) {
        return warm.stream()
                .filter(eni -> eni.networkInterface().subnetId().equals(subnet.id()))
                .count();
    }
}
