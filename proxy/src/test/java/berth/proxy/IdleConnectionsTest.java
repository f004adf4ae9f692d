package berth.proxy;

import static berth.proxy.Tables.address;
import static berth.proxy.Tables.balancer;
import static berth.proxy.Tables.forward;
import static berth.proxy.Tables.group;
import static berth.proxy.Tables.http;
import static berth.proxy.Tables.target;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Connections that only wait cost memory and nothing else. Both ends of each are in this process, so that
/// 10,000 take 20,000 descriptors; with fewer allowed it is as many as fit.
class IdleConnectionsTest {
    private static final int WANTED = 10_000;
    private static final int SPARE = 2_000;

    @Test
    void thousandsOfIdleConnectionsAreServedWhenTheyAsk() throws IOException {
        long allowed = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 1024;
        int count = (int) Math.min(WANTED, (allowed - SPARE) / 2);
        String address = address();
        List<SocketChannel> idle = new ArrayList<>();
        try (Rig rig = new Rig();
                Backend backend = Backend.saying("hello")) {
            rig.serve(List.of(balancer(address, http(forward("g")))), List.of(group("g", target(backend.port()))));
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open();
                idle.add(channel);
                channel.connect(new InetSocketAddress(address, Tables.PORT));
            }
            System.out.printf("%d idle connections (descriptors allowed: %d)%n", count, allowed);
            for (int i = 0; i < count; i += count / 50) {
                try (Client client = new Client(idle.get(i).socket())) {
                    assertThat(client.get("/" + i).receive().body()).isEqualTo("hello");
                }
            }
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
        assertThat(count).isGreaterThan(400);
    }
}
