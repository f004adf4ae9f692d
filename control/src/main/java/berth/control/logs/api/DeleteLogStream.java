package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.LogDeletion;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.logs.plan.LogRules;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;

/// Deletes a stream and its events. The events are deleted from the log store just after; until then the name is
/// taken.
public final class DeleteLogStream implements LogWrite<DeleteLogStreamRequest, DeleteLogStreamResponse> {
    @Override
    public Class<DeleteLogStreamRequest> request() {
        return DeleteLogStreamRequest.class;
    }

    @Override
    public Outcome<DeleteLogStreamResponse> handle(DeleteLogStreamRequest request, State state, Context context) {
        String name = LogRules.stream(request.logStreamName());
        LogGroup group = LogViews.named(state, LogRules.group(request.logGroupName()));
        LogStream stream = LogViews.stream(state, group, name);
        return new Outcome<>(
                deleted(stream, context.now()),
                DeleteLogStreamResponse.builder().build());
    }

    static List<Change> deleted(LogStream stream, Instant now) {
        return List.of(
                Change.delete(LogViews.STREAMS, stream.name()),
                Change.put(LogViews.DELETIONS, new LogDeletion(stream.group(), stream.stream(), now)));
    }
}
