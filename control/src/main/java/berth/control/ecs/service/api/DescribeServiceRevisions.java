package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.ServiceRevision;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
/// Shows up to twenty revisions of services.
///
/// ECS: one that does not exist is a failure with reason MISSING.

public record DescribeServiceRevisions()
        implements Operation.Read<DescribeServiceRevisionsRequest, DescribeServiceRevisionsResponse> {
    static final Honoured HONOURED = Honoured.of(DescribeServiceRevisionsRequest.class, "serviceRevisionArns");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DescribeServiceRevisions";
    }

    @Override
    public Class<DescribeServiceRevisionsRequest> request() {
        return DescribeServiceRevisionsRequest.class;
    }

    @Override
    public DescribeServiceRevisionsResponse handle(
            DescribeServiceRevisionsRequest request, State state, Context context) {
        HONOURED.check(request);
        List<software.amazon.awssdk.services.ecs.model.ServiceRevision> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String arn : DeploymentArns.list(request.serviceRevisionArns(), "serviceRevisionArns")) {
            String name = DeploymentArns.name(arn, "service-revision");
            ServiceRevision revision = name == null ? null : state.find(ServiceViews.REVISIONS, name);
            if (revision == null) {
                failures.add(Failure.builder().arn(arn).reason("MISSING").build());
            } else {
                found.add(ServiceRevisionMapper.toSdk(revision, context.account()));
            }
        }
        return DescribeServiceRevisionsResponse.builder()
                .serviceRevisions(found)
                .failures(failures)
                .build();
    }
}
