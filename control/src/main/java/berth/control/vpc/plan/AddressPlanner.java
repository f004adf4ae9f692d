package berth.control.vpc.plan;

import berth.control.vpc.model.AddressBlock;
import berth.control.vpc.model.Subnet;
import berth.control.vpc.model.Vpc;
import berth.kernel.Account;
import berth.kernel.host.Interface;
import java.util.Optional;
import java.util.function.Predicate;

/// Which address of a subnet a new interface gets.
///
/// EC2: the first four addresses of a subnet and its last one are never given out. The VPC's first address after
/// the network's own is the gateway, the bridge itself.
///
/// Worked example: `172.31.16.0/28` has 16 addresses, of which 11 may be given out, `172.31.16.4` to
/// `172.31.16.14`. The search starts at offset `start` of these: with start 5 at `172.31.16.9`; if that is held it
/// goes on to `172.31.16.10`, and from `172.31.16.14` round to `172.31.16.4`. So an address rests before it is used
/// again when the starts differ, and the same start and state always give the same address.
public final class AddressPlanner {
    private static final int RESERVED_FIRST = 4;
    private static final int RESERVED_LAST = 1;

    private AddressPlanner() {}

    /// How many addresses of a subnet may be given out.
    public static int usable(Subnet subnet) {
        long usable = Range.parse(subnet.cidr()).size() - RESERVED_FIRST - RESERVED_LAST;
        return (int) Math.max(0, Math.min(usable, Integer.MAX_VALUE));
    }

    /// The next free address, or empty if the subnet is full.
    ///
    /// @param start where the search starts, any number
    /// @param held whether an interface holds an address already
    public static Optional<String> next(Subnet subnet, long start, Predicate<String> held) {
        Range range = Range.parse(subnet.cidr());
        int usable = usable(subnet);
        for (int tried = 0; tried < usable; tried++) {
            String address = range.address(RESERVED_FIRST + Math.floorMod(start + tried, (long) usable));
            if (!held.test(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /// The next free address of a block of the subnet, or empty if that is full. The same rule, within the block.
    public static Optional<String> next(Subnet subnet, AddressBlock block, long start, Predicate<String> held) {
        Range range = Range.parse(subnet.cidr());
        Range part = Range.parse(block.cidr());
        int usable = usable(subnet, part);
        for (int tried = 0; tried < usable; tried++) {
            String address = range.address(first(range, part) + Math.floorMod(start + tried, (long) usable));
            if (!held.test(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /// How many addresses of a part of the subnet may be given out.
    static int usable(Subnet subnet, Range part) {
        Range range = Range.parse(subnet.cidr());
        long end = Math.min(part.first() - range.first() + part.size(), range.size() - RESERVED_LAST);
        return (int) Math.max(0, end - first(range, part));
    }

    /// The offset in the subnet of the first address of a part that may be given out.
    private static long first(Range range, Range part) {
        return Math.max(RESERVED_FIRST, part.first() - range.first());
    }

    /// The interface that holds an address.
    ///
    /// @param id `eni-` and 17 hex digits
    public static Interface networkInterface(String id, Vpc vpc, Subnet subnet, String address, Account account) {
        return new Interface(
                id,
                vpc.id(),
                vpc.cidr(),
                subnet.id(),
                subnet.cidr(),
                gateway(vpc),
                address,
                mac(address),
                privateDnsName(address, account.region()));
    }

    /// The bridge's own address: `172.31.0.1` of `172.31.0.0/16`.
    public static String gateway(Vpc vpc) {
        return Range.parse(vpc.cidr()).address(1);
    }

    /// `02:42:` and the address in hex: `172.31.0.10` has `02:42:ac:1f:00:0a`.
    static String mac(String address) {
        StringBuilder mac = new StringBuilder("02:42");
        for (String part : address.split("\\.", -1)) {
            mac.append(":%02x".formatted(Integer.parseInt(part)));
        }
        return mac.toString();
    }

    /// EC2: `ip-172-31-0-10.ec2.internal` in us-east-1, `ip-….REGION.compute.internal` elsewhere.
    static String privateDnsName(String address, String region) {
        String domain = region.equals("us-east-1") ? "ec2.internal" : region + ".compute.internal";
        return "ip-" + address.replace('.', '-') + '.' + domain;
    }
}
