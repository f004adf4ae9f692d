package berth.proxy.rules;

import java.net.InetAddress;

/// A range of addresses in CIDR notation, for example `10.0.0.0/8` or `2001:db8::/32`; without a length: one
/// address.
final class AddressRange {
    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /// @throws IllegalArgumentException if `text` is no range
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        byte[] network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                .getAddress();
        int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > network.length * 8) {
            throw new IllegalArgumentException("not a range of addresses: " + text);
        }
        return new AddressRange(network, bits);
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((bytes[whole] ^ network[whole]) & 0xff) >>> (8 - rest) == 0;
    }
}
