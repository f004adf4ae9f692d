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
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/// GetLogEvents: one stream, from its head or its tail. Tokens are `f/POSITION/s` and `b/POSITION/s`; the end is
/// reached
/// when the token answered equals the one given.
public final class GetLogEvents implements Operation.Append<GetLogEventsRequest, GetLogEventsResponse> {
    private final LogStore store;

    public GetLogEvents(LogStore store) {
        this.store = store;
    }

    @Override
    public String service() {
        return "logs";
    }

    @Override
    public String name() {
        return "GetLogEvents";
    }

    @Override
    public Class<GetLogEventsRequest> request() {
        return GetLogEventsRequest.class;
    }

    @Override
    public void handle(
            GetLogEventsRequest request,
            State state,
            Context context,
            Consumer<Writer.Answer<GetLogEventsResponse>> done) {
        LogGroup group = LogViews.group(state, request.logGroupName(), request.logGroupIdentifier());
        LogStream stream = LogViews.stream(state, group, LogRules.stream(request.logStreamName()));
        store.read(query(request, group, stream), page -> done.accept(new Writer.Answer.Done<>(response(page))));
    }

    private static LogStore.Query query(GetLogEventsRequest request, LogGroup group, LogStream stream) {
        String token = request.nextToken();
        return new LogStore.Query(
                group.name(),
                List.of(stream.stream()),
                instant(request.startTime()),
                instant(request.endTime()),
                token == null ? null : position(token),
                token == null ? Boolean.TRUE.equals(request.startFromHead()) : token.startsWith("f/"),
                LogRules.limit(request.limit(), LogRules.BATCH_EVENTS, LogRules.BATCH_EVENTS));
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static String position(String token) {
        if (!token.matches("[fb]/[0-9]+/s")) {
            throw Fault.invalidParameter("The specified nextToken is invalid.").raise();
        }
        return token.substring(2, token.length() - 2);
    }

    private static GetLogEventsResponse response(LogStore.Page page) {
        return GetLogEventsResponse.builder()
                .events(page.events().stream()
                        .map(event -> OutputLogEvent.builder()
                                .timestamp(event.at().toEpochMilli())
                                .ingestionTime(event.ingested().toEpochMilli())
                                .message(event.message())
                                .build())
                        .toList())
                .nextForwardToken("f/" + page.next() + "/s")
                .nextBackwardToken("b/" + page.previous() + "/s")
                .build();
    }
}
