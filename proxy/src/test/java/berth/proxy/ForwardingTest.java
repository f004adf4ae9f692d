package berth.proxy;

import static berth.proxy.Tables.address;
import static berth.proxy.Tables.balancer;
import static berth.proxy.Tables.forward;
import static berth.proxy.Tables.group;
import static berth.proxy.Tables.http;
import static berth.proxy.Tables.idle;
import static berth.proxy.Tables.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.proxy.Backend.Message;
import berth.routing.LoadBalancerAttributes;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One request after another over HTTP/1.1: what a target gets, what a client gets, and what happens when
/// either fails.
class ForwardingTest {
    private final Rig rig = new Rig();
    private final String address = address();

    @AfterEach
    void stop() {
        rig.close();
    }

    private void serve(Backend... backends) {
        serve(LoadBalancerAttributes.APPLICATION, backends);
    }

    private void serve(LoadBalancerAttributes attributes, Backend... backends) {
        rig.serve(
                List.of(balancer(address, attributes, http(forward("g")))),
                List.of(group(
                        "g",
                        List.of(backends).stream()
                                .map(backend -> target(backend.port()))
                                .toArray(berth.routing.Target[]::new))));
    }

    @Test
    void aRequestReachesTheTargetAndItsResponseTheClient() throws IOException {
        try (Backend backend = Backend.saying("hello");
                Client client = clientOf(backend)) {
            Message response = client.get("/a?b=c", "X-Mine: 1").receive();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("hello");
            Message request = backend.requests().getFirst();
            assertThat(request.start()).isEqualTo("GET /a?b=c HTTP/1.1");
            assertThat(request.field("host")).isEqualTo("example.com");
            assertThat(request.field("x-mine")).isEqualTo("1");
        }
    }

    @Test
    void theTargetIsToldWhoAsked() throws IOException {
        try (Backend backend = Backend.saying("hello");
                Client client = clientOf(backend)) {
            client.get("/", "X-Forwarded-For: 10.1.2.3", "X-Forwarded-Proto: https")
                    .receive();

            Message request = backend.requests().getFirst();
            assertThat(request.all("x-forwarded-for")).containsExactly("10.1.2.3, 127.0.0.1");
            assertThat(request.all("x-forwarded-proto")).containsExactly("http");
            assertThat(request.all("x-forwarded-port")).containsExactly(Integer.toString(Tables.PORT));
            assertThat(request.field("x-amzn-trace-id")).matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
        }
    }

    @Test
    void aTraceGoesOnUnderItsRoot() throws IOException {
        try (Backend backend = Backend.saying("hello");
                Client client = clientOf(backend)) {
            client.get("/", "X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678")
                    .receive();

            assertThat(backend.requests().getFirst().field("x-amzn-trace-id"))
                    .matches("Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-67891233-abcdef012345678912345678");
        }
    }

    @Test
    void whatConcernsOneConnectionStaysThere() throws IOException {
        try (Backend backend = new Backend(
                        (request, exchange) -> exchange.send(
                                "HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n"));
                Client client = clientOf(backend)) {
            Message response = client.get(
                            "/", "Connection: X-Private, keep-alive", "X-Private: 1", "TE: gzip, trailers")
                    .receive();

            Message request = backend.requests().getFirst();
            assertThat(request.field("x-private")).isNull();
            assertThat(request.field("connection")).isNull();
            assertThat(request.field("te")).isEqualTo("trailers");
            assertThat(response.field("x-hop")).isNull();
            assertThat(response.field("keep-alive")).isNull();
        }
    }

    @Test
    void aConnectionServesManyRequestsOverOneToTheTarget() throws IOException {
        try (Backend backend = Backend.saying("hello");
                Client client = clientOf(backend)) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/" + i).receive().body()).isEqualTo("hello");
            }

            assertThat(backend.connections()).isEqualTo(1);
            assertThat(backend.requests()).hasSize(20);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (Backend backend = new Backend((request, exchange) -> exchange.ok(request.path()));
                Client client = clientOf(backend)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                all.append("POST /%d HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc".formatted(i));
            }
            client.send(all.toString());

