package berth.control.vpc;

import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.model.SecurityGroup;
import berth.control.vpc.model.Subnet;
import berth.control.vpc.model.Vpc;
import berth.control.vpc.plan.Range;
import java.util.ArrayList;
import java.util.List;

/// The VPC that every account has from the start: a subnet in each of three zones and a security group.
///
/// EC2: `172.31.0.0/16` with subnets of `/20`. The range is chosen before, the first that the host's routes leave
/// free.
public final class DefaultVpc {
    /// EC2's own choice.
    public static final String CIDR = "172.31.0.0/16";

    /// A subnet's prefix is longer than the VPC's by so many bits: `/20` in a `/16`.
    private static final int SUBNET_BITS = 4;

    private DefaultVpc() {}

    /// [#bootstrap(State, Context, String)] in the range [#CIDR].
    public static List<Change> bootstrap(State state, Context context) {
        return bootstrap(state, context, CIDR);
    }

    /// What makes the default VPC; nothing if there is one.
    ///
    /// @param cidr the range, at most a `/24`'s prefix long
    public static List<Change> bootstrap(State state, Context context, String cidr) {
        if (VpcViews.defaultVpc(state) != null) {
            return List.of();
        }
        Range range = Range.parse(cidr);
        Vpc vpc = new Vpc(context.ids().ec2("vpc"), range.toString(), true);
        List<Change> changes = new ArrayList<>();
        changes.add(Change.put(VpcViews.VPCS, vpc));
        List<String> zones = Zones.of(context.account().region());
        for (int i = 0; i < zones.size(); i++) {
            Range part = range.part(i, range.bits() + SUBNET_BITS);
            changes.add(Change.put(
                    VpcViews.SUBNETS,
                    new Subnet(context.ids().ec2("subnet"), vpc.id(), part.toString(), zones.get(i), true)));
        }
        changes.add(Change.put(
                VpcViews.SECURITY_GROUPS,
                new SecurityGroup(context.ids().ec2("sg"), vpc.id(), "default", "default VPC security group")));
        return changes;
    }
}
