package berth.control.elb.api;

import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeCapacityReservationRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeCapacityReservationResponse;

/// Shows that a load balancer has no capacity reserved. There is none to reserve.
public final class DescribeCapacityReservation
        implements ElbRead<DescribeCapacityReservationRequest, DescribeCapacityReservationResponse> {
    @Override
    public Class<DescribeCapacityReservationRequest> request() {
        return DescribeCapacityReservationRequest.class;
    }

    @Override
    public DescribeCapacityReservationResponse handle(
            DescribeCapacityReservationRequest request, State state, Context context) {
        Find.loadBalancer(state, request.loadBalancerArn());
        return DescribeCapacityReservationResponse.builder()
                .capacityReservationState(List.of())
                .build();
    }
}
