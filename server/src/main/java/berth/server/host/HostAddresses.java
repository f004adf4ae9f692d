package berth.server.host;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// Names and addresses of this machine.
public final class HostAddresses {
    private static final String DEFAULT_BRIDGE = "docker0";

    private HostAddresses() {}

    /// The machine's name, for people.
    static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /// The first address of a range: `172.31.0.1` of `172.31.0.0/16`.
    public static String gateway(String range) {
        String network = range.substring(0, range.indexOf('/'));
        int dot = network.lastIndexOf('.');
        return network.substring(0, dot + 1) + (Integer.parseInt(network.substring(dot + 1)) + 1);
    }

    /// This machine's address on the engine's default bridge; null where there is none.
    static @Nullable String defaultBridge() {
        try {
            NetworkInterface bridge = NetworkInterface.getByName(DEFAULT_BRIDGE);
            return bridge == null
                    ? null
                    : bridge.inetAddresses()
                            .filter(Inet4Address.class::isInstance)
                            .map(InetAddress::getHostAddress)
                            .findFirst()
                            .orElse(null);
        } catch (SocketException e) {
            return null;
        }
    }

    static boolean isOurs(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.ofLiteral(address)) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
