package berth.proxy;

import static berth.proxy.Tables.address;
import static berth.proxy.Tables.balancer;
import static berth.proxy.Tables.forward;
import static berth.proxy.Tables.group;
import static berth.proxy.Tables.http;
import static berth.proxy.Tables.target;
import static org.assertj.core.api.Assertions.assertThat;

import berth.proxy.Backend.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// After 101 bytes go both ways, whatever they are.
class WebSocketTest {
    private static final String UPGRADE = "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private final Rig rig = new Rig();
    private final String address = address();

    @AfterEach
    void stop() {
        rig.close();
    }

    private Client clientOf(Backend backend) throws IOException {
        rig.serve(List.of(balancer(address, http(forward("g")))), List.of(group("g", target(backend.port()))));
        return new Client(address);
    }

    @Test
    void bytesGoBothWays() throws IOException {
        try (Backend backend = new Backend((request, exchange) -> {
                    exchange.send(SWITCH + "welcome");
                    exchange.in().transferTo(exchange.out());
                });
                Client client = clientOf(backend)) {
            client.send(UPGRADE + "early");
            Message response = client.receiveHead();
            assertThat(response.status()).isEqualTo(101);
            assertThat(response.field("upgrade")).isEqualTo("websocket");
            assertThat(response.field("connection")).isEqualToIgnoringCase("upgrade");
            assertThat(response.field("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(text(client, 12)).isEqualTo("welcomeearly");
            String large = "x".repeat(1_000_000);
            Thread.ofVirtual().start(() -> {
                try {
                    client.send(large);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(text(client, large.length())).isEqualTo(large);
            client.socket.shutdownOutput();
            assertThat(client.isClosed()).isTrue();
            assertThat(backend.requests().getFirst().field("upgrade")).isEqualTo("websocket");
        }
    }

    @Test
    void aTargetMayRefuse() throws IOException {
        try (Backend backend = new Backend(
                        (request, exchange) -> exchange.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"));
                Client client = clientOf(backend)) {
            assertThat(client.send(UPGRADE).receive().status()).isEqualTo(403);
            assertThat(client.send(UPGRADE).receive().body()).isEqualTo("no");
        }
    }

    @Test
    void theEndOfTheTargetIsTheEndOfTheClient() throws IOException {
        try (Backend backend = new Backend((request, exchange) -> {
                    exchange.send(SWITCH + "bye");
                    exchange.socket().close();
                });
                Client client = clientOf(backend)) {
            client.send(UPGRADE).receiveHead();
            assertThat(text(client, 3)).isEqualTo("bye");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void countsAsInFlightUntilItEnds() throws IOException {
        try (Backend backend = new Backend((request, exchange) -> {
                    exchange.send(SWITCH);
                    exchange.in().transferTo(exchange.out());
                });
                Client client = clientOf(backend)) {
            client.send(UPGRADE).receiveHead();
            rig.swap(
                    List.of(balancer(address, http(forward("g")))),
                    List.of(group("g", Tables.draining(backend.port()))));
            rig.await(report -> report.targets().getFirst().inFlight() == 1);
            client.send("still");
            assertThat(text(client, 5)).isEqualTo("still");
            client.close();
            rig.await(report -> report.targets().getFirst().inFlight() == 0);
        }
    }

    @Test
    void aTargetThatIsGoneEndsIt() throws IOException {
        try (Backend backend = new Backend((request, exchange) -> {
                    exchange.send(SWITCH);
                    exchange.in().transferTo(exchange.out());
                });
                Client client = clientOf(backend)) {
            client.send(UPGRADE).receiveHead();
            rig.swap(List.of(balancer(address, http(forward("g")))), List.of(group("g")));
            assertThat(client.isClosed()).isTrue();
        }
    }

    private static String text(Client client, int length) throws IOException {
        return new String(client.receiveBytes(length), StandardCharsets.ISO_8859_1);
    }
}
