package berth.control.elb.api;

import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.elb.ElbViews;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;

/// Shows target groups: all, those of some names or ARNs, or those of a load balancer.
public final class DescribeTargetGroups implements ElbRead<DescribeTargetGroupsRequest, DescribeTargetGroupsResponse> {
    @Override
    public Class<DescribeTargetGroupsRequest> request() {
        return DescribeTargetGroupsRequest.class;
    }

    @Override
    public DescribeTargetGroupsResponse handle(DescribeTargetGroupsRequest request, State state, Context context) {
        Page<TargetGroup> page = Listing.page(
                rows(request, state),
                TargetGroup::arn,
                request.pageSize(),
                request.marker(),
                PageTokens.of(name(), request.names(), request.targetGroupArns(), request.loadBalancerArn()));
        return DescribeTargetGroupsResponse.builder()
                .targetGroups(page.items().stream()
                        .map(group -> TargetGroupMapper.toSdk(state, group))
                        .toList())
                .nextMarker(page.nextToken())
                .build();
    }

    private static List<TargetGroup> rows(DescribeTargetGroupsRequest request, State state) {
        int kinds = (request.loadBalancerArn() == null ? 0 : 1)
                + (request.names().isEmpty() ? 0 : 1)
                + (request.targetGroupArns().isEmpty() ? 0 : 1);
        if (kinds > 1) {
            throw ElbFaults.validation("Only one of load balancer ARN, target group ARNs and names can be specified")
                    .raise();
        }
        if (kinds == 0) {
            return List.copyOf(state.all(ElbViews.TARGET_GROUPS));
        }
        List<TargetGroup> rows = new ArrayList<>();
        if (request.loadBalancerArn() != null) {
            String arn = Find.loadBalancer(state, request.loadBalancerArn()).arn();
            ElbViews.targetGroupsOf(state, arn).forEach(group -> rows.add(Find.targetGroup(state, group)));
        }
        request.targetGroupArns().forEach(arn -> rows.add(Find.targetGroup(state, arn)));
        for (String name : request.names()) {
            rows.add(state.by(ElbViews.TARGET_GROUPS, ElbViews.TARGET_GROUPS_BY_NAME, name).stream()
                    .findFirst()
                    .orElseThrow(() -> ElbFaults.targetGroupNotFound().raise()));
        }
        return rows.stream()
                .distinct()
                .sorted(Comparator.comparing(TargetGroup::arn))
                .toList();
    }
}
