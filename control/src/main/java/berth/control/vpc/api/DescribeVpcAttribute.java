package berth.control.vpc.api;

import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.Vpc;
import berth.kernel.Fault;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;

/// Shows one attribute of a VPC.
///
/// EC2: in the default VPC DNS is on, and instances have host names.
public record DescribeVpcAttribute() implements Ec2Read<DescribeVpcAttributeRequest, DescribeVpcAttributeResponse> {
    @Override
    public Class<DescribeVpcAttributeRequest> request() {
        return DescribeVpcAttributeRequest.class;
    }

    @Override
    public DescribeVpcAttributeResponse handle(DescribeVpcAttributeRequest request, State state, Context context) {
        String id = request.vpcId();
        Vpc vpc = id == null ? null : state.find(VpcViews.VPCS, id);
        if (vpc == null) {
            throw Fault.of("InvalidVpcID.NotFound", "The vpc ID '%s' does not exist".formatted(id))
                    .raise();
        }
        String attribute = request.attributeAsString();
        Description.endDryRun(request.dryRun());
        DescribeVpcAttributeResponse.Builder response =
                DescribeVpcAttributeResponse.builder().vpcId(vpc.id());
        return switch (attribute == null ? "" : attribute) {
            case "enableDnsSupport" -> response.enableDnsSupport(value(true)).build();
            case "enableDnsHostnames" ->
                response.enableDnsHostnames(value(vpc.isDefault())).build();
            case "enableNetworkAddressUsageMetrics" ->
                response.enableNetworkAddressUsageMetrics(value(false)).build();
            default ->
                throw Fault.of(
                                "InvalidParameterValue",
                                "Value (%s) for parameter attribute is invalid.".formatted(attribute))
                        .raise();
        };
    }

    private static AttributeBooleanValue value(boolean value) {
        return AttributeBooleanValue.builder().value(value).build();
    }
}
