package berth.control.logs;

import berth.control.dispatch.Events;
import berth.control.logs.plan.LiveTailWindow;
import berth.control.logs.plan.LiveTailWindow.Update;
import berth.control.logs.plan.pattern.FilterPattern;
import berth.kernel.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionMetadata;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionStart;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionUpdate;

/// The live tails that are listened to. Each is told of events when they are stored, and tells its listener of them
/// once a second.
///
/// CloudWatch: what a listener does not take in time is kept, ten updates or 5,000 events of it, and then the oldest
/// are dropped. A tail ends after three hours.
public final class LiveTails implements HeardLogs.Listener {
    /// CloudWatch: tails of an account at once.
    private static final int MOST_SESSIONS = 15;

    private static final Duration BETWEEN_UPDATES = Duration.ofSeconds(1);
    private static final long MOST_UPDATES = Duration.ofHours(3).dividedBy(BETWEEN_UPDATES);
    private static final int MOST_WAITING_UPDATES = 10;
    private static final int MOST_WAITING_EVENTS = 5_000;

    /// Containers whose place is remembered; of more, lines that are sent again may be told again.
    private static final int MOST_SOURCES = 10_000;

    private final Loop loop;
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final TreeMap<String, Long> told = new TreeMap<>();

    public LiveTails(Loop loop) {
        this.loop = loop;
    }

    /// What is listened to.
    ///
    /// @param arns the groups' ARNs by their names
    /// @param streams the names of the streams; empty: all
    /// @param prefixes with which the streams' names begin; empty: all
    public record Tail(
            String id,
            String requestId,
            TreeMap<String, String> arns,
            List<String> streams,
            List<String> prefixes,
            @Nullable String pattern) {
        public Tail {
            arns = new TreeMap<>(arns);
            streams = List.copyOf(streams);
            prefixes = List.copyOf(prefixes);
        }

        boolean hears(String group, String stream) {
            return arns.containsKey(group)
                    && (streams.isEmpty() || streams.contains(stream))
                    && (prefixes.isEmpty() || prefixes.stream().anyMatch(stream::startsWith));
        }
    }

    /// Null if there are too many already.
    public @Nullable Events open(Tail tail) {
        Session session = new Session(tail);
        synchronized (sessions) {
            if (sessions.size() >= MOST_SESSIONS) {
                return null;
            }
            sessions.add(session);
        }
        return session;
    }

    @Override
    public void stored(
            String group,
            String stream,
            @Nullable String source,
            long first,
            List<LogStore.Event> events,
            Instant ingested) {
        if (sessions.isEmpty()) {
            return;
        }
        List<LogStore.Event> fresh = source == null ? events : fresh(source, first, events);
        for (Session session : sessions) {
            if (session.tail.hears(group, stream)) {
                fresh.forEach(event -> session.came(group, stream, event, ingested));
            }
        }
    }

    /// Lines that a container's agent sent again are told once.
    private List<LogStore.Event> fresh(String source, long first, List<LogStore.Event> events) {
        synchronized (told) {
            long known = Math.max(first, told.getOrDefault(source, first));
            long end = first + events.size();
            if (told.size() >= MOST_SOURCES && !told.containsKey(source)) {
                told.pollFirstEntry();
            }
            told.put(source, Math.max(known, end));
            return known >= end ? List.of() : events.subList((int) (known - first), events.size());
        }
    }

    private void close(Session session) {
        sessions.remove(session);
        if (sessions.isEmpty()) {
            synchronized (told) {
                told.clear();
            }
        }
    }

    private final class Session implements Events {
        private final Tail tail;
        private final FilterPattern pattern;
        private final LiveTailWindow<LiveTailSessionLogEvent> window = new LiveTailWindow<>();
        private final ArrayDeque<Update<LiveTailSessionLogEvent>> waiting = new ArrayDeque<>();
        private volatile boolean open = true;
        private long updates;

        Session(Tail tail) {
            this.tail = tail;
            this.pattern = FilterPattern.parse(tail.pattern());
        }

        @Override
        public void begin(Listener listener) {
            listener.event(
                    "sessionStart",
                    LiveTailSessionStart.builder()
                            .requestId(tail.requestId())
                            .sessionId(tail.id())
                            .logGroupIdentifiers(tail.arns().values())
                            .logStreamNames(tail.streams())
                            .logStreamNamePrefixes(tail.prefixes())
                            .logEventFilterPattern(Objects.requireNonNullElse(tail.pattern(), ""))
                            .build());
            later(listener);
        }

        @Override
        public void ended() {
            open = false;
            close(this);
        }

        private void later(Listener listener) {
            loop.schedule(BETWEEN_UPDATES, () -> tell(listener));
        }

        private void came(String group, String stream, LogStore.Event event, Instant ingested) {
            synchronized (window) {
                if (!window.looksAt(event.message().length())) {
                    return;
                }
            }
            if (!pattern.matches(event.message())) {
                return;
            }
            LiveTailSessionLogEvent one = LiveTailSessionLogEvent.builder()
                    .logGroupIdentifier(tail.arns().get(group))
                    .logStreamName(stream)
                    .message(event.message())
                    .timestamp(event.at().toEpochMilli())
                    .ingestionTime(ingested.toEpochMilli())
                    .build();
            synchronized (window) {
                window.add(one);
            }
        }

        private void tell(Listener listener) {
            if (!open) {
                return;
            }
            if (++updates > MOST_UPDATES) {
                listener.fail("SessionTimeoutException", "The session has ended: it was open for three hours.");
                return;
            }
            synchronized (window) {
                waiting.add(window.take());
            }
            while (waiting.size() > MOST_WAITING_UPDATES
                    || waiting.stream()
                                    .mapToInt(update -> update.events().size())
                                    .sum()
                            > MOST_WAITING_EVENTS) {
                waiting.removeFirst();
            }
            while (!waiting.isEmpty() && listener.takesMore()) {
                listener.event("sessionUpdate", shown(waiting.removeFirst()));
            }
            later(listener);
        }

        private static LiveTailSessionUpdate shown(Update<LiveTailSessionLogEvent> update) {
            return LiveTailSessionUpdate.builder()
                    .sessionMetadata(LiveTailSessionMetadata.builder()
                            .sampled(update.sampled())
                            .build())
                    .sessionResults(update.events())
                    .build();
        }
    }
}
