package berth.proxy;

import static berth.proxy.Http2Wire.ACK;
import static berth.proxy.Http2Wire.CONTINUATION;
import static berth.proxy.Http2Wire.DATA;
import static berth.proxy.Http2Wire.END_HEADERS;
import static berth.proxy.Http2Wire.END_STREAM;
import static berth.proxy.Http2Wire.GOAWAY;
import static berth.proxy.Http2Wire.HEADERS;
import static berth.proxy.Http2Wire.PADDED;
import static berth.proxy.Http2Wire.PING;
import static berth.proxy.Http2Wire.PRIORITY;
import static berth.proxy.Http2Wire.PUSH_PROMISE;
import static berth.proxy.Http2Wire.RST_STREAM;
import static berth.proxy.Http2Wire.SETTINGS;
import static berth.proxy.Http2Wire.WINDOW_UPDATE;
import static berth.proxy.Http2Wire.WITH_PRIORITY;
import static berth.proxy.Http2Wire.block;
import static berth.proxy.Http2Wire.concat;
import static berth.proxy.Http2Wire.fields;
import static berth.proxy.Http2Wire.number;
import static berth.proxy.Http2Wire.setting;
import static org.assertj.core.api.Assertions.assertThat;

import berth.proxy.Http2Wire.Frame;
import berth.routing.Action.Forward;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/// HTTP/2 as RFC 9113 asks for it (and RFC 7541 for its header compression), frame by frame against a listener
/// with TLS.
///
/// A case sends frames and then a PING. Where an error is asked for, it must have come before the PING's
/// answer, as GOAWAY, as RST_STREAM, or as the end of the connection, with one of the codes that the section
/// allows.
class Rfc9113Test {
    private static final int NO_ERROR = 0;
    private static final int PROTOCOL = 1;
    private static final int FLOW_CONTROL = 3;
    private static final int STREAM_CLOSED = 5;
    private static final int FRAME_SIZE = 6;
    private static final int REFUSED = 7;
    private static final int COMPRESSION = 9;
    private static final int ENHANCE_YOUR_CALM = 11;

    private static final Rig RIG = new Rig();
    private static final String ADDRESS = Tables.address();
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final Backend BACKEND = backend();

    private static Backend backend() {
        try {
            return new Backend(
                    (request, exchange) -> {
                        switch (request.path()) {
                            case "/never" -> never();
                            case "/large" -> exchange.ok("x".repeat(200_000));
                            case "/early" ->
                                exchange.send(
                                        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                            case "/trailers" ->
                                exchange.send(
                                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");
                            default -> {
                                if (request.field("transfer-encoding") != null) {
                                    Backend.Message.skipChunks(exchange.in());
                                }
                                exchange.in().skip(bodyBytes(request));
                                exchange.ok("ok");
                            }
                        }
                    },
                    false);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int bodyBytes(Backend.Message request) {
        String length = request.field("content-length");
        return length == null ? 0 : Integer.parseInt(length);
    }

    private static void never() {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @BeforeAll
    static void serve() {
        RIG.serve(
                List.of(Tables.balancer(
                        ADDRESS,
                        Tables.https(List.of(Certificates.of("h2.example.com")), Tables.otherwise(Forward.to("g"))))),
                List.of(Tables.group("g", Tables.target(BACKEND.port()))));
    }

    @AfterAll
    static void stop() throws IOException {
        NEVER.countDown();
        RIG.close();
        BACKEND.close();
    }

    /// What a case sends.
    @FunctionalInterface
    private interface Script {
        void run(Http2Wire wire) throws IOException;
    }

    private final List<DynamicTest> cases = new ArrayList<>();

    private void add(String name, Executable test) {
        cases.add(DynamicTest.dynamicTest(name, test));
    }

    /// The request on this stream is answered.
    private void answers(String name, int stream, int status, Script script) {
        add(name, () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin()) {
                script.run(wire);
                assertThat(status(wire, stream)).isEqualTo(status);
            }
        });
    }

    private static int status(Http2Wire wire, int stream) throws IOException {
        while (true) {
            Frame frame = wire.read();
            if (frame == null || frame.type() == GOAWAY || (frame.type() == RST_STREAM && frame.stream() == stream)) {
                throw new AssertionError("not answered, but " + describe(frame));
            }
            if (frame.type() == HEADERS) {
                String status = String.valueOf(wire.decode(frame).status());
                if (frame.stream() == stream && !status.startsWith("1")) {
                    return Integer.parseInt(status);
                }
            }
        }
    }

    /// One of these errors comes.
    private void fails(String name, Script script, Integer... codes) {
        add(name, () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin()) {
                try {
                    script.run(wire);
                    wire.send(PING, 0, 0, "the-end!".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The connection was ended while the case was still writing.
                }
                error(wire, List.of(codes));
            }
        });
    }

    private static void error(Http2Wire wire, List<Integer> codes) throws IOException {
        while (true) {
            Frame frame = wire.read();
            if (frame == null) {
                return;
            }
            if (frame.type() == GOAWAY) {
                assertThat(frame.number(4)).as("the code of GOAWAY").isIn(codes);
                return;
            }
            if (frame.type() == RST_STREAM) {
                assertThat(frame.number(0)).as("the code of RST_STREAM").isIn(codes);
                return;
            }
            assertThat(frame.type() == PING && frame.has(ACK))
                    .as("there was no error")
                    .isFalse();
        }
    }

    private static String describe(@org.jspecify.annotations.Nullable Frame frame) {
        return frame == null ? "the end" : "frame " + frame.type() + ' ' + Arrays.toString(frame.payload());
    }

    private static byte[] get() {
        return block("GET", "/");
    }

    private static byte[] post(String... more) {
        return block("POST", "/", more);
    }

    private static Script request(String... namesAndValues) {
        return wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, fields(namesAndValues));
    }

    private static Script getWith(String... more) {
        return wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, block("GET", "/", more));
    }

