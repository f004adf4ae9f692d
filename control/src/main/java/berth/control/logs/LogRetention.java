package berth.control.logs;

import berth.control.logs.model.LogGroup;
import berth.control.reconcile.Projection;
import berth.control.store.Change;
import berth.control.store.State;
import berth.kernel.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;

/// Has events expire, at each resync and when a policy is put. Key: the group's name.
///
/// CloudWatch: deletes within 72 hours of an event's expiry; here it is gone at the next resync.
public final class LogRetention implements Projection {
    private final LogStore store;
    private final Clock clock;
    private final UnderWay underWay = new UnderWay();

    public LogRetention(LogStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "log-retention";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change instanceof Change.Put<?> put
                && put.row() instanceof LogGroup group
                && group.retentionInDays() != null) {
            wake.accept(group.name());
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.all(LogViews.GROUPS).stream()
                .filter(group -> group.retentionInDays() != null)
                .map(LogGroup::name)
                .toList();
    }

    @Override
    public void project(State published, String key) {
        LogGroup group = published.find(LogViews.GROUPS, key);
        if (group != null && group.retentionInDays() != null && underWay.begin(key)) {
            Duration kept = Duration.ofDays(Objects.requireNonNull(group.retentionInDays()));
            store.expire(key, clock.now().minus(kept), result -> underWay.end(key));
        }
    }
}
