package berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.Headers;
import berth.wire.HttpCall;
import berth.wire.HttpReply;
import berth.wire.HttpStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final Limits LIMITS =
            new Limits(1_000, 5_000, 3, Duration.ofMillis(300), Duration.ofMillis(600), Duration.ofSeconds(5));

    private final HttpServer server = new HttpServer(1);
    private final List<HttpCall> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<CompletableFuture<HttpReply>> held = Collections.synchronizedList(new ArrayList<>());
    private final Told stream = new Told();
    private InetSocketAddress address = new InetSocketAddress(0);

    @BeforeEach
    void listen() throws IOException {
        Handler handler = call -> {
            calls.add(call);
            if (call.path().equals("/stream")) {
                return CompletableFuture.completedFuture(new HttpReply(200, Headers.of("A", "b"), new byte[0], stream));
            }
            if (call.path().equals("/held")) {
                CompletableFuture<HttpReply> reply = new CompletableFuture<>();
                held.add(reply);
                return reply;
            }
            return CompletableFuture.completedFuture(text(
                    200,
                    call.method() + ' ' + call.path() + " [" + new String(call.body(), StandardCharsets.UTF_8) + ']'));
        };
        Handler tooLarge = call -> CompletableFuture.completedFuture(text(413, "too large"));
        address = server.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new HttpServer.Service(handler, tooLarge, LIMITS, null));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aCallHasItsPathQueryHeadersAndBodyAsSent() throws Exception {
        try (Client client = new Client()) {
            client.send(
                    "POST /a%2Fb?x=%20y&z HTTP/1.1\r\nHost: h\r\nX-Amz-Target: T.Op\r\nContent-Length: 5\r\n\r\nhello");

            assertThat(client.reply()).startsWith("HTTP/1.1 200 OK").endsWith("POST /a%2Fb [hello]");
            HttpCall call = calls.getFirst();
            assertThat(call.rawQuery()).isEqualTo("x=%20y&z");
            assertThat(call.headers().first("x-amz-target")).contains("T.Op");
            assertThat(call.remoteAddress()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void pipelinedCallsAreAnsweredInTheirOrder() throws Exception {
        try (Client client = new Client()) {
            client.send(get("/held") + get("/one") + get("/two"));
            await(() -> held.size() == 1);
            assertThat(calls).hasSize(1);
            held.getFirst().complete(text(200, "held"));

            assertThat(client.reply()).endsWith("held");
            assertThat(client.reply()).endsWith("GET /one []");
            assertThat(client.reply()).endsWith("GET /two []");
        }
    }

    @Test
    void aStreamIsSentPieceByPieceAndEndsTheConnection() throws Exception {
        try (Client client = new Client()) {
            client.send(get("/stream"));
            String head = client.head();
            assertThat(head)
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("A: b")
                    .containsIgnoringCase("transfer-encoding: chunked");
            await(() -> stream.outlet != null);
            long begun = System.nanoTime();
            await(() -> System.nanoTime() - begun
                    > LIMITS.idle().plus(LIMITS.request()).toNanos());
            stream.write("abc");
            assertThat(client.bytes(8)).isEqualTo("3\r\nabc\r\n");
            client.send(get("/later"));
            stream.write("de");
            assertThat(client.bytes(7)).isEqualTo("2\r\nde\r\n");
            stream.end();

            assertThat(client.bytes(5)).isEqualTo("0\r\n\r\n");
            assertThat(client.isEnded()).isTrue();
            await(() -> stream.ended == 1);
            assertThat(calls).extracting(HttpCall::path).containsExactly("/stream");
        }
    }

    @Test
    void aStreamWhoseClientHasGoneIsToldSoOnce() throws Exception {
        try (Client client = new Client()) {
            client.send(get("/stream"));
            client.head();
            await(() -> stream.outlet != null);
        }

        await(() -> stream.ended > 0);
        stream.write("to nobody");
        stream.end();
        assertThat(stream.ended).isEqualTo(1);
    }

    @Test
    void aStreamHasNoChunksForAnOlderClient() throws Exception {
        try (Client client = new Client()) {
            client.send("GET /stream HTTP/1.0\r\nHost: h\r\n\r\n");
            assertThat(client.head()).doesNotContainIgnoringCase("transfer-encoding");
            await(() -> stream.outlet != null);
            stream.write("abc");
            stream.end();

            assertThat(client.bytes(3)).isEqualTo("abc");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aStreamDoesNotBeginForWhoAsksForTheHeadAlone() throws Exception {
        try (Client client = new Client()) {
            client.send("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\n");
            client.head();

            assertThat(client.isEnded()).isTrue();
            await(() -> stream.ended == 1);
            assertThat(stream.outlet).isNull();
        }
    }

    @Test
    void aStreamThatEndsIsNotKeptForAClientThatDoesNotRead() throws Exception {
        try (Client client = new Client()) {
            client.send(get("/stream"));
            client.head();
            await(() -> stream.outlet != null);
            assertThat(stream.takesMore()).isTrue();
            stream.write("x".repeat(32 * 1024 * 1024));
            await(() -> !stream.takesMore());
            stream.end();

            await(() -> stream.ended == 1);
        }
    }

    @Test
    void aStreamEndsWithTheServer() throws Exception {
        try (Client client = new Client()) {
            client.send(get("/stream"));
            client.head();
            await(() -> stream.outlet != null);
            server.close();

            assertThat(client.isEnded()).isTrue();
            assertThat(stream.ended).isEqualTo(1);
        }
    }

    @Test
    void aStreamWhoseClientHasGoneDuringTheCallEnds() throws Exception {
        try (Client client = new Client()) {
            client.send(get("/held"));
            await(() -> held.size() == 1);
        }
        held.getFirst().complete(new HttpReply(200, Headers.of("A", "b"), new byte[0], stream));

        await(() -> stream.ended > 0);
        assertThat(stream.ended).isEqualTo(1);
    }

    @Test
    void chunkedBodiesArePutTogether() throws Exception {
        try (Client client = new Client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n");

            assertThat(client.reply()).endsWith("POST / [abcde]");
        }
    }

    @Test
    void aClientThatExpectsIsToldToContinue() throws Exception {
        try (Client client = new Client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 100 Continue");
            client.send("ok");

            assertThat(client.reply()).endsWith("POST / [ok]");
        }
    }

    @Test
    void aBodyThatIsTooLargeIsAnsweredAndTheConnectionGoesOn() throws Exception {
        try (Client client = new Client()) {
            client.send("POST /large HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n" + "x".repeat(1_001));
            assertThat(client.reply()).startsWith("HTTP/1.1 413").endsWith("too large");
            client.send(get("/next"));

            assertThat(client.reply()).endsWith("GET /next []");
            assertThat(calls).extracting(HttpCall::path).containsExactly("/next");
        }
    }

    @Test
    void aBodyOfExactlyTheLimitIsTaken() throws Exception {
        try (Client client = new Client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1_000));

            assertThat(client.reply()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void anEndlessBodyEndsTheConnection() throws Exception {
        try (Client client = new Client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("1000\r\n" + "x".repeat(0x1000) + "\r\n1000\r\n" + "x".repeat(0x1000) + "\r\n");

            assertThat(client.reply()).startsWith("HTTP/1.1 413").containsIgnoringCase("connection: close");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aLargeBodyThatIsOnlyAnnouncedIsRefusedBeforeItComes() throws Exception {
        try (Client client = new Client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9000\r\nExpect: 100-continue\r\n\r\n");

            assertThat(client.reply()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aSlowBodyIsCutOffHoweverSteadilyItDrips() throws Exception {
        try (Client client = new Client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 999\r\n\r\n");
            CompletableFuture<String> reply = CompletableFuture.supplyAsync(client::replyUnchecked);
            long started = System.nanoTime();
            await(() -> {
                client.sendIfOpen("x");
                return reply.isDone();
            });

            assertThat(reply.join()).startsWith("HTTP/1.1 408");
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
            assertThat(calls).isEmpty();
        }
    }

    @Test
    void aConnectionWithoutAWholeHeadIsClosed() throws Exception {
        try (Client client = new Client()) {
            client.send("GET / HTTP/1.1\r\nHo");

            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aClientMayAskForTheEnd() throws Exception {
        try (Client client = new Client()) {
            client.send("GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

            assertThat(client.reply()).endsWith("GET /last []");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAndOthersGoOn() throws Exception {
        try (Client one = new Client();
                Client two = new Client();
                Client three = new Client()) {
            for (Client client : List.of(one, two, three)) {
                client.send(get("/"));
                client.reply();
            }
            try (Client four = new Client()) {
                assertThat(four.isEnded()).isTrue();
            }
            one.send(get("/still"));
            assertThat(one.reply()).endsWith("GET /still []");
        }
    }

    @Test
    void aHandlerThatFailsIsAnsweredWith500() throws Exception {
        try (Client client = new Client()) {
            client.send(get("/held"));
            await(() -> held.size() == 1);
            held.getFirst().completeExceptionally(new IllegalStateException("meant to be seen in this test's output"));

            assertThat(client.reply()).startsWith("HTTP/1.1 500").doesNotContain("meant");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET http://other/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/2.7\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nBad name: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nName : x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nContent-Length: 1\r\n\r\nx",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n"
            })
    void whatIsNotWellFormedIsRefusedAndEndsTheConnection(String request) throws Exception {
        try (Client client = new Client()) {
            client.send(request);

            assertThat(client.reply()).containsPattern("^HTTP/1.1 [45]\\d\\d ");
            assertThat(client.isEnded()).isTrue();
            assertThat(calls).isEmpty();
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    private static HttpReply text(int status, String text) {
        return new HttpReply(status, Headers.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    /// A stream that says what it is told.
    private static final class Told implements HttpStream {
        private volatile @Nullable Outlet outlet;
        private volatile int ended;

        @Override
        public void begin(Outlet outlet) {
            this.outlet = outlet;
        }

        @Override
        public void ended() {
            ended = ended + 1;
        }

        void write(String piece) {
            Objects.requireNonNull(outlet).write(piece.getBytes(StandardCharsets.ISO_8859_1));
        }

        boolean takesMore() {
            return Objects.requireNonNull(outlet).takesMore();
        }

        void end() {
            Objects.requireNonNull(outlet).end();
        }
    }

    /// A client of bytes.
    private final class Client implements AutoCloseable {
        private final Socket socket = new Socket(address.getAddress(), address.getPort());
        private final InputStream in = socket.getInputStream();

        Client() throws IOException {
            socket.setSoTimeout(10_000);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void sendIfOpen(String text) {
            try {
                send(text);
            } catch (IOException e) {
                assertThat(e).isInstanceOf(SocketException.class);
            }
        }

        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                assertThat(next).as("the end of the connection after: " + head).isNotNegative();
                head.append((char) next);
            }
            return head.toString();
        }

        String reply() throws IOException {
            String head = head();
            String length = head.toLowerCase(java.util.Locale.ROOT)
                    .split("content-length: ", 2)[1]
                    .split("\r", 2)[0];
            return head + new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
        }

        String bytes(int count) throws IOException {
            return new String(in.readNBytes(count), StandardCharsets.ISO_8859_1);
        }

        String replyUnchecked() {
            try {
                return reply();
            } catch (IOException e) {
                return "failed: " + e;
            }
        }

        boolean isEnded() throws IOException {
            try {
                return in.read() < 0;
            } catch (SocketException e) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
