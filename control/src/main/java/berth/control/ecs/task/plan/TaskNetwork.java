package berth.control.ecs.task.plan;

import berth.control.Settings;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.Network;
import berth.control.vpc.model.Subnet;
import berth.kernel.Fault;
import berth.kernel.host.NetworkMode;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The subnets that a task's address may come from.
///
/// ECS: awsvpc needs a network configuration and the other modes may have none. Differs from ECS: where
/// awsvpc has none, relaxed mode takes the default VPC's subnets and says so.
///
/// @param subnets in the order given; empty where the mode is not awsvpc
/// @param help what was assumed, in sentences
public record TaskNetwork(List<Subnet> subnets, List<String> help) {
    private static final int MOST_SUBNETS = 16;
    private static final int MOST_GROUPS = 5;

    /// @param given as in the request, or null
    /// @throws berth.kernel.FaultException InvalidParameterException, in ECS's words
    public static TaskNetwork of(State state, NetworkMode mode, @Nullable Network given, Settings settings) {
        if (mode != NetworkMode.AWSVPC) {
            if (given != null) {
                throw Fault.invalidParameter(
                                "Network Configuration is not valid for the given networkMode of this task definition.")
                        .raise();
            }
            return new TaskNetwork(List.of(), List.of());
        }
        return given == null ? helped(state, settings) : checked(state, given);
    }

    /// Zones of the subnets.
    SortedSet<String> zones() {
        SortedSet<String> zones = new TreeSet<>();
        subnets.forEach(subnet -> zones.add(subnet.zone()));
        return zones;
    }

    private static TaskNetwork helped(State state, Settings settings) {
        List<Subnet> subnets = VpcViews.defaultSubnets(state);
        if (settings.strict() || subnets.isEmpty()) {
            throw Fault.invalidParameter(
                            "Network Configuration must be provided when networkMode 'awsvpc' is specified.")
                    .raise();
        }
        String ids = String.join(",", subnets.stream().map(Subnet::id).toList());
        return new TaskNetwork(
                subnets,
                List.of(
                        "No network configuration was given; the tasks take their addresses from the default VPC. For ECS give --network-configuration 'awsvpcConfiguration={subnets=[%s]}'."
                                .formatted(ids)));
    }

    private static TaskNetwork checked(State state, Network given) {
        if (given.subnets().isEmpty()) {
            throw Fault.invalidParameter("subnets can not be empty.").raise();
        }
        if (given.subnets().size() > MOST_SUBNETS) {
            throw Fault.invalidParameter("subnets can have at most 16 items.").raise();
        }
        if (given.securityGroups().size() > MOST_GROUPS) {
            throw Fault.invalidParameter("securityGroups can have at most 5 items.")
                    .raise();
        }
        List<Subnet> subnets =
                given.subnets().stream().map(id -> subnet(state, id)).toList();
        String vpc = subnets.getFirst().vpcId();
        if (subnets.stream().anyMatch(subnet -> !subnet.vpcId().equals(vpc))) {
            throw Fault.invalidParameter("All subnets and security groups must be in the same VPC.")
                    .raise();
        }
        given.securityGroups().forEach(id -> securityGroup(state, id, vpc));
        return new TaskNetwork(subnets, List.of());
    }

    private static Subnet subnet(State state, String id) {
        Subnet subnet = state.find(VpcViews.SUBNETS, id);
        if (subnet == null) {
            throw Fault.invalidParameter(
                            "Error retrieving subnet information for [%s]: The subnet ID '%s' does not exist (ErrorCode: InvalidSubnetID.NotFound)"
                                    .formatted(id, id))
                    .raise();
        }
        return subnet;
    }

    private static void securityGroup(State state, String id, String vpc) {
        var group = state.find(VpcViews.SECURITY_GROUPS, id);
        if (group == null) {
            throw Fault.invalidParameter(
                            "Error retrieving security group information for [%s]: The security group '%s' does not exist (ErrorCode: InvalidGroup.NotFound)"
                                    .formatted(id, id))
                    .raise();
        }
        if (!group.vpcId().equals(vpc)) {
            throw Fault.invalidParameter("All subnets and security groups must be in the same VPC.")
                    .raise();
        }
    }
}
