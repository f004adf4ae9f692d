package berth.control.elb.api;

import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Limit;

/// Shows the limits that are kept here.
public final class DescribeAccountLimits
        implements ElbRead<DescribeAccountLimitsRequest, DescribeAccountLimitsResponse> {
    private static final List<Limit> LIMITS = Stream.of(
                    "condition-values-per-alb-rule 5",
                    "rules-per-application-load-balancer 100",
                    "listeners-per-application-load-balancer 50",
                    "listeners-per-network-load-balancer 50",
                    "certificates-per-application-load-balancer 25",
                    "certificates-per-network-load-balancer 25",
                    "targets-per-application-load-balancer 1000",
                    "target-groups-per-action-on-application-load-balancer 5")
            .map(limit -> limit.split(" ", -1))
            .map(parts -> Limit.builder().name(parts[0]).max(parts[1]).build())
            .toList();

    @Override
    public Class<DescribeAccountLimitsRequest> request() {
        return DescribeAccountLimitsRequest.class;
    }

    @Override
    public DescribeAccountLimitsResponse handle(DescribeAccountLimitsRequest request, State state, Context context) {
        return DescribeAccountLimitsResponse.builder().limits(LIMITS).build();
    }
}
