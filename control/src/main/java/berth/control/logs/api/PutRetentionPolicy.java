package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.plan.LogRules;
import berth.control.logs.plan.RetentionRules;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;

/// Has events of a group expire after some days.
public final class PutRetentionPolicy implements LogWrite<PutRetentionPolicyRequest, PutRetentionPolicyResponse> {
    @Override
    public Class<PutRetentionPolicyRequest> request() {
        return PutRetentionPolicyRequest.class;
    }

    @Override
    public Outcome<PutRetentionPolicyResponse> handle(PutRetentionPolicyRequest request, State state, Context context) {
        LogGroup group = LogViews.named(state, LogRules.group(request.logGroupName()));
        int days = RetentionRules.days(request.retentionInDays());
        return new Outcome<>(
                List.of(Change.put(LogViews.GROUPS, group.withRetention(days))),
                PutRetentionPolicyResponse.builder().build());
    }
}
