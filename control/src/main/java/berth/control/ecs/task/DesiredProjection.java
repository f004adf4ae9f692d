package berth.control.ecs.task;

import berth.control.ecs.instance.HostChannels;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.plan.DesiredPlanner;
import berth.control.reconcile.Projection;
import berth.control.store.Change;
import berth.control.store.State;
import berth.control.vpc.model.NetworkInterface;
import berth.kernel.Account;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Tells each host what it should run, whenever that changed, and again until the host says that it knows.
public final class DesiredProjection implements Projection {
    /// The name by which it is woken; keys are host ids.
    public static final String NAME = "desired";

    private final DesiredPlanner planner;
    private final HostChannels channels;
    /// What was made last, by host id.
    private final Map<String, DesiredPlanner.Planned> last = new TreeMap<>();

    public DesiredProjection(Account account, HostChannels channels) {
        this.planner = new DesiredPlanner(account);
        this.channels = channels;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change instanceof Change.Put<?> put) {
            switch (put.row()) {
                case Task task when task.isUnplaced() -> {}
                case Task task -> wake.accept(task.spec().hostId());
                case Host host -> wake.accept(host.id());
                case NetworkInterface eni -> wake.accept(eni.hostId());
                default -> {}
            }
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.all(InstanceViews.HOSTS).stream().map(Host::id).toList();
    }

    @Override
    public void project(State published, String key) {
        if (!channels.isOpen(key)) {
            last.remove(key);
            return;
        }
        DesiredPlanner.Planned planned = planner.planned(published, key, last.get(key));
        last.put(key, planned);
        channels.tell(planned.desired());
    }
}
