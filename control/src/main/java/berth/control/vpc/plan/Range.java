package berth.control.vpc.plan;

import berth.kernel.Invariants;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of IPv4 addresses: `172.31.16.0/20`.
///
/// @param first the first address as a number
/// @param bits length of the prefix, 0 to 32
public record Range(long first, int bits) {
    private static final Pattern CIDR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    public Range {
        Invariants.check(bits >= 0 && bits <= 32, "a prefix has 0 to 32 bits, not %d", bits);
        Invariants.check(
                first >= 0 && first < 1L << 32 && first % (1L << (32 - bits)) == 0,
                "%d is not the first address of a range of %d bits",
                first,
                bits);
    }

    public static Range parse(String cidr) {
        Matcher matcher = CIDR.matcher(cidr);
        Invariants.check(matcher.matches(), "%s is no range of IPv4 addresses", cidr);
        long number = 0;
        for (int part = 1; part <= 4; part++) {
            int octet = Integer.parseInt(matcher.group(part));
            Invariants.check(octet < 256, "%s is no range of IPv4 addresses", cidr);
            number = number << 8 | octet;
        }
        return new Range(number, Integer.parseInt(matcher.group(5)));
    }

    /// How many addresses are in it.
    public long size() {
        return 1L << (32 - bits);
    }

    /// The address at an offset: 1 in `172.31.0.0/16` is `172.31.0.1`.
    public String address(long offset) {
        Invariants.check(offset >= 0 && offset < size(), "%s has no address %d", this, offset);
        long number = first + offset;
        return "%d.%d.%d.%d".formatted(number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255);
    }

    /// The `index`-th part when it is cut into ranges of longer prefixes: part 2 of `172.31.0.0/16` by 20 is
    /// `172.31.32.0/20`.
    public Range part(int index, int partBits) {
        return new Range(first + ((long) index << (32 - partBits)), partBits);
    }

    @Override
    public String toString() {
        return address(0) + '/' + bits;
    }
}
