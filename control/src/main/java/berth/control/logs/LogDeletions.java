package berth.control.logs;

import berth.control.logs.model.LogDeletion;
import berth.control.reconcile.Projection;
import berth.control.store.Change;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.store.Store;
import berth.control.store.Writer;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Deletes events of streams that are gone, and then the note that says so. Key: `group:stream`.
///
/// Deleting twice does no harm, since no stream of that name is made before the note is gone.
public final class LogDeletions implements Projection {
    private final LogStore store;
    private final UnderWay underWay = new UnderWay();
    private @Nullable Writer writer;

    public LogDeletions(LogStore store) {
        this.store = store;
    }

    /// Where what was done is written down. Before this nothing is deleted.
    public void connect(Writer to) {
        this.writer = to;
    }

    @Override
    public String name() {
        return "log-deletion";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change instanceof Change.Put<?> put && put.row() instanceof LogDeletion deletion) {
            wake.accept(deletion.name());
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.all(LogViews.DELETIONS).stream().map(LogDeletion::name).toList();
    }

    @Override
    public void project(State published, String key) {
        LogDeletion deletion = published.find(LogViews.DELETIONS, key);
        Writer to = writer;
        if (deletion != null && to != null && underWay.begin(key)) {
            store.delete(deletion.group(), deletion.stream(), result -> {
                switch (result) {
                    case Store.Result.Committed committed -> forget(to, key);
                    // The resync tries again.
                    case Store.Result.Refused refused -> underWay.end(key);
                    case Store.Result.Unknown unknown -> underWay.end(key);
                }
            });
        }
    }

    private void forget(Writer to, String key) {
        to.<Boolean>submit(
                "berth:log-deletion",
                (state, context) -> state.find(LogViews.DELETIONS, key) == null
                        ? Outcome.unchanged(false)
                        : new Outcome<>(List.of(Change.delete(LogViews.DELETIONS, key)), true),
                answer -> underWay.end(key));
    }
}
