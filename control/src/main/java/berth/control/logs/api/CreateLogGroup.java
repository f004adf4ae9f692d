package berth.control.logs.api;

import berth.control.dispatch.Honoured;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.plan.LogRules;
import berth.control.logs.plan.LogTags;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;

/// CreateLogGroup: makes a group whose events never expire.
public final class CreateLogGroup implements LogWrite<CreateLogGroupRequest, CreateLogGroupResponse> {
    static final Honoured HONOURED = Honoured.of(CreateLogGroupRequest.class, "logGroupName", "tags")
            .accepting("logGroupClass", "STANDARD")
            .refusing("logGroupClass", "all groups are STANDARD")
            .refusing("kmsKeyId", "events are not encrypted")
            .accepting("deletionProtectionEnabled", false)
            .refusing("deletionProtectionEnabled", "nothing protects a group from DeleteLogGroup");

    @Override
    public Class<CreateLogGroupRequest> request() {
        return CreateLogGroupRequest.class;
    }

    @Override
    public Outcome<CreateLogGroupResponse> handle(CreateLogGroupRequest request, State state, Context context) {
        HONOURED.check(request);
        String name = LogRules.group(request.logGroupName());
        if (state.find(LogViews.GROUPS, name) != null) {
            throw Fault.of("ResourceAlreadyExistsException", "The specified log group already exists")
                    .raise();
        }
        LogGroup group = new LogGroup(
                name,
                context.now(),
                null,
                LogTags.merged(new TreeMap<>(), request.tags(), "InvalidParameterException"));
        return new Outcome<>(
                List.of(Change.put(LogViews.GROUPS, group)),
                CreateLogGroupResponse.builder().build());
    }
}
