package berth.control.logs.api;

import berth.control.dispatch.Operation;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.plan.LogRules;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;

/// CreateLogGroup: makes a group whose events never expire.
public final class CreateLogGroup implements Operation.Write<CreateLogGroupRequest, CreateLogGroupResponse> {
    @Override
    public String service() {
        return "logs";
    }

    @Override
    public String name() {
        return "CreateLogGroup";
    }

    @Override
    public Class<CreateLogGroupRequest> request() {
        return CreateLogGroupRequest.class;
    }

    @Override
    public Outcome<CreateLogGroupResponse> handle(CreateLogGroupRequest request, State state, Context context) {
        String name = LogRules.group(request.logGroupName());
        if (state.find(LogViews.GROUPS, name) != null) {
            throw Fault.of("ResourceAlreadyExistsException", "The specified log group already exists")
                    .raise();
        }
        Change created = Change.put(LogViews.GROUPS, new LogGroup(name, context.now()));
        return new Outcome<>(List.of(created), CreateLogGroupResponse.builder().build());
    }
}
