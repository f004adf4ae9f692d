package berth.control.ecs.service.api;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.store.State;
import berth.kernel.Arn;
import berth.kernel.Fault;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ARNs of service revisions and service deployments in requests.
final class DeploymentArns {
    /// ECS: so many in one Describe call.
    static final int MOST = 20;

    private DeploymentArns() {}

    /// Each ARN once.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException for none or too many
    static List<String> list(List<String> arns, String path) {
        if (arns.isEmpty()) {
            throw Fault.invalidParameter(path + " cannot be empty.").raise();
        }
        if (arns.size() > MOST) {
            throw Fault.invalidParameter(
                            "%s cannot have more than %d entries, has %d.".formatted(path, MOST, arns.size()))
                    .raise();
        }
        return List.copyOf(new LinkedHashSet<>(arns));
    }

    /// `cluster/service/id` of an ARN of this type; null where it is none.
    static @Nullable String name(String arn, String type) {
        return Arn.parse(arn)
                .map(Arn::resource)
                .filter(resource -> resource.startsWith(type + '/'))
                .map(resource -> resource.substring(type.length() + 1))
                .orElse(null);
    }

    /// The service deployment that an ARN names.
    ///
    /// @throws berth.kernel.FaultException ServiceDeploymentNotFoundException, InvalidParameterException
    static ServiceDeployment deployment(State state, @Nullable String arn) {
        String name = name(ServiceChecks.required(arn, "serviceDeploymentArn"), "service-deployment");
        ServiceDeployment found = name == null ? null : state.find(ServiceViews.DEPLOYMENTS, name);
        if (found == null) {
            throw Fault.of("ServiceDeploymentNotFoundException", "The service deployment does not exist.")
                    .raise();
        }
        return found;
    }
}