            for (int i = 0; i < 50; i++) {
                assertThat(client.receive().body()).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void bodiesWithALengthAndInChunksArriveWhole() throws IOException {
        try (Backend backend = new Backend((request, exchange) -> exchange.ok(request.body()));
                Client client = clientOf(backend)) {
            String large = "x".repeat(300_000);
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + large);
            assertThat(client.receive().body()).isEqualTo(large);

            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;ext=1\r\ndefg\r\n0\r\n\r\n");
            assertThat(client.receive().body()).isEqualTo("abcdefg");
            assertThat(backend.requests().getLast().field("transfer-encoding")).isEqualTo("chunked");
        }
    }

    @Test
    void aResponseInChunksKeepsItsTrailers() throws IOException {
        try (Backend backend = new Backend(
                        (request, exchange) -> exchange.send(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 7\r\n\r\n"));
                Client client = clientOf(backend)) {
            Message response = client.get("/").receive();

            assertThat(response.body()).isEqualTo("hello");
            assertThat(response.trailers()).containsExactly("X-Sum: 7");
        }
    }

    @Test
    void aResponseThatEndsWithItsConnectionIsFramedAnew() throws IOException {
        try (Backend backend = new Backend((request, exchange) -> {
                    exchange.send("HTTP/1.1 200 OK\r\n\r\nhello");
                    exchange.socket().close();
                });
                Client client = clientOf(backend)) {
            for (int i = 0; i < 2; i++) {
                Message response = client.get("/").receive();
                assertThat(response.field("transfer-encoding")).isEqualTo("chunked");
                assertThat(response.body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void aClientOfHttp10GetsABodyWithoutChunks() throws IOException {
        try (Backend backend = new Backend((request, exchange) ->
                        exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
                Client client = clientOf(backend)) {
            Message response = client.send("GET / HTTP/1.0\r\n\r\n").receive();

            assertThat(response.field("transfer-encoding")).isNull();
            assertThat(response.field("connection")).isEqualTo("close");
            assertThat(response.body()).isEqualTo("hello");
        }
    }

    @Test
    void aClientOfHttp10MayKeepItsConnection() throws IOException {
        try (Backend backend = Backend.saying("hello");
                Client client = clientOf(backend)) {
            String request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            assertThat(client.send(request).receive().field("connection")).isEqualTo("keep-alive");
            assertThat(client.send(request).receive().body()).isEqualTo("hello");
        }
    }

    @Test
    void responsesWithoutABodyEndAtTheirHead() throws IOException {
        try (Backend backend = new Backend((request, exchange) -> {
                    switch (request.path()) {
                        case "/204" -> exchange.send("HTTP/1.1 204 No Content\r\n\r\n");
                        case "/304" -> exchange.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n");
                        default -> exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
                    }
                });
                Client client = clientOf(backend)) {
            assertThat(client.get("/204").receiveHead().status()).isEqualTo(204);
            assertThat(client.get("/304").receiveHead().status()).isEqualTo(304);
            Message head = client.send("HEAD /head HTTP/1.1\r\nHost: a\r\n\r\n").receiveHead();
            assertThat(head.field("content-length")).isEqualTo("7");
            assertThat(client.get("/204").receiveHead().status()).isEqualTo(204);
        }
    }

    @Test
    void aClientThatWaitsToContinueHearsItFromTheTarget() throws IOException {
        try (Backend backend = new Backend(
                        (request, exchange) -> {
                            exchange.send("HTTP/1.1 100 Continue\r\n\r\n");
                            exchange.ok(
                                    new String(exchange.in().readNBytes(5), java.nio.charset.StandardCharsets.UTF_8));
                        },
                        false);
                Client client = clientOf(backend)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.receiveHead().status()).isEqualTo(100);
            assertThat(client.send("hello").receive().body()).isEqualTo("hello");
            assertThat(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nagain")
                            .receiveHead()
                            .status())
                    .isEqualTo(100);
            assertThat(client.receive().body()).isEqualTo("again");
        }
    }

    @Test
    void aPipelinedHeadReachesItsTargetBeforeItsBodyComes() throws Exception {
        CountDownLatch headSeen = new CountDownLatch(1);
        try (Backend backend = new Backend(
                        (request, exchange) -> {
                            if (request.path().equals("/second")) {
                                headSeen.countDown();
                                exchange.in().readNBytes(5);
                            }
                            exchange.ok(request.path());
                        },
                        false);
                Client client = clientOf(backend)) {
            client.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n"
                    + "POST /second HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.receive().body()).isEqualTo("/first");
            assertThat(headSeen.await(20, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            assertThat(client.send("hello").receive().body()).isEqualTo("/second");
        }
    }

    @Test
    void aResponsesHeadReachesTheClientBeforeItsBodyComes() throws Exception {
        CountDownLatch headSeen = new CountDownLatch(1);
        try (Backend backend = new Backend((request, exchange) -> {
                    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                    await(headSeen);
                    exchange.send("hello");
                });
                Client client = clientOf(backend)) {
            assertThat(client.get("/").receiveHead().status()).isEqualTo(200);
            headSeen.countDown();
            assertThat(new String(client.receiveBytes(5), java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("hello");
        }
    }

    /// Far more than the sockets and the proxy hold, so that the target has to wait for the client.
    @Test
    void aClientThatReadsSlowlyGetsALargeBodyWhole() throws IOException {
        byte[] piece = new byte[1_000_000];
        new java.util.Random(1).nextBytes(piece);
        int pieces = 40;
        try (Backend backend = new Backend((request, exchange) -> {
                    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: " + (long) piece.length * pieces + "\r\n\r\n");
                    for (int i = 0; i < pieces; i++) {
                        exchange.out().write(piece);
                    }
                });
                Client slow = clientOf(backend);
                Client other = new Client(address)) {
            slow.get("/").receiveHead();
            other.get("/").receiveHead();
            for (int i = 0; i < pieces; i++) {
                assertThat(slow.receiveBytes(piece.length)).isEqualTo(piece);
                assertThat(other.receiveBytes(10)).isEqualTo(java.util.Arrays.copyOfRange(piece, 10 * i, 10 * (i + 1)));
            }
        }
    }

    @Test
    void aTargetThatReadsSlowlyGetsALargeBodyWhole() throws Exception {
        byte[] piece = new byte[1_000_000];
        new java.util.Random(2).nextBytes(piece);
        int pieces = 40;
        CountDownLatch begun = new CountDownLatch(1);
        try (Backend backend = new Backend(
                        (request, exchange) -> {
                            await(begun);
                            boolean whole = true;
                            for (int i = 0; i < pieces; i++) {
                                whole &= java.util.Arrays.equals(exchange.in().readNBytes(piece.length), piece);
                            }
                            exchange.ok(whole ? "whole" : "broken");
                        },
                        false);
                Client client = clientOf(backend)) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + (long) piece.length * pieces + "\r\n\r\n");
            for (int i = 0; i < pieces; i++) {
                client.socket.getOutputStream().write(piece);
                if (i == 0) {
                    begun.countDown();
                }
            }
            assertThat(client.receive().body()).isEqualTo("whole");
        }
    }

    @Test
    void aTargetMayRefuseABodyThatWasAnnounced() throws IOException {
        try (Backend backend = new Backend(
                        (request, exchange) -> {
                            exchange.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
                            exchange.socket().close();
                        },
                        false);
                Client client = clientOf(backend)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\nExpect: 100-continue\r\n\r\n");
            Message response = client.receive();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.field("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void aClientThatClosesItsHalfGetsItsResponse() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        try (Backend backend = new Backend((request, exchange) -> {
                    await(go);
                    exchange.ok("hello");
                });
                Client client = clientOf(backend)) {
            client.get("/");
            client.socket.shutdownOutput();
            go.countDown();
            assertThat(client.receive().body()).isEqualTo("hello");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void aTargetThatRefusesIsPassedOverForAnother() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        try (Backend backend = Backend.saying("hello")) {
            rig.serve(
                    List.of(balancer(address, http(forward("g")))),
                    List.of(group("g", Tables.unchecked(), target(nobody), target(backend.port()))));
            try (Client client = new Client(address)) {
                for (int i = 0; i < 6; i++) {
                    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
                    assertThat(client.receive().body()).isEqualTo("hello");
                }
            }
        }
    }

    @Test
    void aTargetThatRefusesAloneIsABadGateway() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        rig.serve(
                List.of(balancer(address, http(forward("g")))),
                List.of(group("g", Tables.unchecked(), target(nobody))));
        try (Client client = new Client(address)) {
            Message response = client.get("/").receive();
            assertThat(response.status()).isEqualTo(502);
            assertThat(response.field("server")).isEqualTo("awselb/2.0");
            assertThat(client.get("/").receive().status()).isEqualTo(502);
        }
    }

    @Test
    void aGroupWithoutTargetsIsUnavailable() throws IOException {
        rig.serve(List.of(balancer(address, http(forward("g")))), List.of(group("g")));
        try (Client client = new Client(address)) {
            assertThat(client.get("/").receive().status()).isEqualTo(503);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                ""
            })
    void aTargetThatAnswersNonsenseIsABadGateway(String answer) throws IOException {
        try (Backend backend = new Backend((request, exchange) -> {
                    exchange.send(answer);
                    exchange.socket().close();
                });
                Client client = clientOf(backend)) {
            assertThat(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                            .receive()
                            .status())
                    .isEqualTo(502);
        }
    }

    @Test
    void aTargetThatBreaksOffCutsTheResponseShort() throws IOException {
        try (Backend backend = new Backend((request, exchange) -> {
                    exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                    exchange.socket().close();
                });
                Client client = clientOf(backend)) {
            client.get("/");
            assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aTargetThatSaysNothingIsAGatewayTimeout() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (Backend backend = new Backend((request, exchange) -> await(never))) {
            serve(idle(Duration.ofSeconds(1)), backend);
            try (Client client = new Client(address)) {
                Message response = client.get("/").receive();
                assertThat(response.status()).isEqualTo(504);
            }
        } finally {
            never.countDown();
        }
    }

    @Test
    void aClientThatDoesNotFinishItsRequestIsTimedOut() throws IOException {
        try (Backend backend = Backend.saying("hello")) {
            serve(idle(Duration.ofSeconds(1)), backend);
            try (Client slowHead = new Client(address);
                    Client slowBody = new Client(address);
                    Client silent = new Client(address)) {
                slowHead.send("GET / HTTP/1.1\r\nHost:");
                slowBody.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
                assertThat(slowHead.receive().status()).isEqualTo(408);
                assertThat(slowBody.receive().status()).isEqualTo(408);
                assertThat(silent.isClosed()).isTrue();
            }
        }
    }

    @Test
    void aClientThatDripsItsHeadIsTimedOut() throws Exception {
        try (Backend backend = Backend.saying("hello")) {
            serve(idle(Duration.ofSeconds(1)), backend);
            try (Client client = new Client(address)) {
                client.send("GET / HTTP/1.1\r\n");
                Thread drip = Thread.ofVirtual().start(() -> {
                    try {
                        for (int i = 0; i < 100; i++) {
                            client.send("X-" + i + ": 1\r\n");
                            new CountDownLatch(1).await(100, java.util.concurrent.TimeUnit.MILLISECONDS);
                        }
                    } catch (IOException | InterruptedException e) {
                        // The connection was closed, as it should be.
                    }
                });
                assertThat(client.receive().status()).isEqualTo(408);
                drip.interrupt();
            }
        }
    }

    @Test
    void anIdempotentRequestOnAConnectionThatJustEndedIsSentAgain() throws IOException {
        try (Backend backend = new Backend((request, exchange) -> {
                    if (request.path().equals("/second") && exchange.socket().getPort() == firstPort) {
                        exchange.socket().close();
                        return;
                    }
                    firstPort = firstPort == 0 ? exchange.socket().getPort() : firstPort;
                    exchange.ok("hello");
                });
                Client client = clientOf(backend)) {
            client.get("/first").receive();
            assertThat(client.get("/second").receive().body()).isEqualTo("hello");
            assertThat(backend.requests()).hasSize(3);
        }
    }

    @Test
    void aPostOnAConnectionThatJustEndedIsNot() throws IOException {
        try (Backend backend = new Backend((request, exchange) -> {
                    if (request.path().equals("/second")) {
                        exchange.socket().close();
                        return;
                    }
                    exchange.ok("hello");
                });
                Client client = clientOf(backend)) {
            client.get("/first").receive();
            client.send("POST /second HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.receive().status()).isEqualTo(502);
            assertThat(backend.requests()).hasSize(2);
        }
    }

    private volatile int firstPort;

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Client clientOf(Backend backend) throws IOException {
        serve(backend);
        return new Client(address);
    }
}
