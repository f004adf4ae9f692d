package berth.control.ecs.instance.plan;

import berth.kernel.Invariants;

/// A range of IPv4 addresses.
///
/// @param first the network's own address as a number
/// @param size how many addresses it has
record Cidr(long first, long size) {
    /// Reads `172.31.16.0/20`.
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        Invariants.check(slash > 0, "%s is not a range of addresses", text);
        int prefix = Integer.parseInt(text.substring(slash + 1));
        long number = 0;
        for (String part : text.substring(0, slash).split("\\.", -1)) {
            number = (number << 8) | Integer.parseInt(part);
        }
        return new Cidr(number, 1L << (32 - prefix));
    }

    static String text(long address) {
        return "%d.%d.%d.%d"
                .formatted((address >> 24) & 255, (address >> 16) & 255, (address >> 8) & 255, address & 255);
    }
}
