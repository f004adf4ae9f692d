package berth.control.ecs.service.api;

import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.Network;
import berth.control.vpc.model.Subnet;
import berth.kernel.Fault;
import berth.kernel.host.NetworkMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;

/// The network configuration of a request, checked against the definition and the VPC.
final class ServiceNetworks {
    static final int MAX_SUBNETS = 16;
    static final int MAX_SECURITY_GROUPS = 5;

    private ServiceNetworks() {}

    /// The network that a request asks for, or null where it asks for none.
    ///
    /// Differs from ECS: unless strict, awsvpc without a configuration takes the default VPC's subnets, and the
    /// service says so in an event.
    ///
    /// @param mustBeGiven whether an awsvpc task needs a configuration in this request
    static @Nullable Network checked(
            @Nullable NetworkConfiguration given,
            TaskDefinition definition,
            LaunchType launchType,
            State state,
            boolean mustBeGiven) {
        AwsVpcConfiguration awsvpc = given == null ? null : given.awsvpcConfiguration();
        boolean needed = mode(definition, launchType) == NetworkMode.AWSVPC;
        if (awsvpc != null && !needed) {
            throw Fault.invalidParameter(
                            "Network Configuration is not valid for the given networkMode of this task definition.")
                    .raise();
        }
        if (awsvpc == null && needed && mustBeGiven) {
            throw Fault.invalidParameter(
                            "Network Configuration must be provided when networkMode 'awsvpc' is specified.")
                    .raise();
        }
        return awsvpc == null ? null : checked(awsvpc, state);
    }

    /// The mode in effect: Fargate knows awsvpc only, EC2 falls back to bridge.
    static NetworkMode mode(TaskDefinition definition, LaunchType launchType) {
        if (launchType == LaunchType.FARGATE) {
            return NetworkMode.AWSVPC;
        }
        return definition.networkMode() == null ? NetworkMode.BRIDGE : definition.networkMode();
    }

    private static Network checked(AwsVpcConfiguration awsvpc, State state) {
        if (awsvpc.subnets().isEmpty()) {
            throw Fault.invalidParameter("subnets can not be empty.").raise();
        }
        limit("subnets", awsvpc.subnets(), MAX_SUBNETS);
        limit("securityGroups", awsvpc.securityGroups(), MAX_SECURITY_GROUPS);
        List<String> vpcs = awsvpc.subnets().stream()
                .map(id -> subnet(id, state).vpcId())
                .distinct()
                .toList();
        if (vpcs.size() > 1) {
            throw Fault.invalidParameter("subnets must all be of one VPC, they are of " + vpcs + ".")
                    .raise();
        }
        awsvpc.securityGroups().forEach(id -> securityGroup(id, state));
        return new Network(awsvpc.subnets(), awsvpc.securityGroups(), publicIp(awsvpc.assignPublicIpAsString()));
    }

    private static Subnet subnet(String id, State state) {
        Subnet subnet = state.find(VpcViews.SUBNETS, id);
        if (subnet == null) {
            throw Fault.invalidParameter(
                            ("Error retrieving subnet information for [%s]: The subnet ID '%s' does not exist"
                                            + " (ErrorCode: InvalidSubnetID.NotFound)")
                                    .formatted(id, id))
                    .raise();
        }
        return subnet;
    }

    private static void securityGroup(String id, State state) {
        if (state.find(VpcViews.SECURITY_GROUPS, id) == null) {
            throw Fault.invalidParameter(
                            ("Error retrieving security group information for [%s]: The security group '%s' does not"
                                            + " exist (ErrorCode: InvalidGroup.NotFound)")
                                    .formatted(id, id))
                    .raise();
        }
    }

    private static boolean publicIp(@Nullable String word) {
        return switch (word) {
            case null -> false;
            case "DISABLED" -> false;
            case "ENABLED" -> true;
            default ->
                throw Fault.invalidParameter("assignPublicIp must be ENABLED or DISABLED, was '" + word + "'.")
                        .raise();
        };
    }

    private static void limit(String what, List<String> ids, int most) {
        if (ids.size() > most) {
            throw Fault.invalidParameter("%s can have at most %d items.".formatted(what, most))
                    .raise();
        }
    }
}
