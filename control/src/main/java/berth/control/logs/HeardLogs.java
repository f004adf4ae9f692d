package berth.control.logs;

import berth.control.store.Store;
import berth.kernel.host.LogBatch;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A log store that somebody listens to: he is told of events when they are stored, after who stored them.
final class HeardLogs implements LogStore {
    private final LogStore store;
    private final Listener listener;

    /// Is called on the store's thread.
    interface Listener {
        /// @param source the container whose output it is, or null
        /// @param first the number of the first of these lines of the container
        void stored(
                String group, String stream, @Nullable String source, long first, List<Event> events, Instant ingested);
    }

    HeardLogs(LogStore store, Listener listener) {
        this.store = store;
        this.listener = listener;
    }

    @Override
    public void append(LogBatch batch, Instant ingested, Consumer<Appended> done) {
        store.append(batch, ingested, appended -> {
            done.accept(appended);
            if (appended instanceof Appended.Next(var line)) {
                long stored =
                        Math.clamp(line - batch.firstLine(), 0, batch.lines().size());
                List<Event> events = batch.lines().subList(0, (int) stored).stream()
                        .map(one -> new Event(one.at(), one.text()))
                        .toList();
                listener.stored(batch.group(), batch.stream(), batch.source(), batch.firstLine(), events, ingested);
            }
        });
    }

    @Override
    public void put(String group, String stream, List<Event> events, Instant ingested, Consumer<Store.Result> done) {
        store.put(group, stream, events, ingested, result -> {
            done.accept(result);
            if (result instanceof Store.Result.Committed) {
                listener.stored(group, stream, null, 0, events, ingested);
            }
        });
    }

    @Override
    public void position(String source, Consumer<Long> nextLine) {
        store.position(source, nextLine);
    }

    @Override
    public void read(Query query, Consumer<Page> done) {
        store.read(query, done);
    }

    @Override
    public void extent(String group, String stream, Consumer<@Nullable Extent> done) {
        store.extent(group, stream, done);
    }

    @Override
    public void delete(String group, String stream, Consumer<Store.Result> done) {
        store.delete(group, stream, done);
    }

    @Override
    public void expire(String group, Instant before, Consumer<Store.Result> done) {
        store.expire(group, before, done);
    }

    @Override
    public void sizes(Consumer<SortedMap<String, Long>> done) {
        store.sizes(done);
    }

    @Override
    public void subscribe(String group, String filter, Consumer<Store.Result> done) {
        store.subscribe(group, filter, done);
    }

    @Override
    public void unsubscribe(String group, String filter, Consumer<Store.Result> done) {
        store.unsubscribe(group, filter, done);
    }

    @Override
    public void subscriptions(Consumer<List<String>> done) {
        store.subscriptions(done);
    }

    @Override
    public void pending(String group, String filter, Consumer<Pending> done) {
        store.pending(group, filter, done);
    }

    @Override
    public void delivered(String group, String filter, long through, Consumer<Store.Result> done) {
        store.delivered(group, filter, through, done);
    }

    @Override
    public void listen(Consumer<String> group) {
        store.listen(group);
    }
}
