package berth.control.logs.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.logs.LogStore;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.logs.plan.LogRules;
import berth.control.logs.plan.pattern.FilterPattern;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.kernel.Fault;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/// FilterLogEvents: the events of a group or some of its streams that match a pattern, oldest first or, with
/// `startFromHead` false, newest first. `startTime` and `endTime` are both inclusive here, unlike in GetLogEvents.
///
/// CloudWatch: a page may be empty and yet have a token: it ends after some amount of events that were looked at.
/// `interleaved` has no effect, since events are always interleaved.
public final class FilterLogEvents implements Operation.Append<FilterLogEventsRequest, FilterLogEventsResponse> {
    static final Honoured HONOURED = Honoured.of(
                    FilterLogEventsRequest.class,
                    "logGroupName",
                    "logGroupIdentifier",
                    "logStreamNames",
                    "logStreamNamePrefix",
                    "startTime",
                    "endTime",
                    "filterPattern",
                    "nextToken",
                    "limit",
                    "startFromHead",
                    "interleaved")
            .accepting("unmask", false)
            .refusing("unmask", "there are no data protection policies, so that nothing is masked");

    private final LogStore store;

    public FilterLogEvents(LogStore store) {
        this.store = store;
    }

    @Override
    public String service() {
        return "logs";
    }

    @Override
    public String name() {
        return "FilterLogEvents";
    }

    @Override
    public Class<FilterLogEventsRequest> request() {
        return FilterLogEventsRequest.class;
    }

    @Override
    public void handle(
            FilterLogEventsRequest request,
            State state,
            Context context,
            Consumer<Writer.Answer<FilterLogEventsResponse>> done) {
        HONOURED.check(request);
        LogGroup group = LogViews.group(state, request.logGroupName(), request.logGroupIdentifier());
        FilterPattern pattern = FilterPattern.parse(request.filterPattern());
        int limit = LogRules.limit(request.limit(), LogRules.BATCH_EVENTS, LogRules.BATCH_EVENTS);
        boolean forward = !Boolean.FALSE.equals(request.startFromHead());
        List<String> streams = streams(request, state, group);
        if (streams.isEmpty()) {
            done.accept(new Writer.Answer.Done<>(FilterLogEventsResponse.builder()
                    .events(List.of())
                    .searchedLogStreams(List.of())
                    .build()));
            return;
        }
        LogStore.Query query = new LogStore.Query(
                group.name(),
                streams,
                instant(request.startTime(), 0),
                instant(request.endTime(), 1),
                position(request.nextToken()),
                forward,
                limit,
                pattern::matches);
        store.read(query, page -> done.accept(new Writer.Answer.Done<>(response(page, forward))));
    }

    /// The names of the streams whose events are wanted.
    private static List<String> streams(FilterLogEventsRequest request, State state, LogGroup group) {
        String prefix = request.logStreamNamePrefix();
        if (request.hasLogStreamNames() && prefix != null) {
            throw Fault.invalidParameter("logStreamNames and logStreamNamePrefix are mutually exclusive.")
                    .raise();
        }
        if (request.hasLogStreamNames() && !request.logStreamNames().isEmpty()) {
            request.logStreamNames().forEach(name -> LogViews.stream(state, group, name));
            return List.copyOf(request.logStreamNames());
        }
        return state.by(LogViews.STREAMS, LogViews.STREAMS_BY_GROUP, group.name()).stream()
                .map(LogStream::stream)
                .filter(name -> prefix == null || name.startsWith(prefix))
                .toList();
    }

    private static @Nullable Instant instant(@Nullable Long millis, long add) {
        return millis == null ? null : Instant.ofEpochMilli(millis + add);
    }

    private static @Nullable String position(@Nullable String token) {
        if (token != null && !token.matches("[0-9]+")) {
            throw Fault.invalidParameter("The specified nextToken is invalid.").raise();
        }
        return token;
    }

    private static FilterLogEventsResponse response(LogStore.Page page, boolean forward) {
        List<LogStore.StoredEvent> events =
                forward ? page.events() : page.events().reversed();
        String next = forward ? page.next() : page.previous();
        return FilterLogEventsResponse.builder()
                .events(events.stream()
                        .map(event -> FilteredLogEvent.builder()
                                .eventId(event.id())
                                .logStreamName(event.stream())
                                .timestamp(event.at().toEpochMilli())
                                .ingestionTime(event.ingested().toEpochMilli())
                                .message(event.message())
                                .build())
                        .toList())
                .searchedLogStreams(List.of())
                .nextToken(page.more() ? next : null)
                .build();
    }
}
