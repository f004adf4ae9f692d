package berth.agent.fault;

import java.net.Inet6Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An address or a block of addresses as a request names it, for example `10.0.0.7` or `10.0.0.0/8`, IPv4 or IPv6.
///
/// ECS: what Go's ParseIP and ParseCIDR take. Differs from ECS: IPv4 written as IPv6 (`::ffff:10.0.0.7`) is refused
/// here and not by iptables.
record IpBlock(String text, boolean v6) {
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}(/(3[0-2]|[12]?\\d))?");
    private static final Pattern V6 = Pattern.compile("([0-9a-fA-F:]*:[0-9a-fA-F:]*)(/(12[0-8]|1[01]\\d|[1-9]?\\d))?");

    /// Null if it is none.
    static @Nullable IpBlock parse(String text) {
        if (V4.matcher(text).matches()) {
            return new IpBlock(text, false);
        }
        Matcher v6 = V6.matcher(text);
        return v6.matches() && isV6(v6.group(1)) ? new IpBlock(text, true) : null;
    }

    private static boolean isV6(String address) {
        try {
            Inet6Address.ofLiteral(address);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
