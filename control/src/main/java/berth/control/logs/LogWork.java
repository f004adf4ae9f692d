package berth.control.logs;

import berth.control.reconcile.Woken;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.kernel.Account;
import berth.kernel.Clock;
import berth.kernel.Loop;
import java.util.List;

/// What goes on with logs behind the operations: deleting, expiring, delivering, querying, listening.
public final class LogWork {
    private final LogStore store;
    private final LiveTails tails;
    private final QueryRuns queries;
    private final LogDeletions deletions;
    private final LogRetention retention;
    private final LogDelivery delivery;

    public LogWork(LogStore store, LogDestination destination, Loop loop, Clock clock, Account account) {
        this.tails = new LiveTails(loop);
        this.store = new HeardLogs(store, tails);
        this.queries = new QueryRuns(store);
        this.deletions = new LogDeletions(store);
        this.retention = new LogRetention(store, clock);
        this.delivery = new LogDelivery(store, destination, loop, clock, account);
    }

    /// The store that all events must go through.
    public LogStore store() {
        return store;
    }

    LiveTails tails() {
        return tails;
    }

    QueryRuns queries() {
        return queries;
    }

    /// Before anything is woken.
    public void connect(Writer writer, State state) {
        deletions.connect(writer);
        delivery.start(state);
    }

    List<Woken> woken() {
        return List.of(deletions, retention, delivery);
    }
}
