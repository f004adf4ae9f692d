package berth.control.logs.api;

import berth.control.dispatch.Operation;
import berth.control.logs.LogStore;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.logs.plan.LogRules;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.store.Store;
import berth.control.store.Writer;
import berth.kernel.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

/// PutLogEvents: stores a batch of events in the order of their times.
public final class PutLogEvents implements Operation.Append<PutLogEventsRequest, PutLogEventsResponse> {
    private final LogStore store;

    public PutLogEvents(LogStore store) {
        this.store = store;
    }

    @Override
    public String service() {
        return "logs";
    }

    @Override
    public String name() {
        return "PutLogEvents";
    }

    @Override
    public Class<PutLogEventsRequest> request() {
        return PutLogEventsRequest.class;
    }

    @Override
    public void handle(
            PutLogEventsRequest request,
            State state,
            Context context,
            Consumer<Writer.Answer<PutLogEventsResponse>> done) {
        LogGroup group = LogViews.group(state, LogRules.group(request.logGroupName()), null);
        LogStream stream = LogViews.stream(state, group, LogRules.stream(request.logStreamName()));
        Sorted sorted = sorted(request.logEvents(), group, context.now());
        store.put(
                group.name(),
                stream.stream(),
                sorted.accepted(),
                context.now(),
                result -> done.accept(
                        switch (result) {
                            case Store.Result.Committed committed ->
                                new Writer.Answer.Done<>(PutLogEventsResponse.builder()
                                        .nextSequenceToken(context.ids().decimal(56))
                                        .rejectedLogEventsInfo(sorted.rejected())
                                        .build());
                            case Store.Result.Refused(var why) ->
                                new Writer.Answer.Refused<>(Fault.server("The events could not be stored: " + why));
                            case Store.Result.Unknown(var why) ->
                                new Writer.Answer.Refused<>(
                                        Fault.server("It is not known whether the events were stored: " + why));
                        }));
    }

    private record Sorted(
            List<LogStore.Event> accepted, @Nullable RejectedLogEventsInfo rejected) {}

    /// Checks a batch and leaves out what is too old, expired already, or too new.
    ///
    /// Example: at 12:00 on the 20th, of the events of the 5th, the 19th 13:00 and the 20th 15:00 the first is
    /// too old (more than 14 days), the last too new (more than 2 hours ahead); the one in between is stored.
    private static Sorted sorted(List<InputLogEvent> events, LogGroup group, Instant now) {
        if (events.isEmpty()) {
            throw Fault.invalidParameter("Log events must not be empty.").raise();
        }
        checkSize(events);
        Instant oldest = now.minus(Duration.ofDays(14));
        Instant newest = now.plus(Duration.ofHours(2));
        Instant expired = group.retentionInDays() == null
                ? Instant.MIN
                : now.minus(Duration.ofDays(Objects.requireNonNull(group.retentionInDays())));
        List<LogStore.Event> accepted = new ArrayList<>();
        Integer tooOldEnd = null;
        Integer expiredEnd = null;
        Integer tooNewStart = null;
        Instant previous = Instant.MIN;
        for (int i = 0; i < events.size(); i++) {
            InputLogEvent event = events.get(i);
            if (event.timestamp() == null
                    || event.message() == null
                    || event.message().isEmpty()) {
                throw Fault.invalidParameter("Each log event needs a timestamp and a message that is not empty.")
                        .raise();
            }
            Instant at = Instant.ofEpochMilli(event.timestamp());
            if (at.isBefore(previous)) {
                throw Fault.invalidParameter(
                                "Log events in a single PutLogEvents request must be in chronological order.")
                        .raise();
            }
            previous = at;
            if (at.isBefore(oldest)) {
                tooOldEnd = i + 1;
            } else if (at.isBefore(expired)) {
                expiredEnd = i + 1;
            } else if (at.isAfter(newest)) {
                tooNewStart = tooNewStart == null ? i : tooNewStart;
            } else {
                accepted.add(new LogStore.Event(at, event.message()));
            }
        }
        checkSpan(accepted);
        return new Sorted(accepted, rejected(tooOldEnd, expiredEnd, tooNewStart));
    }

    private static void checkSize(List<InputLogEvent> events) {
        long bytes = 0;
        for (InputLogEvent event : events) {
            String message = event.message() == null ? "" : event.message();
            bytes += message.getBytes(StandardCharsets.UTF_8).length + LogRules.EVENT_OVERHEAD;
        }
        if (bytes > LogRules.BATCH_BYTES || events.size() > LogRules.BATCH_EVENTS) {
            throw Fault.invalidParameter("Upload too large: %d bytes exceeds limit of %d, or %d events exceed %d"
                            .formatted(bytes, LogRules.BATCH_BYTES, events.size(), LogRules.BATCH_EVENTS))
                    .raise();
        }
    }

    private static void checkSpan(List<LogStore.Event> accepted) {
        if (!accepted.isEmpty()
                && Duration.between(accepted.getFirst().at(), accepted.getLast().at())
                                .compareTo(Duration.ofHours(24))
                        > 0) {
            throw Fault.invalidParameter(
                            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
                    .raise();
        }
    }

    private static @Nullable RejectedLogEventsInfo rejected(
            @Nullable Integer tooOldEnd, @Nullable Integer expiredEnd, @Nullable Integer tooNewStart) {
        if (tooOldEnd == null && expiredEnd == null && tooNewStart == null) {
            return null;
        }
        return RejectedLogEventsInfo.builder()
                .tooOldLogEventEndIndex(tooOldEnd)
                .expiredLogEventEndIndex(expiredEnd)
                .tooNewLogEventStartIndex(tooNewStart)
                .build();
    }
}
