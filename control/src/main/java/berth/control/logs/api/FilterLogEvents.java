package berth.control.logs.api;

import berth.control.dispatch.Operation;
import berth.control.logs.LogStore;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.logs.plan.LogRules;
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

/// FilterLogEvents: the events of a group or some of its streams, oldest first. Patterns are refused by name
/// for now. `startTime` and `endTime` are both inclusive here, unlike in GetLogEvents.
public final class FilterLogEvents implements Operation.Append<FilterLogEventsRequest, FilterLogEventsResponse> {
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
        LogGroup group = LogViews.group(state, request.logGroupName(), request.logGroupIdentifier());
        if (request.filterPattern() != null && !request.filterPattern().isBlank()) {
            throw Fault.invalidParameter(
                            "Berth does not support filterPattern yet; leave it out and filter what comes back.")
                    .raise();
        }
        int limit = LogRules.limit(request.limit(), LogRules.BATCH_EVENTS, LogRules.BATCH_EVENTS);
        List<String> streams = streams(request, state, group);
        if (streams.isEmpty()) {
            done.accept(new Writer.Answer.Done<>(
                    FilterLogEventsResponse.builder().events(List.of()).build()));
            return;
        }
        LogStore.Query query = new LogStore.Query(
                group.name(),
                streams,
                instant(request.startTime(), 0),
                instant(request.endTime(), 1),
                position(request.nextToken()),
                true,
                limit);
        store.read(query, page -> done.accept(new Writer.Answer.Done<>(response(page))));
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

    private static FilterLogEventsResponse response(LogStore.Page page) {
        return FilterLogEventsResponse.builder()
                .events(page.events().stream()
                        .map(event -> FilteredLogEvent.builder()
                                .eventId(event.id())
                                .logStreamName(event.stream())
                                .timestamp(event.at().toEpochMilli())
                                .ingestionTime(event.ingested().toEpochMilli())
                                .message(event.message())
                                .build())
                        .toList())
                .nextToken(page.more() ? page.next() : null)
                .build();
    }
}
