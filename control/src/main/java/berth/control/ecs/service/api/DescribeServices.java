package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Arn;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/// Shows up to ten services, DRAINING and INACTIVE ones too.
///
/// ECS: one that does not exist is a failure with reason MISSING. Tags are shown only when asked for.
public record DescribeServices() implements Operation.Read<DescribeServicesRequest, DescribeServicesResponse> {
    static final int MAX_SERVICES = 10;
    static final Honoured HONOURED = Honoured.of(DescribeServicesRequest.class, "cluster", "services", "include");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DescribeServices";
    }

    @Override
    public Class<DescribeServicesRequest> request() {
        return DescribeServicesRequest.class;
    }

    @Override
    public DescribeServicesResponse handle(DescribeServicesRequest request, State state, Context context) {
        HONOURED.check(request);
        if (request.services().isEmpty()) {
            throw Fault.invalidParameter("Services cannot be empty.").raise();
        }
        if (request.services().size() > MAX_SERVICES) {
            throw Fault.invalidParameter("Services cannot have more than %d entries, has %d."
                            .formatted(MAX_SERVICES, request.services().size()))
                    .raise();
        }
        boolean tags = TagMapper.asked(request.includeAsStrings());
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        List<software.amazon.awssdk.services.ecs.model.Service> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String parameter : new LinkedHashSet<>(request.services())) {
            Service service = ServiceViews.find(state, cluster.name(), parameter);
            if (service == null) {
                String arn = Arn.looksLike(parameter)
                        ? parameter
                        : context.account().ecs("service", cluster.name() + '/' + parameter);
                failures.add(Failure.builder().arn(arn).reason("MISSING").build());
            } else {
                found.add(
                        tags
                                ? ServiceMapper.tagged(service, state, context.account())
                                : ServiceMapper.toSdk(service, state, context.account()));
            }
        }
        return DescribeServicesResponse.builder()
                .services(found)
                .failures(failures)
                .build();
    }
}
