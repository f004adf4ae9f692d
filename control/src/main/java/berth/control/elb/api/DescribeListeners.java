package berth.control.elb.api;

import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;

/// Shows the listeners of a load balancer by port, or some listeners by their ARNs.
public final class DescribeListeners implements ElbRead<DescribeListenersRequest, DescribeListenersResponse> {
    @Override
    public Class<DescribeListenersRequest> request() {
        return DescribeListenersRequest.class;
    }

    @Override
    public DescribeListenersResponse handle(DescribeListenersRequest request, State state, Context context) {
        if ((request.loadBalancerArn() == null) == request.listenerArns().isEmpty()) {
            throw ElbFaults.validation("Either a load balancer ARN or listener ARNs must be specified")
                    .raise();
        }
        List<Listener> rows = request.loadBalancerArn() == null
                ? request.listenerArns().stream()
                        .distinct()
                        .map(arn -> Find.listener(state, arn))
                        .sorted(java.util.Comparator.comparing(DescribeListeners::key))
                        .toList()
                : ElbViews.listeners(
                        state,
                        Find.loadBalancer(state, request.loadBalancerArn()).arn());
        Page<Listener> page = Listing.page(
                rows,
                DescribeListeners::key,
                request.pageSize(),
                request.marker(),
                PageTokens.of(name(), request.loadBalancerArn(), request.listenerArns()));
        return DescribeListenersResponse.builder()
                .listeners(page.items().stream()
                        .map(listener -> ListenerMapper.toSdk(state, listener))
                        .toList())
                .nextMarker(page.nextToken())
                .build();
    }

    private static String key(Listener listener) {
        return "%05d %s".formatted(listener.spec().port(), listener.arn());
    }
}
