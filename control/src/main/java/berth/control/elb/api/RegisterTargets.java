package berth.control.elb.api;

import berth.control.dispatch.Honoured;
import berth.control.elb.ElbViews;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.plan.ElbFaults;
import berth.control.elb.plan.TargetChecks;
import berth.control.elb.plan.Targets;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/// Adds targets to a group, all or none. The group's port is theirs where none is given.
public final class RegisterTargets implements ElbWrite<RegisterTargetsRequest, RegisterTargetsResponse> {
    private static final Honoured HONOURED = Honoured.of(
            RegisterTargetsRequest.class, "TargetGroupArn", "Targets.Id", "Targets.Port", "Targets.AvailabilityZone");
    private static final int MAX = 1000;

    @Override
    public Class<RegisterTargetsRequest> request() {
        return RegisterTargetsRequest.class;
    }

    @Override
    public Outcome<RegisterTargetsResponse> handle(RegisterTargetsRequest request, State state, Context context) {
        HONOURED.check(request, WRONG);
        TargetGroup group = Find.targetGroup(state, request.targetGroupArn());
        if (request.targets().isEmpty()) {
            throw ElbFaults.validation("At least one target must be specified").raise();
        }
        List<Change> changes = new ArrayList<>();
        State now = state;
        for (TargetDescription target : request.targets()) {
            String id = target.id();
            if (id == null || id.isEmpty()) {
                throw ElbFaults.validation("A target ID must be specified").raise();
            }
            int port = target.port() == null ? group.port() : target.port();
            TargetChecks.check(state, group, id, port);
            String zone = target.availabilityZone();
            for (Change change : Targets.register(now, group.arn(), id, port, zone, context.now())) {
                changes.add(change);
                now = now.with(change);
            }
        }
        if (now.count(ElbViews.TARGETS_BY_GROUP, group.arn()) > MAX) {
            throw ElbFaults.tooMany("TooManyTargets", "targets of a target group", MAX)
                    .raise();
        }
        return new Outcome<>(changes, RegisterTargetsResponse.builder().build());
    }
}
