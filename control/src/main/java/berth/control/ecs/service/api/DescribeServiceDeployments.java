package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
/// Shows up to twenty service deployments.
///
/// ECS: one that does not exist is a failure with reason MISSING.

public record DescribeServiceDeployments()
        implements Operation.Read<DescribeServiceDeploymentsRequest, DescribeServiceDeploymentsResponse> {
    static final Honoured HONOURED = Honoured.of(DescribeServiceDeploymentsRequest.class, "serviceDeploymentArns");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DescribeServiceDeployments";
    }

    @Override
    public Class<DescribeServiceDeploymentsRequest> request() {
        return DescribeServiceDeploymentsRequest.class;
    }

    @Override
    public DescribeServiceDeploymentsResponse handle(
            DescribeServiceDeploymentsRequest request, State state, Context context) {
        HONOURED.check(request);
        List<software.amazon.awssdk.services.ecs.model.ServiceDeployment> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String arn : DeploymentArns.list(request.serviceDeploymentArns(), "serviceDeploymentArns")) {
            String name = DeploymentArns.name(arn, "service-deployment");
            ServiceDeployment deployment = name == null ? null : state.find(ServiceViews.DEPLOYMENTS, name);
            if (deployment == null) {
                failures.add(Failure.builder().arn(arn).reason("MISSING").build());
            } else {
                found.add(ServiceDeploymentMapper.toSdk(deployment, state, context.account()));
            }
        }
        return DescribeServiceDeploymentsResponse.builder()
                .serviceDeployments(found)
                .failures(failures)
                .build();
    }
}