    private static byte[] hpack(int... bytes) {
        byte[] block = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            block[i] = (byte) bytes[i];
        }
        return concat(get(), block);
    }

    @TestFactory
    Stream<DynamicTest> cases() {
        starting();
        frameSizes();
        compression();
        streams();
        unknown();
        data();
        headers();
        resetsAndPriorities();
        settings();
        pingsAndEnds();
        windows();
        continuations();
        fieldsOfRequests();
        pseudoFields();
        lengths();
        messages();
        return cases.stream();
    }

    @Test
    void thereAreAtLeastNinetyCases() {
        assertThat(cases().count()).isGreaterThanOrEqualTo(90);
    }

    private void starting() {
        answers("3.4 a preface and settings are followed by a request", 1, 200, wire -> wire.get(1, "/"));
        add("3.4 a preface that is none ends the connection", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS)
                    .raw("XXX * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
                error(wire, List.of(PROTOCOL));
            }
        });
        add("3.4 settings must come first", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS)
                    .raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                    .send(PING, 0, 0, new byte[8])) {
                error(wire, List.of(PROTOCOL));
            }
        });
        add("3.4 the server's first frame is its settings", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin()) {
                Frame first = java.util.Objects.requireNonNull(wire.read());
                assertThat(first.type()).isEqualTo(SETTINGS);
                assertThat(first.has(ACK)).isFalse();
                assertThat(wire.protocol()).isEqualTo("h2");
            }
        });
        add("3.4 the client's settings are acknowledged", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin()) {
                Frame frame = wire.read();
                while (frame != null && !(frame.type() == SETTINGS && frame.has(ACK))) {
                    frame = wire.read();
                }
                assertThat(frame).isNotNull();
            }
        });
    }

    private void frameSizes() {
        answers(
                "4.2 a DATA frame of 16384 bytes is taken",
                1,
                200,
                wire -> wire.send(HEADERS, END_HEADERS, 1, post("content-length", "16384"))
                        .send(DATA, END_STREAM, 1, new byte[16384]));
        fails(
                "4.2 a DATA frame that is too large",
                wire -> wire.send(HEADERS, END_HEADERS, 1, post()).send(DATA, END_STREAM, 1, new byte[16385]),
                FRAME_SIZE);
        fails(
                "4.2 a HEADERS frame that is too large",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, block("GET", "/", "x", "a".repeat(17_000))),
                FRAME_SIZE);
        fails("4.2 a SETTINGS frame that is too large", wire -> wire.send(SETTINGS, 0, 0, new byte[16386]), FRAME_SIZE);
        fails(
                "4.2 a frame of an unknown type that is too large",
                wire -> wire.send(0x77, 0, 0, new byte[16385]),
                FRAME_SIZE);
    }

    private void compression() {
        fails(
                "4.3 a field section that can't be decoded",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, hpack(0x40)),
                COMPRESSION);
        fails(
                "7541 2.3.3 an index of 0",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, hpack(0x80)),
                COMPRESSION);
        fails(
                "7541 2.3.3 an index beyond the tables",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, hpack(0xff, 0x20)),
                COMPRESSION);
        fails(
                "7541 4.2 a table larger than allowed",
                wire -> wire.send(
                        HEADERS, END_HEADERS | END_STREAM, 1, concat(new byte[] {0x3f, (byte) 0xe2, 0x7f}, get())),
                COMPRESSION);
        fails(
                "7541 4.2 a table's new size behind a field",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, hpack(0x20)),
                COMPRESSION);
        fails(
                "7541 5.1 an integer beyond all bounds",
                wire -> wire.send(
                        HEADERS,
                        END_HEADERS | END_STREAM,
                        1,
                        hpack(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)),
                COMPRESSION);
        fails(
                "7541 5.2 a string longer than its block",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, hpack(0, 1, 'a', 9, 'b')),
                COMPRESSION);
        fails(
                "7541 5.2 Huffman padding of more than 7 bits",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, hpack(0, 1, 'a', 0x82, 0x1f, 0xff)),
                COMPRESSION);
        fails(
                "7541 5.2 Huffman padding with zeros",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, hpack(0, 1, 'a', 0x81, 0x18)),
                COMPRESSION);
        fails(
                "7541 5.2 Huffman with the end of string",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, hpack(0, 1, 'a', 0x84, 0xff, 0xff, 0xff, 0xff)),
                COMPRESSION);
        answers("7541 6 Huffman and both tables", 3, 200, wire -> {
            DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
            for (int stream : new int[] {1, 3}) {
                ByteBuf block = Unpooled.buffer();
                try {
                    encoder.encodeHeaders(
                            stream,
                            new DefaultHttp2Headers()
                                    .method("GET")
                                    .scheme("https")
                                    .path("/index.html")
                                    .authority("h2.example.com")
                                    .set("x-mine", "some value"),
                            block);
                } catch (Http2Exception e) {
                    throw new IOException(e);
                }
                byte[] bytes = new byte[block.readableBytes()];
                block.readBytes(bytes);
                wire.send(HEADERS, END_HEADERS | END_STREAM, stream, bytes);
            }
        });
        answers(
                "7541 6.2.3 a field never to be indexed",
                1,
                200,
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, hpack(0x10, 1, 'a', 1, 'b')));
        answers(
                "7541 6.3 a smaller table at the start",
                1,
                200,
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, concat(new byte[] {0x20}, get())));
    }

    private void streams() {
        fails("5.1 idle: DATA", wire -> wire.send(DATA, END_STREAM, 1, new byte[1]), PROTOCOL, STREAM_CLOSED);
        fails("5.1 idle: RST_STREAM", wire -> wire.send(RST_STREAM, 0, 1, number(8)), PROTOCOL);
        fails("5.1 idle: WINDOW_UPDATE", wire -> wire.send(WINDOW_UPDATE, 0, 1, number(100)), PROTOCOL);
        fails("5.1 idle: CONTINUATION", wire -> wire.send(CONTINUATION, END_HEADERS, 1, get()), PROTOCOL);
        fails(
                "5.1 half closed: DATA",
                wire -> wire.get(1, "/never").send(DATA, END_STREAM, 1, new byte[1]),
                STREAM_CLOSED);
        fails("5.1 half closed: HEADERS", wire -> wire.get(1, "/never").get(1, "/"), STREAM_CLOSED, PROTOCOL);
        fails(
                "5.1 half closed: CONTINUATION",
                wire -> wire.get(1, "/never").send(CONTINUATION, END_HEADERS, 1, get()),
                STREAM_CLOSED,
                PROTOCOL);
        answers(
                "5.1 half closed: WINDOW_UPDATE and PRIORITY are taken",
                3,
                200,
                wire -> wire.get(1, "/never")
                        .send(WINDOW_UPDATE, 0, 1, number(100))
                        .send(PRIORITY, 0, 1, 0, 0, 0, 0, 5)
                        .send(RST_STREAM, 0, 1, number(8))
                        .get(3, "/"));
        fails(
                "5.1 closed by RST_STREAM: HEADERS",
                wire -> wire.get(1, "/never").send(RST_STREAM, 0, 1, number(8)).get(1, "/"),
                STREAM_CLOSED,
                PROTOCOL);
        answers(
                "5.1 closed by RST_STREAM: WINDOW_UPDATE and PRIORITY are taken",
                3,
                200,
                wire -> wire.get(1, "/never")
                        .send(RST_STREAM, 0, 1, number(8))
                        .send(WINDOW_UPDATE, 0, 1, number(100))
                        .send(PRIORITY, 0, 1, 0, 0, 0, 0, 5)
                        .get(3, "/"));
        fails(
                "5.1 closed at its end: HEADERS",
                wire -> {
                    wire.get(1, "/");
                    status(wire, 1);
                    wire.get(1, "/");
                },
                STREAM_CLOSED,
                PROTOCOL);
        fails("5.1.1 an even number", wire -> wire.get(2, "/"), PROTOCOL);
        fails(
                "5.1.1 a number smaller than one before",
                wire -> wire.get(5, "/never").get(3, "/"),
                PROTOCOL,
                STREAM_CLOSED);
        answers(
                "5.1.1 numbers may be left out",
                7,
                200,
                wire -> wire.get(1, "/").get(7, "/"));
        fails(
                "5.1.2 more streams at once than allowed",
                wire -> {
                    for (int i = 0; i < 140; i++) {
                        wire.get(1 + 2 * i, "/never");
                    }
                },
                REFUSED,
                PROTOCOL);
        answers(
                "5 a stream that waits doesn't hold up another",
                3,
                200,
                wire -> wire.get(1, "/never").get(3, "/"));
        fails(
                "10.5 resets without end",
                wire -> {
                    for (int i = 0; i < 400; i++) {
                        wire.get(1 + 2 * i, "/never").send(RST_STREAM, 0, 1 + 2 * i, number(8));
                    }
                },
                ENHANCE_YOUR_CALM);
    }

    private void unknown() {
        answers(
                "5.5 a frame of an unknown type is ignored",
                1,
                200,
                wire -> wire.send(0x77, 0, 0, new byte[10]).get(1, "/"));
        answers(
                "5.5 a frame of an unknown type on a stream is ignored",
                1,
                200,
                wire -> wire.send(HEADERS, END_HEADERS, 1, post("content-length", "0"))
                        .send(0x77, 0xff, 1, new byte[3])
                        .send(DATA, END_STREAM, 1));
        fails(
                "5.5 a frame of an unknown type within a field section",
                wire -> wire.send(HEADERS, END_STREAM, 1, get())
                        .send(0x77, 0, 1)
                        .send(CONTINUATION, END_HEADERS, 1),
                PROTOCOL);
        answers(
                "4.1 the reserved bit and unknown flags are ignored",
                1,
                200,
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM | 0x40, 0x80000001, get()));
    }

    private void data() {
        fails("6.1 DATA on the connection", wire -> wire.send(DATA, END_STREAM, 0, new byte[1]), PROTOCOL);
        fails(
                "6.1 padding as long as the frame",
                wire -> wire.send(HEADERS, END_HEADERS, 1, post()).send(DATA, END_STREAM | PADDED, 1, 4, 0, 0, 0),
                PROTOCOL);
        answers(
                "6.1 padding is left out",
                1,
                200,
                wire -> wire.send(HEADERS, END_HEADERS, 1, post("content-length", "2"))
                        .send(DATA, END_STREAM | PADDED, 1, 3, 'o', 'k', 0, 0, 0));
        answers(
                "6.1 a frame that is all padding is taken",
                1,
                200,
                wire -> wire.send(HEADERS, END_HEADERS, 1, post("content-length", "2"))
                        .send(DATA, PADDED, 1, 1, 0)
                        .send(DATA, END_STREAM, 1, 'o', 'k'));
    }

    private void headers() {
        fails(
                "6.2 HEADERS on the connection",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 0, get()),
                PROTOCOL);
        fails(
                "6.2 padding longer than the frame",
                wire -> wire.send(
                        HEADERS, END_HEADERS | END_STREAM | PADDED, 1, concat(new byte[] {(byte) 255}, get())),
                PROTOCOL);
        answers(
                "6.2 padding is left out",
                1,
                200,
                wire -> wire.send(
                        HEADERS, END_HEADERS | END_STREAM | PADDED, 1, concat(new byte[] {2}, get(), new byte[2])));
        answers(
                "6.2 a priority is taken",
                1,
                200,
                wire -> wire.send(
                        HEADERS,
                        END_HEADERS | END_STREAM | WITH_PRIORITY,
                        1,
                        concat(number(0), new byte[] {15}, get())));
        fails(
                "4.3 HEADERS within another stream's field section",
                wire -> wire.send(HEADERS, END_STREAM, 1, get()).get(3, "/"),
                PROTOCOL);
        fails(
                "4.3 PING within a field section",
                wire -> wire.send(HEADERS, END_STREAM, 1, get()).send(PING, 0, 0, new byte[8]),
                PROTOCOL);
        fails(
                "6.2 HEADERS too short for their priority",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM | WITH_PRIORITY, 1, 0, 0),
                FRAME_SIZE,
                PROTOCOL);
    }

    private void resetsAndPriorities() {
        fails("6.3 PRIORITY on the connection", wire -> wire.send(PRIORITY, 0, 0, 0, 0, 0, 0, 5), PROTOCOL);
        fails("6.3 PRIORITY of another length", wire -> wire.send(PRIORITY, 0, 1, 0, 0, 0, 5), FRAME_SIZE);
        answers(
                "6.3 PRIORITY on an idle stream is taken",
                1,
                200,
                wire -> wire.send(PRIORITY, 0, 9, 0, 0, 0, 0, 5).get(1, "/"));
        fails("6.4 RST_STREAM on the connection", wire -> wire.send(RST_STREAM, 0, 0, number(8)), PROTOCOL);
        fails(
                "6.4 RST_STREAM of another length",
                wire -> wire.get(1, "/never").send(RST_STREAM, 0, 1, 0, 0, 8),
                FRAME_SIZE);
        answers(
                "6.4 an unknown code is taken",
                3,
                200,
                wire -> wire.get(1, "/never")
                        .send(RST_STREAM, 0, 1, number(4711))
                        .get(3, "/"));
    }

    private void settings() {
        fails("6.5 an acknowledgement with a payload", wire -> wire.send(SETTINGS, ACK, 0, setting(3, 1)), FRAME_SIZE);
        fails("6.5 SETTINGS on a stream", wire -> wire.send(SETTINGS, 0, 1, setting(3, 1)), PROTOCOL);
        fails("6.5 SETTINGS of another length", wire -> wire.send(SETTINGS, 0, 0, 0, 3, 0), FRAME_SIZE);
        fails("6.5.2 ENABLE_PUSH of 2", wire -> wire.send(SETTINGS, 0, 0, setting(2, 2)), PROTOCOL);
        fails(
                "6.5.2 INITIAL_WINDOW_SIZE beyond its bound",
                wire -> wire.send(SETTINGS, 0, 0, setting(4, 0x80000000)),
                FLOW_CONTROL);
        fails("6.5.2 MAX_FRAME_SIZE below its bound", wire -> wire.send(SETTINGS, 0, 0, setting(5, 16383)), PROTOCOL);
        fails(
                "6.5.2 MAX_FRAME_SIZE beyond its bound",
                wire -> wire.send(SETTINGS, 0, 0, setting(5, 16777216)),
                PROTOCOL);
        answers(
                "6.5.2 an unknown setting is ignored",
                1,
                200,
                wire -> wire.send(SETTINGS, 0, 0, setting(0x4711, 1)).get(1, "/"));
        answers(
                "6.5.2 a table of size 0",
                1,
                200,
                wire -> wire.send(SETTINGS, 0, 0, setting(1, 0)).get(1, "/"));
        answers(
                "6.5.3 the last of two values counts",
                1,
                200,
                wire -> wire.send(SETTINGS, 0, 0, concat(setting(4, 1), setting(4, 65535)))
                        .get(1, "/"));
    }

    private void pingsAndEnds() {
        fails(
                "6.6 PUSH_PROMISE from a client",
                wire -> wire.get(1, "/never").send(PUSH_PROMISE, END_HEADERS, 1, concat(number(2), get())),
                PROTOCOL);
        add("6.7 PING is answered with its payload", () -> {
            byte[] payload = "payload!".getBytes(StandardCharsets.US_ASCII);
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin().send(PING, 0, 0, payload)) {
                Frame frame = java.util.Objects.requireNonNull(wire.read());
                while (frame.type() != PING) {
                    frame = java.util.Objects.requireNonNull(wire.read());
                }
                assertThat(frame.has(ACK)).isTrue();
                assertThat(frame.payload()).isEqualTo(payload);
            }
        });
        add("6.7 the answer to a PING is not answered", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS)
                    .begin()
                    .send(PING, ACK, 0, new byte[8])
                    .send(PING, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8)) {
                Frame frame = java.util.Objects.requireNonNull(wire.read());
                while (frame.type() != PING) {
                    frame = java.util.Objects.requireNonNull(wire.read());
                }
                assertThat(frame.payload()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
            }
        });
        fails("6.7 PING on a stream", wire -> wire.send(PING, 0, 1, new byte[8]), PROTOCOL);
        fails("6.7 PING of another length", wire -> wire.send(PING, 0, 0, new byte[7]), FRAME_SIZE);
        fails("6.8 GOAWAY on a stream", wire -> wire.send(GOAWAY, 0, 1, concat(number(0), number(0))), PROTOCOL);
        fails("6.8 GOAWAY that is too short", wire -> wire.send(GOAWAY, 0, 0, 0, 0, 0, 0), FRAME_SIZE);
        answers(
                "6.8 what is in flight ends after GOAWAY",
                1,
                200,
                wire -> wire.get(1, "/").send(GOAWAY, 0, 0, concat(number(0), number(NO_ERROR))));
    }

    private void windows() {
        fails("6.9 WINDOW_UPDATE of 0 on the connection", wire -> wire.send(WINDOW_UPDATE, 0, 0, number(0)), PROTOCOL);
        fails(
                "6.9 WINDOW_UPDATE of 0 on a stream",
                wire -> wire.get(1, "/never").send(WINDOW_UPDATE, 0, 1, number(0)),
                PROTOCOL);
        fails("6.9 WINDOW_UPDATE of another length", wire -> wire.send(WINDOW_UPDATE, 0, 0, 0, 0, 1), FRAME_SIZE);
        fails(
                "6.9.1 the connection's window beyond its bound",
                wire -> wire.send(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE))
                        .send(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE)),
                FLOW_CONTROL);
        fails(
                "6.9.1 a stream's window beyond its bound",
                wire -> wire.get(1, "/never")
                        .send(WINDOW_UPDATE, 0, 1, number(Integer.MAX_VALUE))
                        .send(WINDOW_UPDATE, 0, 1, number(Integer.MAX_VALUE)),
                FLOW_CONTROL);
        fails(
                "6.9.2 a new initial window that overflows a stream's",
                wire -> wire.get(1, "/never")
                        .send(WINDOW_UPDATE, 0, 1, number(Integer.MAX_VALUE - 65535))
                        .send(SETTINGS, 0, 0, setting(4, Integer.MAX_VALUE)),
                FLOW_CONTROL);
        add("6.9.1 no more than the connection's window is sent", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin()) {
                wire.send(SETTINGS, 0, 0, setting(4, 1_000_000)).get(1, "/large");
                assertThat(bytesUntilPing(wire)).isEqualTo(65535);
                wire.send(WINDOW_UPDATE, 0, 0, number(1_000_000));
                assertThat(bytesToEnd(wire)).isEqualTo(200_000 - 65535);
            }
        });
        add("6.9.1 no more than a stream's window is sent", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin()) {
                wire.send(SETTINGS, 0, 0, setting(4, 1)).get(1, "/large");
                assertThat(bytesUntilPing(wire)).isEqualTo(1);
                wire.send(WINDOW_UPDATE, 0, 1, number(9));
                assertThat(bytesUntilPing(wire)).isEqualTo(9);
            }
        });
        add("6.9.2 a window may become negative", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin()) {
                wire.send(SETTINGS, 0, 0, setting(4, 10)).get(1, "/large");
                assertThat(bytesUntilPing(wire)).isEqualTo(10);
                wire.send(SETTINGS, 0, 0, setting(4, 4)).send(WINDOW_UPDATE, 0, 1, number(8));
                assertThat(bytesUntilPing(wire)).isEqualTo(2);
            }
        });
        fails(
                "6.9.1 more DATA than the stream's window",
                wire -> {
                    wire.send(HEADERS, END_HEADERS, 1, block("POST", "/never"));
                    for (int i = 0; i < 600; i++) {
                        wire.send(DATA, 0, 1, new byte[16384]);
                    }
                },
                FLOW_CONTROL);
    }

    /// The bytes of DATA that come before the answer to a PING that is sent once something or nothing came.
    private static int bytesUntilPing(Http2Wire wire) throws IOException {
        int bytes = 0;
        int pings = 0;
        wire.send(PING, 0, 0, new byte[8]);
        while (true) {
            Frame frame = java.util.Objects.requireNonNull(wire.read());
            if (frame.type() == DATA) {
                bytes += frame.payload().length;
            } else if (frame.type() == PING && frame.has(ACK)) {
                // Until the target has answered nothing can come: ask again.
                pings++;
                if (bytes > 0 && pings > 20) {
                    return bytes;
                }
                wire.send(PING, 0, 0, new byte[8]);
            }
        }
    }

    private static int bytesToEnd(Http2Wire wire) throws IOException {
        int bytes = 0;
        while (true) {
            Frame frame = java.util.Objects.requireNonNull(wire.read());
            if (frame.type() == DATA) {
                bytes += frame.payload().length;
                wire.send(WINDOW_UPDATE, 0, 0, number(Math.max(1, frame.payload().length)));
                if (frame.has(END_STREAM)) {
                    return bytes;
                }
            }
        }
    }

    private void continuations() {
        answers(
                "6.10 a field section may go on",
                1,
                200,
                wire -> wire.send(HEADERS, END_STREAM, 1, get())
                        .send(CONTINUATION, 0, 1, fields("x-a", "1"))
                        .send(CONTINUATION, END_HEADERS, 1, fields("x-b", "2")));
        fails(
                "6.10 CONTINUATION on the connection",
                wire -> wire.send(HEADERS, END_STREAM, 1, get()).send(CONTINUATION, END_HEADERS, 0),
                PROTOCOL);
        fails(
                "6.10 CONTINUATION of another stream",
                wire -> wire.send(HEADERS, END_STREAM, 1, get()).send(CONTINUATION, END_HEADERS, 3),
                PROTOCOL);
        fails(
                "6.10 CONTINUATION after the end",
                wire -> wire.get(1, "/never").send(CONTINUATION, END_HEADERS, 1),
                PROTOCOL,
                STREAM_CLOSED);
        fails(
                "6.10 CONTINUATION after DATA",
                wire -> wire.send(HEADERS, END_HEADERS, 1, post())
                        .send(DATA, 0, 1, 1)
                        .send(CONTINUATION, END_HEADERS, 1),
                PROTOCOL);
        fails(
                "10.5.1 a field section without end",
                wire -> {
                    wire.send(HEADERS, END_STREAM, 1, get());
                    for (int i = 0; i < 400; i++) {
                        wire.send(CONTINUATION, 0, 1, fields("x-" + i, "a".repeat(1000)));
                    }
                },
                ENHANCE_YOUR_CALM,
                PROTOCOL);
    }

    private void fieldsOfRequests() {
        fails("8.2 an upper case name", getWith("X-Upper", "1"), PROTOCOL);
        fails("8.2.1 a name with a blank", getWith("x y", "1"), PROTOCOL);
        fails("8.2.1 a name with a control character", getWith("x\u0001", "1"), PROTOCOL);
        fails("8.2.1 a name with a letter beyond ASCII", getWith("x\u00e4", "1"), PROTOCOL);
        fails("8.2.1 an empty name", getWith("", "1"), PROTOCOL);
        fails("8.2.1 a value with NUL", getWith("x", "a\0b"), PROTOCOL);
        fails("8.2.1 a value with a line feed", getWith("x", "a\nb: c"), PROTOCOL);
        fails("8.2.1 a value with a carriage return", getWith("x", "a\rb"), PROTOCOL);
        fails("8.2.1 a value with a blank at its start", getWith("x", " a"), PROTOCOL);
        fails("8.2.1 a value with a tab at its end", getWith("x", "a\t"), PROTOCOL);
        fails("8.2.2 connection", getWith("connection", "keep-alive"), PROTOCOL);
        fails("8.2.2 keep-alive", getWith("keep-alive", "1"), PROTOCOL);
        fails("8.2.2 proxy-connection", getWith("proxy-connection", "keep-alive"), PROTOCOL);
        fails("8.2.2 transfer-encoding", getWith("transfer-encoding", "chunked"), PROTOCOL);
        fails("8.2.2 upgrade", getWith("upgrade", "websocket"), PROTOCOL);
        fails("8.2.2 te that isn't trailers", getWith("te", "gzip"), PROTOCOL);
        answers("8.2.2 te: trailers", 1, 200, getWith("te", "trailers"));
        add("8.2.3 cookies are put together", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin()) {
                wire.send(
                        HEADERS,
                        END_HEADERS | END_STREAM,
                        1,
                        block("GET", "/cookies", "cookie", "a=1", "cookie", "b=2"));
                status(wire, 1);
                assertThat(BACKEND.requests().stream()
                                .filter(request -> request.start().startsWith("GET /cookies "))
                                .toList()
                                .getFirst()
                                .all("cookie"))
                        .containsExactly("a=1; b=2");
            }
        });
    }

    private void pseudoFields() {
        String[] all = {":method", "GET", ":scheme", "https", ":path", "/", ":authority", "h2.example.com"};
        fails("8.3 an unknown pseudo-header field", request(concatenated(all, ":unknown", "1")), PROTOCOL);
        fails("8.3 :status in a request", request(concatenated(all, ":status", "200")), PROTOCOL);
        fails(
                "8.3 a pseudo-header field behind another field",
                request(":method", "GET", ":scheme", "https", "x", "1", ":path", "/", ":authority", "a"),
                PROTOCOL);
        fails("8.3 two of a pseudo-header field: method", request(concatenated(all, ":method", "GET")), PROTOCOL);
        fails("8.3 two of a pseudo-header field: path", request(concatenated(all, ":path", "/")), PROTOCOL);
        fails("8.3 two of a pseudo-header field: scheme", request(concatenated(all, ":scheme", "https")), PROTOCOL);
        fails("8.3 two of a pseudo-header field: authority", request(concatenated(all, ":authority", "b")), PROTOCOL);
        fails("8.3.1 no method", request(":scheme", "https", ":path", "/", ":authority", "a"), PROTOCOL);
        fails("8.3.1 no scheme", request(":method", "GET", ":path", "/", ":authority", "a"), PROTOCOL);
        fails("8.3.1 no path", request(":method", "GET", ":scheme", "https", ":authority", "a"), PROTOCOL);
        fails(
                "8.3.1 an empty path",
                request(":method", "GET", ":scheme", "https", ":path", "", ":authority", "a"),
                PROTOCOL);
        fails(
                "8.3.1 a path without a slash",
                request(":method", "GET", ":scheme", "https", ":path", "a", ":authority", "a"),
                PROTOCOL);
        fails(
                "8.3.1 a path with a blank",
                request(":method", "GET", ":scheme", "https", ":path", "/a HTTP/1.1", ":authority", "a"),
                PROTOCOL);
        fails(
                "8.3.1 a method that is no token",
                request(":method", "GET /", ":scheme", "https", ":path", "/", ":authority", "a"),
                PROTOCOL);
        fails("8.3.1 host and authority differ", request(concatenated(all, "host", "other")), PROTOCOL);
        fails(
                "8.3.1 user information in the authority",
                request(":method", "GET", ":scheme", "https", ":path", "/", ":authority", "user@a"),
                PROTOCOL);
        answers(
                "8.3.1 host in place of the authority",
                1,
                200,
                request(":method", "GET", ":scheme", "https", ":path", "/", "host", "a"));
        answers(
                "8.3.1 OPTIONS of the whole server",
                1,
                200,
                request(":method", "OPTIONS", ":scheme", "https", ":path", "*", ":authority", "a"));
        fails("8.5 CONNECT isn't served", request(":method", "CONNECT", ":authority", "a:80"), PROTOCOL, REFUSED);
    }

    private static String[] concatenated(String[] all, String... more) {
        String[] joined = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, joined, all.length, more.length);
        return joined;
    }

    private void lengths() {
        fails(
                "8.1.1 less DATA than announced",
                wire -> wire.send(HEADERS, END_HEADERS, 1, post("content-length", "5"))
                        .send(DATA, END_STREAM, 1, 1, 2),
                PROTOCOL);
        fails(
                "8.1.1 more DATA than announced",
                wire -> wire.send(HEADERS, END_HEADERS, 1, post("content-length", "1"))
                        .send(DATA, END_STREAM, 1, 1, 2),
                PROTOCOL);
        fails(
                "8.1.1 more DATA than announced, in two frames",
                wire -> wire.send(HEADERS, END_HEADERS, 1, post("content-length", "3"))
                        .send(DATA, 0, 1, 1, 2)
                        .send(DATA, END_STREAM, 1, 1, 2),
                PROTOCOL);
        fails(
                "8.1.1 no DATA where some was announced",
                wire -> wire.send(HEADERS, END_HEADERS | END_STREAM, 1, post("content-length", "1")),
                PROTOCOL);
        fails(
                "8.1.1 a length that is no number",
                wire -> wire.send(HEADERS, END_HEADERS, 1, post("content-length", "x")),
                PROTOCOL);
        fails(
                "8.1.1 two lengths that differ",
                wire -> wire.send(HEADERS, END_HEADERS, 1, post("content-length", "1", "content-length", "2")),
                PROTOCOL);
    }

    private void messages() {
        fails(
                "8.1 a second HEADERS frame that doesn't end the stream",
                wire -> wire.send(HEADERS, END_HEADERS, 1, post()).send(HEADERS, END_HEADERS, 1, fields("x", "1")),
                PROTOCOL);
        fails(
                "8.1 a pseudo-header field in trailers",
                wire -> wire.send(HEADERS, END_HEADERS, 1, post())
                        .send(HEADERS, END_HEADERS | END_STREAM, 1, fields(":path", "/")),
                PROTOCOL);
        answers(
                "8.1 trailers end a request",
                1,
                200,
                wire -> wire.send(HEADERS, END_HEADERS, 1, post("content-length", "2"))
                        .send(DATA, 0, 1, 'o', 'k')
                        .send(HEADERS, END_HEADERS | END_STREAM, 1, fields("x-sum", "7")));
        answers(
                "8.1 a request ends with an empty frame",
                1,
                200,
                wire -> wire.send(HEADERS, END_HEADERS, 1, post("content-length", "2"))
                        .send(DATA, 0, 1, 'o', 'k')
                        .send(DATA, END_STREAM, 1));
        add("8.1 trailers end a response", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin().get(1, "/trailers")) {
                assertThat(status(wire, 1)).isEqualTo(200);
                Frame frame = java.util.Objects.requireNonNull(wire.read());
                while (frame.type() != HEADERS) {
                    frame = java.util.Objects.requireNonNull(wire.read());
                }
                assertThat(frame.has(END_STREAM)).isTrue();
                assertThat(wire.decode(frame).get("x-sum").toString()).isEqualTo("7");
            }
        });
        add("8.1 informational responses come first", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin().get(1, "/early")) {
                Frame frame = java.util.Objects.requireNonNull(wire.read());
                while (frame.type() != HEADERS) {
                    frame = java.util.Objects.requireNonNull(wire.read());
                }
                assertThat(wire.decode(frame).status().toString()).isEqualTo("103");
                assertThat(frame.has(END_STREAM)).isFalse();
                assertThat(status(wire, 1)).isEqualTo(200);
            }
        });
        add("8.2 a response has lower case names and nothing of its connection", () -> {
            try (Http2Wire wire = new Http2Wire(ADDRESS).begin().get(1, "/trailers")) {
                Frame frame = java.util.Objects.requireNonNull(wire.read());
                while (frame.type() != HEADERS) {
                    frame = java.util.Objects.requireNonNull(wire.read());
                }
                assertThat(wire.decode(frame)).allSatisfy(field -> {
                    assertThat(field.getKey().toString())
                            .isEqualTo(field.getKey().toString().toLowerCase(java.util.Locale.ROOT));
                    assertThat(field.getKey().toString()).isNotIn("transfer-encoding", "connection");
                });
            }
        });
    }
}
