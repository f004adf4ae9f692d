package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.plan.LogRules;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;

/// Has events of a group never expire again.
public final class DeleteRetentionPolicy
        implements LogWrite<DeleteRetentionPolicyRequest, DeleteRetentionPolicyResponse> {
    @Override
    public Class<DeleteRetentionPolicyRequest> request() {
        return DeleteRetentionPolicyRequest.class;
    }

    @Override
    public Outcome<DeleteRetentionPolicyResponse> handle(
            DeleteRetentionPolicyRequest request, State state, Context context) {
        LogGroup group = LogViews.named(state, LogRules.group(request.logGroupName()));
        return new Outcome<>(
                List.of(Change.put(LogViews.GROUPS, group.withRetention(null))),
                DeleteRetentionPolicyResponse.builder().build());
    }
}
