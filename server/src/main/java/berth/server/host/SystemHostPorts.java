package berth.server.host;

import berth.agent.HostPorts;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/// The ports of this machine, asked of its kernel.
public final class SystemHostPorts implements HostPorts {
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    /// The usual end of Linux's range, where this machine does not say.
    private static final int USUAL_LAST = 60_999;

    @Override
    public int lastEphemeral() {
        try {
            String[] range = Files.readString(RANGE).strip().split("\\s+");
            return Integer.parseInt(range[1]);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return USUAL_LAST;
        }
    }

    /// Binds it and lets go. Another process may still be faster: the engine's refusal is the last word.
    @Override
    public boolean free(String address, int port, String protocol) {
        try {
            InetSocketAddress at = new InetSocketAddress(InetAddress.ofLiteral(address), port);
            return protocol.equals("udp") ? bindsUdp(at) : bindsTcp(at);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean bindsTcp(InetSocketAddress at) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(at);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean bindsUdp(InetSocketAddress at) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(at);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
