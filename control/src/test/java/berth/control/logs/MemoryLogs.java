package berth.control.logs;

import berth.control.store.Store;
import berth.kernel.host.LogBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A log store in memory that answers at once.
public class MemoryLogs implements LogStore {
    private record Stored(String group, String stream, long number, Instant at, Instant ingested, String message) {
        StoredEvent event() {
            return new StoredEvent("%056d".formatted(number), stream, at, ingested, message);
        }
    }

    private final List<Stored> events = new ArrayList<>();
    private final TreeMap<String, Long> next = new TreeMap<>();
    private Consumer<String> listener = group -> {};
    private long number;
    private boolean refusing;

    /// Whether deletions are refused.
    public void refuse(boolean on) {
        refusing = on;
    }

    public List<String> messages(String group) {
        return events.stream()
                .filter(event -> event.group().equals(group))
                .map(Stored::message)
                .toList();
    }

    @Override
    public void append(LogBatch batch, Instant ingested, Consumer<Appended> done) {
        batch.lines()
                .forEach(line -> events.add(
                        new Stored(batch.group(), batch.stream(), number++, line.at(), ingested, line.text())));
        done.accept(new Appended.Next(batch.firstLine() + batch.lines().size()));
    }

    @Override
    public void put(String group, String stream, List<Event> put, Instant ingested, Consumer<Store.Result> done) {
        put.forEach(event -> events.add(new Stored(group, stream, number++, event.at(), ingested, event.message())));
        done.accept(new Store.Result.Committed());
        listener.accept(group);
    }

    @Override
    public void position(String source, Consumer<Long> nextLine) {
        nextLine.accept(0L);
    }

    @Override
    public void read(Query query, Consumer<Page> done) {
        List<Stored> found = events.stream()
                .filter(event -> event.group().equals(query.group()))
                .filter(event -> query.streams().isEmpty() || query.streams().contains(event.stream()))
                .filter(event -> query.from() == null || !event.at().isBefore(query.from()))
                .filter(event -> query.before() == null || event.at().isBefore(query.before()))
                .filter(event -> query.wanted().test(event.message()))
                .sorted(Comparator.comparing(Stored::at).thenComparing(Stored::number))
                .toList();
        int place = query.position() == null
                ? (query.forward() ? 0 : found.size())
                : Math.min(Integer.parseInt(query.position()), found.size());
        int from = query.forward() ? place : Math.max(0, place - query.limit());
        int to = query.forward() ? Math.min(found.size(), place + query.limit()) : place;
        done.accept(new Page(
                found.subList(from, to).stream().map(Stored::event).toList(),
                Integer.toString(to),
                Integer.toString(from),
                query.forward() ? to < found.size() : from > 0));
    }

    @Override
    public void extent(String group, String stream, Consumer<@Nullable Extent> done) {
        done.accept(null);
    }

    @Override
    public void delete(String group, String stream, Consumer<Store.Result> done) {
        if (refusing) {
            done.accept(new Store.Result.Refused("disk full"));
            return;
        }
        events.removeIf(event -> event.group().equals(group) && event.stream().equals(stream));
        done.accept(new Store.Result.Committed());
    }

    @Override
    public void expire(String group, Instant before, Consumer<Store.Result> done) {
        events.removeIf(event -> event.group().equals(group) && event.at().isBefore(before));
        done.accept(new Store.Result.Committed());
    }

    @Override
    public void sizes(Consumer<SortedMap<String, Long>> done) {
        SortedMap<String, Long> sizes = new TreeMap<>();
        events.forEach(event -> sizes.merge(event.group(), event.message().length() + 26L, Long::sum));
        done.accept(sizes);
    }

    @Override
    public void subscribe(String group, String filter, Consumer<Store.Result> done) {
        next.putIfAbsent(group + ':' + filter, number);
        done.accept(new Store.Result.Committed());
    }

    @Override
    public void unsubscribe(String group, String filter, Consumer<Store.Result> done) {
        next.remove(group + ':' + filter);
        done.accept(new Store.Result.Committed());
    }

    @Override
    public void subscriptions(Consumer<List<String>> done) {
        done.accept(List.copyOf(next.keySet()));
    }

    /// Two at once.
    @Override
    public void pending(String group, String filter, Consumer<Pending> done) {
        long from = next.getOrDefault(group + ':' + filter, number);
        List<Stored> found = events.stream()
                .filter(event -> event.group().equals(group) && event.number() >= from)
                .limit(2)
                .toList();
        done.accept(new Pending(
                found.stream().map(Stored::event).toList(),
                found.isEmpty() ? 0 : found.getLast().number()));
    }

    @Override
    public void delivered(String group, String filter, long through, Consumer<Store.Result> done) {
        next.replace(group + ':' + filter, through + 1);
        done.accept(new Store.Result.Committed());
    }

    @Override
    public void listen(Consumer<String> group) {
        listener = group;
    }
}
