package berth.control.logs;

import berth.control.logs.plan.insights.InsightsQuery;
import berth.control.logs.plan.insights.InsightsQuery.Cell;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Queries of Logs Insights that run or have run in this process: the newest [#KEPT], and fewer where their results
/// are larger than [#KEPT_CHARACTERS].
///
/// Each reads its groups page by page, newest events first, merged by time, on the log store's thread; between two
/// pages others get their turn. Results are kept in memory alone.
public final class QueryRuns {
    private static final Logger LOG = LoggerFactory.getLogger(QueryRuns.class);

    /// CloudWatch keeps results for seven days.
    static final int KEPT = 200;

    static final long KEPT_CHARACTERS = 32L * 1024 * 1024;

    /// CloudWatch: queries that run at once.
    private static final int MOST_RUNNING = 100;

    /// Of all groups together.
    private static final int EVENTS_A_PAGE = 10_000;

    private final LogStore store;
    private final Map<String, One> all = new LinkedHashMap<>();

    public QueryRuns(LogStore store) {
        this.store = store;
    }

    /// How far a query is.
    public enum Status {
        RUNNING("Running"),
        COMPLETE("Complete"),
        FAILED("Failed"),
        CANCELLED("Cancelled");

        private final String shown;

        Status(String shown) {
            this.shown = shown;
        }

        /// As CloudWatch writes it.
        public String shown() {
            return shown;
        }
    }

    /// What is asked.
    ///
    /// @param from inclusive
    /// @param before exclusive
    /// @param limit rows at most, if the query says none
    /// @param account whose groups these are
    public record Asked(
            String id,
            String text,
            InsightsQuery query,
            List<String> groups,
            Instant from,
            Instant before,
            int limit,
            Instant now,
            String account) {
        public Asked {
            groups = List.copyOf(groups);
        }
    }

    /// What is known of a query.
    public record Seen(
            Asked asked, Status status, List<List<Cell>> rows, long matched, long scanned, long scannedBytes) {}

    /// One query. Its run is touched by one page's answer after the other; what others see of it is in `seen`.
    private static final class One {
        private final Asked asked;
        private final InsightsQuery.Run run;
        private final List<Feed> feeds = new ArrayList<>();
        private final AtomicReference<Seen> seen;
        private long scannedBytes;
        private volatile long characters;

        One(Asked asked) {
            this.asked = asked;
            this.run = asked.query().run(asked.now().toEpochMilli(), asked.limit());
            this.seen = new AtomicReference<>(new Seen(asked, Status.RUNNING, List.of(), 0, 0, 0));
            asked.groups().forEach(group -> feeds.add(new Feed(group)));
        }

        Seen seen() {
            return Objects.requireNonNull(seen.get());
        }

        boolean isRunning() {
            return seen().status() == Status.RUNNING;
        }

        /// How far it is, unless it was stopped.
        void tell(Status status, List<List<Cell>> rows) {
            characters = rows.stream()
                    .flatMap(List::stream)
                    .mapToLong(cell -> cell.field().length() + cell.value().length())
                    .sum();
            Seen now = new Seen(asked, status, rows, run.matched(), run.scanned(), scannedBytes);
            seen.updateAndGet(before -> before.status() == Status.RUNNING ? now : before);
        }

        /// @return whether it was running
        boolean stop() {
            Seen before = seen.getAndUpdate(now -> now.status() == Status.RUNNING
                    ? new Seen(asked, Status.CANCELLED, now.rows(), now.matched(), now.scanned(), now.scannedBytes())
                    : now);
            return before.status() == Status.RUNNING;
        }
    }

    /// The events of one group that were read and not looked at.
    private static final class Feed {
        private final String group;
        private List<LogStore.StoredEvent> events = List.of();
        private @Nullable String position;
        private boolean more = true;

        Feed(String group) {
            this.group = group;
        }
    }

    /// @return false if too many run already
    public boolean start(Asked asked) {
        One one = new One(asked);
        synchronized (this) {
            if (all.values().stream().filter(One::isRunning).count() >= MOST_RUNNING) {
                return false;
            }
            forget();
            all.put(asked.id(), one);
        }
        go(one);
        return true;
    }

    /// Forgets the oldest of those that have ended.
    private void forget() {
        long characters = all.values().stream().mapToLong(one -> one.characters).sum();
        int queries = all.size();
        for (One one : List.copyOf(all.values())) {
            if ((queries >= KEPT || characters > KEPT_CHARACTERS) && !one.isRunning()) {
                all.remove(one.asked.id());
                queries--;
                characters -= one.characters;
            }
        }
    }

    /// Null if there is none of that id.
    public synchronized @Nullable Seen find(String id) {
        One one = all.get(id);
        return one == null ? null : one.seen();
    }

    /// Newest first.
    public synchronized List<Seen> all() {
        return all.values().stream().map(One::seen).toList().reversed();
    }

    /// @return whether it was running
    public boolean stop(String id) {
        One one;
        synchronized (this) {
            one = all.get(id);
        }
        return one != null && one.stop();
    }

    private void go(One one) {
        if (!one.isRunning()) {
            return;
        }
        Feed wanting;
        try {
            wanting = feed(one);
            if (wanting == null) {
                one.tell(Status.COMPLETE, one.run.end());
                return;
            }
        } catch (RuntimeException e) {
            LOG.warn("Query {} failed: {}", one.asked.id(), e.getMessage());
            one.tell(Status.FAILED, List.of());
            return;
        }
        one.tell(Status.RUNNING, List.of());
        store.read(query(one.asked, wanting), page -> {
            wanting.events = new ArrayList<>(page.events());
            wanting.position = page.previous();
            wanting.more = page.more();
            go(one);
        });
    }

    private static LogStore.Query query(Asked asked, Feed feed) {
        int events = EVENTS_A_PAGE / asked.groups().size();
        return new LogStore.Query(feed.group, List.of(), asked.from(), asked.before(), feed.position, false, events);
    }

    /// Hands events on, newest first, until a group's next page is needed: that group, or null at the end.
    private static @Nullable Feed feed(One one) {
        while (!one.run.full()) {
            Feed newest = null;
            for (Feed feed : one.feeds) {
                if (feed.events.isEmpty() && feed.more) {
                    return feed;
                }
                if (!feed.events.isEmpty()
                        && (newest == null
                                || feed.events
                                        .getLast()
                                        .at()
                                        .isAfter(newest.events.getLast().at()))) {
                    newest = feed;
                }
            }
            if (newest == null) {
                break;
            }
            LogStore.StoredEvent event = newest.events.removeLast();
            one.scannedBytes += event.message().getBytes(StandardCharsets.UTF_8).length;
            one.run.accept(
                    event.at().toEpochMilli(),
                    event.ingested().toEpochMilli(),
                    event.stream(),
                    one.asked.account() + ':' + newest.group,
                    pointer(newest.group, event),
                    event.message());
        }
        return null;
    }

    private static String pointer(String group, LogStore.StoredEvent event) {
        String plain = group + '\n' + event.stream() + '\n' + event.id();
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
