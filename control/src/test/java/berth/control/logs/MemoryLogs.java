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
public final class MemoryLogs implements LogStore {
    private record Stored(String group, String stream, long number, Instant at, Instant ingested, String message) {}

    private final List<Stored> events = new ArrayList<>();
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
                found.subList(from, to).stream()
                        .map(event -> new StoredEvent(
                                "%056d".formatted(event.number()),
                                event.stream(),
                                event.at(),
                                event.ingested(),
                                event.message()))
                        .toList(),
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
}
