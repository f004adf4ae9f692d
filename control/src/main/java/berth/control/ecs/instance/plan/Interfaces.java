package berth.control.ecs.instance.plan;

import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.NetworkInterface;
import berth.control.vpc.model.Subnet;
import berth.control.vpc.model.Vpc;
import berth.kernel.Account;
import berth.kernel.Ids;
import berth.kernel.host.Interface;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes network interfaces and gives them to tasks.
///
/// EC2: the first four addresses of a subnet and its last one are never given out.
public final class Interfaces {
    private static final int FIRST = 4;

    private Interfaces() {}

    /// A new interface with an address that nobody has, or null if the subnet is full. The search starts
    /// anywhere in the subnet, so that an address rests before it is used again.
    ///
    /// Worked example: 172.31.16.0/28 has 16 addresses, of which 11 may be given out: 172.31.16.4 to
    /// 172.31.16.14. The search starts at 172.31.16.9, which is taken; 172.31.16.10 is free.
    ///
    /// @param task `cluster/id`, or null to keep it warm
    public static @Nullable NetworkInterface make(
            State state, Subnet subnet, String hostId, @Nullable String task, Ids ids, Account account) {
        Cidr range = Cidr.parse(subnet.cidr());
        int usable = (int) Math.min(range.size() - FIRST - 1, Integer.MAX_VALUE);
        if (usable <= 0 || state.count(VpcViews.BY_SUBNET, subnet.id()) >= usable) {
            return null;
        }
        int start = ids.rng().nextInt(usable);
        for (int tried = 0; tried < usable; tried++) {
            String address = Cidr.text(range.first() + FIRST + (start + tried) % usable);
            if (state.count(VpcViews.BY_ADDRESS, subnet.vpcId() + '/' + address) == 0) {
                return new NetworkInterface(of(state, subnet, address, ids, account), hostId, task);
            }
        }
        return null;
    }

    /// A warm interface of a host in a subnet, or null.
    public static @Nullable NetworkInterface warm(State state, Subnet subnet, String hostId) {
        return state.first(
                VpcViews.NETWORK_INTERFACES,
                VpcViews.WARM_BY_HOST,
                hostId,
                eni -> eni.networkInterface().subnetId().equals(subnet.id()));
    }

    private static Interface of(State state, Subnet subnet, String address, Ids ids, Account account) {
        Vpc vpc = Objects.requireNonNull(state.find(VpcViews.VPCS, subnet.vpcId()));
        return new Interface(
                ids.ec2("eni"),
                vpc.id(),
                vpc.cidr(),
                subnet.id(),
                subnet.cidr(),
                Cidr.text(Cidr.parse(vpc.cidr()).first() + 1),
                address,
                mac(address),
                privateDnsName(address, account.region()));
    }

    /// `02:42:` and the address in hex.
    private static String mac(String address) {
        StringBuilder mac = new StringBuilder("02:42");
        for (String part : address.split("\\.", -1)) {
            mac.append(":%02x".formatted(Integer.parseInt(part)));
        }
        return mac.toString();
    }

    /// EC2: `ip-a-b-c-d.ec2.internal` in us-east-1, `ip-a-b-c-d.REGION.compute.internal` elsewhere.
    private static String privateDnsName(String address, String region) {
        String zone = region.equals("us-east-1") ? "ec2.internal" : region + ".compute.internal";
        return "ip-" + address.replace('.', '-') + '.' + zone;
    }
}
