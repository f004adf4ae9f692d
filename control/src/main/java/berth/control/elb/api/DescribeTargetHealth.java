package berth.control.elb.api;

import berth.control.dispatch.Honoured;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Target;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.model.TargetHealth;
import berth.control.elb.plan.TargetChecks;
import berth.control.elb.plan.Targets;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/// Shows how the targets of a group are: all of them, or some, of which one that is not registered is `unused`.
public final class DescribeTargetHealth implements ElbRead<DescribeTargetHealthRequest, DescribeTargetHealthResponse> {
    private static final Honoured HONOURED = Honoured.of(
                    DescribeTargetHealthRequest.class,
                    "TargetGroupArn",
                    "Targets.Id",
                    "Targets.Port",
                    "Targets.AvailabilityZone")
            .refusing("Include", "anomalies of targets are not looked for, and zones are not shifted");

    @Override
    public Class<DescribeTargetHealthRequest> request() {
        return DescribeTargetHealthRequest.class;
    }

    @Override
    public DescribeTargetHealthResponse handle(DescribeTargetHealthRequest request, State state, Context context) {
        HONOURED.check(request, ElbWrite.WRONG);
        TargetGroup group = Find.targetGroup(state, request.targetGroupArn());
        List<TargetHealthDescription> shown = new ArrayList<>();
        if (request.targets().isEmpty()) {
            for (Target target : ElbViews.targets(state, group.arn())) {
                shown.add(registered(state, group, target));
            }
        }
        for (TargetDescription wanted : request.targets()) {
            int port = wanted.port() == null ? group.port() : wanted.port();
            String id = wanted.id() == null ? "" : wanted.id();
            Target target = ElbViews.target(state, group.arn(), id, port);
            shown.add(
                    target == null
                            ? description(group, id, port, null, TargetHealth.NOT_REGISTERED)
                            : registered(state, group, target));
        }
        return DescribeTargetHealthResponse.builder()
                .targetHealthDescriptions(shown)
                .build();
    }

    private static TargetHealthDescription registered(State state, TargetGroup group, Target target) {
        String zone = target.availabilityZone() == null
                ? TargetChecks.zone(state, group, target.id())
                : target.availabilityZone();
        return description(group, target.id(), target.port(), zone, Targets.health(state, target));
    }

    private static TargetHealthDescription description(
            TargetGroup group, String id, int port, @Nullable String zone, TargetHealth health) {
        String checked = group.healthCheck().port();
        return TargetHealthDescription.builder()
                .target(TargetDescription.builder()
                        .id(id)
                        .port(port)
                        .availabilityZone(zone)
                        .build())
                .healthCheckPort(checked.equals("traffic-port") ? Integer.toString(port) : checked)
                .targetHealth(software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth.builder()
                        .state(health.status().word())
                        .reason(health.reason())
                        .description(health.description())
                        .build())
                .build();
    }
}
