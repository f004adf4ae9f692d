package berth.control.logs;

import berth.control.store.Store;
import berth.kernel.host.LogBatch;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The events of log streams, as a port: an append store with commits of its own.
///
/// Answers come on any thread, once.
public interface LogStore {

    /// Appends lines of a container's output to a stream, unless they are there already, and answers with the
    /// number of the next line wanted from that source. Lines and count are one commit, so that a crash in
    /// between neither loses a line nor stores it twice. A batch that starts after the next line wanted is not
    /// stored.
    void append(LogBatch batch, Instant ingested, Consumer<Appended> done);

    /// Appends events that a client put, in order.
    void put(String group, String stream, List<Event> events, Instant ingested, Consumer<Store.Result> done);

    /// The number of the next line wanted from a source; 0 for an unknown one.
    void position(String source, Consumer<Long> nextLine);

    /// Events of some streams of a group, in order of time and then of arrival.
    void read(Query query, Consumer<Page> done);

    /// First and last event and number of bytes of a stream, for DescribeLogStreams; null if it has none.
    void extent(String group, String stream, Consumer<@Nullable Extent> done);

    /// Forgets the events of a stream.
    void delete(String group, String stream, Consumer<Store.Result> done);

    /// Forgets the events of a group from before a time.
    void expire(String group, Instant before, Consumer<Store.Result> done);

    /// Bytes of the events of each group that has some, as CloudWatch counts them: 26 more than the message.
    void sizes(Consumer<SortedMap<String, Long>> done);

    /// Keeps the events of a group that come from now on until [#delivered] says so, for one filter. Asking again
    /// changes nothing.
    void subscribe(String group, String filter, Consumer<Store.Result> done);

    /// Keeps nothing for a filter any more.
    void unsubscribe(String group, String filter, Consumer<Store.Result> done);

    /// The filters, as `group:filter`, for which events are kept.
    void subscriptions(Consumer<List<String>> done);

    /// The next events for a filter, in the order in which they came, perhaps none.
    void pending(String group, String filter, Consumer<Pending> done);

    /// A filter has all events through [Pending#through].
    void delivered(String group, String filter, long through, Consumer<Store.Result> done);

    /// Has somebody told of each group with a filter that got events, after they are stored.
    void listen(Consumer<String> group);

    /// Events that wait for a filter.
    ///
    /// @param through the number of the last one
    record Pending(List<StoredEvent> events, long through) {}

    /// How an append ended.
    sealed interface Appended {
        record Next(long line) implements Appended {}

        record Refused(String why) implements Appended {}
    }

    record Event(Instant at, String message) {}

    /// @param streams whose events are wanted; empty: all of the group
    /// @param from inclusive, or null
    /// @param before exclusive, or null
    /// @param position of the first event wanted, as [Page#next] said, or null for the first page
    /// @param forward from old to new
    /// @param limit at most so many events; a page holds at most 1 MiB all the same
    /// @param wanted which messages; pure, and called on the store's thread. A page ends where enough was looked
    ///     at, wanted or not, so that it may be empty with more to come: see [#MOST_SCANNED_BYTES]
    record Query(
            String group,
            List<String> streams,
            @Nullable Instant from,
            @Nullable Instant before,
            @Nullable String position,
            boolean forward,
            int limit,
            Predicate<String> wanted) {

        /// For events with any message.
        public Query(
                String group,
                List<String> streams,
                @Nullable Instant from,
                @Nullable Instant before,
                @Nullable String position,
                boolean forward,
                int limit) {
            this(group, streams, from, before, position, forward, limit, message -> true);
        }
    }

    /// What one page looks at, in bytes as CloudWatch counts them.
    long MOST_SCANNED_BYTES = 8L * 1024 * 1024;

    /// @param events in the order of time, also when read backwards
    /// @param next where a later read goes on forwards
    /// @param previous where a later read goes on backwards
    /// @param more whether there was more to look at in the direction of the read when it was done
    record Page(List<StoredEvent> events, String next, String previous, boolean more) {}

    /// @param id stable and unique, 56 decimal digits
    record StoredEvent(String id, String stream, Instant at, Instant ingested, String message) {}

    record Extent(Instant first, Instant last, Instant lastIngested, long bytes) {}
}
