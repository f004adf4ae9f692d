package berth.proxy;

import static berth.proxy.Tables.address;
import static berth.proxy.Tables.forward;
import static berth.proxy.Tables.listener;
import static berth.proxy.Tables.network;
import static berth.proxy.Tables.target;
import static org.assertj.core.api.Assertions.assertThat;

import berth.routing.Certificate;
import berth.routing.Protocol;
import berth.routing.Target;
import berth.routing.TargetGroup;
import berth.routing.TargetGroup.ProtocolVersion;
import berth.routing.TargetGroupAttributes;
import berth.routing.TargetGroupAttributes.Algorithm;
import berth.routing.TargetGroupAttributes.Stickiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkBalancerTest {
    private static final Certificate CERTIFICATE = Certificates.of("tcp.example.com");

    private final Rig rig = new Rig();
    private final String address = address();
    private final List<ServerSocket> servers = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        rig.close();
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    /// Says its name and then what it hears.
    private int echo(String name) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        servers.add(server);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> serve(socket, name));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server.getLocalPort();
    }

    private static void serve(Socket socket, String name) {
        try (socket) {
            socket.getOutputStream().write(name.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // The probe closes at once, and so may clients.
        }
    }

    private TargetGroup group(Protocol protocol, TargetGroupAttributes attributes, Target... targets) {
        return new TargetGroup(
                "g", "g", protocol, ProtocolVersion.HTTP1, Tables.tcpCheck(), attributes, List.of(targets));
    }

    private static TargetGroupAttributes attributes(boolean terminate, boolean proxyProtocol, boolean bySource) {
        return new TargetGroupAttributes(
                Duration.ZERO,
                Algorithm.ROUND_ROBIN,
                bySource ? new Stickiness.SourceIp() : null,
                1,
                0,
                terminate,
                proxyProtocol);
    }

    private void serve(Protocol protocol, TargetGroup group) {
        List<Certificate> certificates = protocol.isSecure() ? List.of(CERTIFICATE) : List.of();
        rig.serve(List.of(network(address, listener(protocol, certificates, forward("g")))), List.of(group));
    }

    private static String text(Client client, int length) throws IOException {
        return new String(client.receiveBytes(length), StandardCharsets.ISO_8859_1);
    }

    @Test
    void bytesGoBothWaysAndEachEndIsPassedOn() throws IOException {
        serve(Protocol.TCP, group(Protocol.TCP, TargetGroupAttributes.DEFAULT, target(echo("a"))));
        try (Client client = new Client(address)) {
            assertThat(text(client, 1)).isEqualTo("a");
            client.send("hello");
            assertThat(text(client, 5)).isEqualTo("hello");
            client.send("last words");
            client.socket.shutdownOutput();
            assertThat(text(client, 10)).isEqualTo("last words");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void aLargeBodyPassesAReaderThatIsSlow() throws Exception {
        serve(Protocol.TCP, group(Protocol.TCP, TargetGroupAttributes.DEFAULT, target(echo("a"))));
        byte[] large = new byte[8_000_000];
        new java.util.Random(1).nextBytes(large);
        try (Client client = new Client(address)) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.socket.getOutputStream().write(large);
                    client.socket.shutdownOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(text(client, 1)).isEqualTo("a");
            assertThat(client.receiveBytes(large.length)).isEqualTo(large);
            writer.join();
        }
    }

    @Test
    void connectionsGoToTargetsInTurn() throws IOException {
        serve(Protocol.TCP, group(Protocol.TCP, TargetGroupAttributes.DEFAULT, target(echo("a")), target(echo("b"))));
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            try (Client client = new Client(address)) {
                seen.add(text(client, 1));
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("a", "a", "b", "b");
    }

    @Test
    void anAddressMayStayAtItsTarget() throws IOException {
        serve(Protocol.TCP, group(Protocol.TCP, attributes(false, false, true), target(echo("a")), target(echo("b"))));
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            try (Client client = new Client(address)) {
                seen.add(text(client, 1));
            }
        }
        assertThat(seen).containsOnly(seen.getFirst());
    }

    @Test
    void aTlsListenerEndsTls() throws IOException {
        serve(Protocol.TLS, group(Protocol.TCP, TargetGroupAttributes.DEFAULT, target(echo("a"))));
        try (Client client = new Client(Certificates.connect(address, "tcp.example.com"))) {
            assertThat(text(client, 1)).isEqualTo("a");
            client.send("hello");
            assertThat(text(client, 5)).isEqualTo("hello");
        }
    }

    @Test
    void aTargetThatSpeaksFirstIsHeardOnlyAfterTheHandshake() throws Exception {
        serve(Protocol.TLS, group(Protocol.TCP, TargetGroupAttributes.DEFAULT, target(echo("a"))));
        try (Socket late = new Socket(address, Tables.PORT)) {
            try (Client other = new Client(Certificates.connect(address, "tcp.example.com"))) {
                assertThat(text(other, 1)).isEqualTo("a");
            }
            try (Client client = new Client(Certificates.shake(late, "tcp.example.com"))) {
                assertThat(text(client, 1)).isEqualTo("a");
            }
        }
    }

    @Test
    void aTargetIsToldTheClientByTheProxyProtocol() throws Exception {
        serve(Protocol.TCP, group(Protocol.TCP, attributes(false, true, false), target(echo(""))));
        try (Client client = new Client(address)) {
            byte[] header = client.receiveBytes(28);
            assertThat(header)
                    .startsWith(
                            0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a, 0x21, 0x11, 0, 12);
            assertThat(InetAddress.getByAddress(java.util.Arrays.copyOfRange(header, 20, 24))
                            .getHostAddress())
                    .isEqualTo(address);
            int port = (header[24] & 0xff) << 8 | header[25] & 0xff;
            assertThat(port).isEqualTo(client.socket.getLocalPort());
        }
    }

    @Test
    void aConnectionWithoutTargetsIsClosed() throws IOException {
        serve(Protocol.TCP, group(Protocol.TCP, TargetGroupAttributes.DEFAULT));
        try (Client client = new Client(address)) {
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void aTargetThatIsGoneLetsItsConnectionsLiveUnlessTheGroupSaysOtherwise() throws IOException {
        int port = echo("a");
        serve(Protocol.TCP, group(Protocol.TCP, TargetGroupAttributes.DEFAULT, target(port)));
        try (Client client = new Client(address)) {
            assertThat(text(client, 1)).isEqualTo("a");
            serve(Protocol.TCP, group(Protocol.TCP, TargetGroupAttributes.DEFAULT));
            client.send("hello");
            assertThat(text(client, 5)).isEqualTo("hello");
        }
        serve(Protocol.TCP, group(Protocol.TCP, attributes(true, false, false), target(port)));
        try (Client client = new Client(address)) {
            assertThat(text(client, 1)).isEqualTo("a");
            serve(Protocol.TCP, group(Protocol.TCP, attributes(true, false, false)));
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void tlsPassesThroughATcpListener() throws Exception {
        String inner = address();
        try (Backend backend = Backend.saying("hello")) {
            rig.serve(
                    List.of(
                            Tables.balancer(inner, Tables.https(List.of(CERTIFICATE), forward("web"))),
                            network(address, listener(Protocol.TCP, List.of(), forward("g")))),
                    List.of(
                            Tables.group("web", target(backend.port())),
                            group(
                                    Protocol.TCP,
                                    TargetGroupAttributes.DEFAULT,
                                    new Target(
                                            inner,
                                            inner,
                                            Tables.PORT,
                                            Target.Standing.ACTIVE,
                                            java.time.Instant.EPOCH))));
            try (Client client = new Client(Certificates.connect(address, "tcp.example.com"))) {
                assertThat(client.get("/").receive().body()).isEqualTo("hello");
            }
        }
    }
}
