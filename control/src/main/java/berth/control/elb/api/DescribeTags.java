package berth.control.elb.api;

import berth.control.store.Context;
import berth.control.store.State;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;

/// Shows the tags of up to 20 resources, each of which must exist.
public final class DescribeTags implements ElbRead<DescribeTagsRequest, DescribeTagsResponse> {
    @Override
    public Class<DescribeTagsRequest> request() {
        return DescribeTagsRequest.class;
    }

    @Override
    public DescribeTagsResponse handle(DescribeTagsRequest request, State state, Context context) {
        return DescribeTagsResponse.builder()
                .tagDescriptions(Tagged.all(state, request.resourceArns()).stream()
                        .map(one -> TagDescription.builder()
                                .resourceArn(one.arn())
                                .tags(TagSets.toSdk(one.tags()))
                                .build())
                        .toList())
                .build();
    }
}
