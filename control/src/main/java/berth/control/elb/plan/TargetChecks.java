package berth.control.elb.plan;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.model.TargetGroup.TargetType;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.Subnet;
import berth.control.vpc.model.Vpc;
import berth.control.vpc.plan.Range;
import berth.kernel.Fault;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What can be a target, and where it is reached.
///
/// The rule: of a group of type `ip` an IPv4 address of the group's VPC or of a private range, reached at itself; of
/// type `instance` the EC2 instance id that a container instance shows, or its own id, reached at the host's
/// address.
///
/// Worked example: a container instance shows ec2InstanceId `i-0c0ffee…` and its host has the address 127.0.0.1.
/// Registered with port 32768, it is reached at 127.0.0.1:32768.
///
/// Differs from ELB: loopback addresses are good, since a process of this machine is reached there; and a container
/// instance may be named by its own id (32 hex digits) as well.
public final class TargetChecks {
    private static final Pattern ADDRESS =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    private static final List<Range> PRIVATE = List.of(
            Range.parse("10.0.0.0/8"),
            Range.parse("172.16.0.0/12"),
            Range.parse("192.168.0.0/16"),
            Range.parse("100.64.0.0/10"),
            Range.parse("127.0.0.0/8"));

    private TargetChecks() {}

    /// @throws berth.kernel.FaultException ValidationError, InvalidTarget
    public static void check(State state, TargetGroup group, String id, int port) {
        if (port < 1 || port > 65_535) {
            throw ElbFaults.validation("Port '%d' must be between 1 and 65535", port)
                    .raise();
        }
        switch (group.targetType()) {
            case IP -> address(state, group, id);
            case INSTANCE -> {
                if (host(state, id).isEmpty()) {
                    throw Fault.of(
                                    "InvalidTarget",
                                    ("The following targets are not registered as instances: '%s'. An instance is named"
                                                    + " by the ec2InstanceId of a container instance.")
                                            .formatted(id))
                            .raise();
                }
            }
        }
    }

    private static void address(State state, TargetGroup group, String id) {
        if (!ADDRESS.matcher(id).matches()) {
            throw ElbFaults.validation("The IP address '%s' is not a valid IPv4 address", id)
                    .raise();
        }
        Vpc vpc = state.find(VpcViews.VPCS, group.vpcId());
        boolean inside = vpc != null && contains(Range.parse(vpc.cidr()), id);
        if (!inside && PRIVATE.stream().noneMatch(range -> contains(range, id))) {
            throw ElbFaults.validation(
                            "The IP address '%s' is not within the range of valid IP addresses, which are those of the"
                                    + " VPC and private ones",
                            id)
                    .raise();
        }
    }

    /// Where a target is reached; null for an instance whose host is gone.
    public static @Nullable String address(State state, TargetType type, String id) {
        return switch (type) {
            case IP -> id;
            case INSTANCE -> host(state, id).map(Host::address).orElse(null);
        };
    }

    /// The zone that an address or an instance is in; null for an address outside of the VPC's subnets.
    public static @Nullable String zone(State state, TargetGroup group, String id) {
        return switch (group.targetType()) {
            case IP ->
                state.by(VpcViews.SUBNETS, VpcViews.SUBNETS_BY_VPC, group.vpcId()).stream()
                        .filter(subnet -> contains(Range.parse(subnet.cidr()), id))
                        .map(Subnet::zone)
                        .findFirst()
                        .orElse(null);
            case INSTANCE -> null;
        };
    }

    private static Optional<Host> host(State state, String id) {
        for (Host host : state.by(InstanceViews.HOSTS, InstanceViews.HOSTS_BY_EC2_INSTANCE, id)) {
            return Optional.of(host);
        }
        for (ContainerInstance instance : state.all(InstanceViews.CONTAINER_INSTANCES)) {
            if (instance.id().equals(id)) {
                return Optional.ofNullable(state.find(InstanceViews.HOSTS, instance.hostId()));
            }
        }
        return Optional.empty();
    }

    private static boolean contains(Range range, String address) {
        long number = 0;
        for (String part : address.split("\\.", -1)) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number >= range.first() && number < range.first() + range.size();
    }
}
