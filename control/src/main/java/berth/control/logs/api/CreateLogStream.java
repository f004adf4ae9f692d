package berth.control.logs.api;

import berth.control.dispatch.Operation;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.logs.plan.LogRules;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;

/// CreateLogStream: makes an empty stream in a group.
public final class CreateLogStream implements Operation.Write<CreateLogStreamRequest, CreateLogStreamResponse> {
    @Override
    public String service() {
        return "logs";
    }

    @Override
    public String name() {
        return "CreateLogStream";
    }

    @Override
    public Class<CreateLogStreamRequest> request() {
        return CreateLogStreamRequest.class;
    }

    @Override
    public Outcome<CreateLogStreamResponse> handle(CreateLogStreamRequest request, State state, Context context) {
        String name = LogRules.stream(request.logStreamName());
        LogGroup group = LogViews.group(state, LogRules.group(request.logGroupName()), null);
        LogStream stream = new LogStream(group.name(), name, context.now());
        if (state.find(LogViews.STREAMS, stream.name()) != null) {
            throw Fault.of("ResourceAlreadyExistsException", "The specified log stream already exists")
                    .raise();
        }
        if (state.find(LogViews.DELETIONS, stream.name()) != null) {
            throw Fault.of(
                            "OperationAbortedException",
                            "A conflicting operation is currently in progress against this resource. Please try again.")
                    .raise();
        }
        Change created = Change.put(LogViews.STREAMS, stream);
        return new Outcome<>(List.of(created), CreateLogStreamResponse.builder().build());
    }
}
