package berth.sim;

import berth.control.logs.LogStore;
import berth.control.store.Store;
import berth.kernel.host.LogBatch;
import berth.sim.Chaos.Fault;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The disk below log events. It outlives every process.
final class SimLogs {
    private record Stored(String group, String stream, long sequence, Instant at, Instant ingested, String message) {
        LogStore.StoredEvent event() {
            return new LogStore.StoredEvent("%056d".formatted(sequence), stream, at, ingested, message);
        }
    }

    private final Timeline timeline;
    private final Chaos chaos;
    private final List<Stored> events = new ArrayList<>();
    private final TreeMap<String, Long> positions = new TreeMap<>();
    private final TreeMap<String, Long> next = new TreeMap<>();
    private long sequence;
    private boolean repeating;

    SimLogs(Timeline timeline, Chaos chaos) {
        this.timeline = timeline;
        this.chaos = chaos;
    }

    /// The messages of a stream in the order in which they were stored.
    List<String> messages(String group, String stream) {
        return events.stream()
                .filter(event -> event.group().equals(group) && event.stream().equals(stream))
                .map(Stored::message)
                .toList();
    }

    /// Planted bug: lines are stored without looking at their numbers.
    void repeat() {
        repeating = true;
    }

    /// The log store of one process.
    LogStore store(Timeline.Process process) {
        return new LogStore() {
            @Override
            public void append(LogBatch batch, Instant ingested, Consumer<Appended> done) {
                if (chaos.happens(Fault.LOG_APPEND_REFUSED)) {
                    later(process, () -> done.accept(new Appended.Refused("no space left on device")));
                    return;
                }
                boolean answered = !chaos.happens(Fault.LOG_ACKNOWLEDGEMENT_LOST);
                later(process, () -> {
                    long next = appended(batch, ingested);
                    if (answered) {
                        done.accept(new Appended.Next(next));
                    }
                });
            }

            @Override
            public void put(
                    String group, String stream, List<Event> put, Instant ingested, Consumer<Store.Result> done) {
                later(process, () -> {
                    for (Event event : put) {
                        events.add(new Stored(group, stream, sequence++, event.at(), ingested, event.message()));
                    }
                    done.accept(new Store.Result.Committed());
                });
            }

            @Override
            public void position(String source, Consumer<Long> nextLine) {
                later(process, () -> nextLine.accept(positions.getOrDefault(source, 0L)));
            }

            @Override
            public void read(Query query, Consumer<Page> done) {
                later(process, () -> done.accept(page(query)));
            }

            @Override
            public void extent(String group, String stream, Consumer<@Nullable Extent> done) {
                later(process, () -> done.accept(extentOf(group, stream)));
            }

            @Override
            public void subscribe(String group, String filter, Consumer<Store.Result> done) {
                later(process, () -> {
                    next.putIfAbsent(group + ':' + filter, sequence);
                    done.accept(new Store.Result.Committed());
                });
            }

            @Override
            public void unsubscribe(String group, String filter, Consumer<Store.Result> done) {
                later(process, () -> {
                    next.remove(group + ':' + filter);
                    done.accept(new Store.Result.Committed());
                });
            }

            @Override
            public void subscriptions(Consumer<List<String>> done) {
                later(process, () -> done.accept(List.copyOf(next.keySet())));
            }

            @Override
            public void pending(String group, String filter, Consumer<Pending> done) {
                later(process, () -> {
                    long from = next.getOrDefault(group + ':' + filter, sequence);
                    List<Stored> found = events.stream()
                            .filter(event -> event.group().equals(group) && event.sequence() >= from)
                            .toList();
                    long through = found.isEmpty() ? 0 : found.getLast().sequence();
                    done.accept(new Pending(found.stream().map(Stored::event).toList(), through));
                });
            }

            @Override
            public void delivered(String group, String filter, long through, Consumer<Store.Result> done) {
                later(process, () -> {
                    next.replace(group + ':' + filter, through + 1);
                    done.accept(new Store.Result.Committed());
                });
            }

            @Override
            public void listen(Consumer<String> group) {
                // The resync finds what is pending.
            }

            @Override
            public void expire(String group, Instant before, Consumer<Store.Result> done) {
                later(process, () -> {
                    events.removeIf(
                            event -> event.group().equals(group) && event.at().isBefore(before));
                    done.accept(new Store.Result.Committed());
                });
            }

            @Override
            public void sizes(Consumer<SortedMap<String, Long>> done) {
                later(process, () -> {
                    TreeMap<String, Long> sizes = new TreeMap<>();
                    events.forEach(
                            event -> sizes.merge(event.group(), event.message().length() + 26L, Long::sum));
                    done.accept(sizes);
                });
            }

            @Override
            public void delete(String group, String stream, Consumer<Store.Result> done) {
                later(process, () -> {
                    events.removeIf(event ->
                            event.group().equals(group) && event.stream().equals(stream));
                    done.accept(new Store.Result.Committed());
                });
            }
        };
    }

    private void later(Timeline.Process process, Runnable task) {
        timeline.schedule(process, chaos.micros(1500), task);
    }

    private long appended(LogBatch batch, Instant ingested) {
        long next = positions.getOrDefault(batch.source(), 0L);
        if (batch.firstLine() > next) {
            return next;
        }
        int skip = repeating ? 0 : (int) Math.min(batch.lines().size(), next - batch.firstLine());
        for (LogBatch.Line line : batch.lines().subList(skip, batch.lines().size())) {
            events.add(new Stored(batch.group(), batch.stream(), sequence++, line.at(), ingested, line.text()));
        }
        long after = Math.max(next, batch.firstLine() + batch.lines().size());
        positions.put(batch.source(), after);
        return after;
    }

    private LogStore.Page page(LogStore.Query query) {
        List<Stored> found = events.stream()
                .filter(event -> event.group().equals(query.group()))
                .filter(event -> query.streams().isEmpty() || query.streams().contains(event.stream()))
                .filter(event -> query.from() == null || !event.at().isBefore(query.from()))
                .filter(event -> query.before() == null || event.at().isBefore(query.before()))
                .filter(event -> query.wanted().test(event.message()))
                .sorted(Comparator.comparingLong(Stored::sequence))
                .toList();
        long from = query.position() == null
                ? (query.forward() ? 0 : Long.MAX_VALUE)
                : new BigInteger(query.position()).longValueExact();
        List<Stored> side = found.stream()
                .filter(event -> query.forward() ? event.sequence() >= from : event.sequence() < from)
                .toList();
        boolean more = side.size() > query.limit();
        List<Stored> kept = query.forward()
                ? side.subList(0, Math.min(query.limit(), side.size()))
                : side.subList(Math.max(0, side.size() - query.limit()), side.size());
        long end = kept.isEmpty() ? Math.min(from, sequence) : kept.getLast().sequence() + 1;
        long start = kept.isEmpty() ? end : kept.getFirst().sequence();
        return new LogStore.Page(
                kept.stream().map(Stored::event).toList(), "%056d".formatted(end), "%056d".formatted(start), more);
    }

    private LogStore.@Nullable Extent extentOf(String group, String stream) {
        List<Stored> found = events.stream()
                .filter(event -> event.group().equals(group) && event.stream().equals(stream))
                .toList();
        return found.isEmpty()
                ? null
                : new LogStore.Extent(
                        found.getFirst().at(),
                        found.getLast().at(),
                        found.getLast().ingested(),
                        found.stream()
                                .mapToLong(event -> event.message().length())
                                .sum());
    }
}
