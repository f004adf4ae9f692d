package berth.control.elb;

import berth.control.acm.model.Certificate;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.Target;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.plan.RoutingPlanner;
import berth.control.iam.model.ServerCertificate;
import berth.control.reconcile.Projection;
import berth.control.store.Change;
import berth.control.store.State;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// Tells the proxy what to route, whenever that changed. There is one key, [#KEY]: the table goes as a whole.
public final class RoutingProjection implements Projection {
    static final String NAME = "routing";
    static final String KEY = "table";

    private final ProxyChannels channels;

    public RoutingProjection(ProxyChannels channels) {
        this.channels = channels;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        switch (change) {
            case Change.Put<?> put -> {
                switch (put.row()) {
                    case LoadBalancer one -> wake.accept(KEY);
                    case Listener one -> wake.accept(KEY);
                    case ListenerRule one -> wake.accept(KEY);
                    case TargetGroup one -> wake.accept(KEY);
                    case Target one -> wake.accept(KEY);
                    case Certificate one -> wake.accept(KEY);
                    case ServerCertificate one -> wake.accept(KEY);
                    case Host one -> wake.accept(KEY);
                    case ContainerInstance one -> wake.accept(KEY);
                    default -> {}
                }
            }
            case Change.Deleted<?> deleted -> {
                if (OURS.contains(deleted.kind().name())) {
                    wake.accept(KEY);
                }
            }
        }
    }

    private static final List<String> OURS = List.of(
            ElbViews.LOAD_BALANCERS.name(),
            ElbViews.LISTENERS.name(),
            ElbViews.RULES.name(),
            ElbViews.TARGET_GROUPS.name(),
            ElbViews.TARGETS.name());

    @Override
    public Collection<String> keys(State state) {
        return List.of(KEY);
    }

    @Override
    public void project(State published, String key) {
        channels.tell(RoutingPlanner.table(published));
    }
}
