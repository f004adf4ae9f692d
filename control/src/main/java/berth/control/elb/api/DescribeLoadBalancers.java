package berth.control.elb.api;

import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.elb.ElbViews;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;

/// Shows load balancers: all, or those of some names or ARNs, each of which must exist.
public final class DescribeLoadBalancers
        implements ElbRead<DescribeLoadBalancersRequest, DescribeLoadBalancersResponse> {
    @Override
    public Class<DescribeLoadBalancersRequest> request() {
        return DescribeLoadBalancersRequest.class;
    }

    @Override
    public DescribeLoadBalancersResponse handle(DescribeLoadBalancersRequest request, State state, Context context) {
        if (!request.loadBalancerArns().isEmpty() && !request.names().isEmpty()) {
            throw ElbFaults.validation(
                            "Load balancer names and load balancer ARNs cannot be specified at the same time")
                    .raise();
        }
        Page<LoadBalancer> page = Listing.page(
                rows(request, state),
                LoadBalancer::arn,
                request.pageSize(),
                request.marker(),
                PageTokens.of(name(), request.names(), request.loadBalancerArns()));
        return DescribeLoadBalancersResponse.builder()
                .loadBalancers(page.items().stream()
                        .map(one -> LoadBalancerMapper.toSdk(state, one))
                        .toList())
                .nextMarker(page.nextToken())
                .build();
    }

    private static List<LoadBalancer> rows(DescribeLoadBalancersRequest request, State state) {
        List<LoadBalancer> rows = new ArrayList<>();
        for (String arn : request.loadBalancerArns()) {
            rows.add(Find.loadBalancer(state, arn));
        }
        for (String name : request.names()) {
            rows.add(state.by(ElbViews.LOAD_BALANCERS, ElbViews.LOAD_BALANCERS_BY_NAME, name).stream()
                    .findFirst()
                    .orElseThrow(
                            () -> Fault.of("LoadBalancerNotFound", "Load balancers '[%s]' not found".formatted(name))
                                    .raise()));
        }
        boolean all = request.loadBalancerArns().isEmpty() && request.names().isEmpty();
        return all
                ? List.copyOf(state.all(ElbViews.LOAD_BALANCERS))
                : rows.stream()
                        .distinct()
                        .sorted(java.util.Comparator.comparing(LoadBalancer::arn))
                        .toList();
    }
}
