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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What two servers could read differently is refused, and the connection ends, so that nothing behind it is
/// taken for a request. A request hidden in each of these asks for `/hidden`; no target ever sees that.
class MalformedRequestTest {
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

    private static final Rig RIG = new Rig();
    private static final String ADDRESS = address();
    private static final Backend BACKEND = backend();

    private static Backend backend() {
        try {
            return Backend.saying("hello");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void serve() {
        RIG.serve(List.of(balancer(ADDRESS, http(forward("g")))), List.of(group("g", target(BACKEND.port()))));
    }

    @AfterAll
    static void stop() throws IOException {
        RIG.close();
        BACKEND.close();
    }

    private static Arguments of(String name, int status, String request) {
        return Arguments.of(name, status, request);
    }

    private static String post(String fields, String body) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
    }

    private static String get(String fields) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    }

    static List<Arguments> requests() {
        String zero = "0\r\n\r\n";
        return List.of(
                of("a length and chunks", 400, post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", zero)),
                of("chunks and a length", 400, post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", zero)),
                of("two lengths that differ", 400, post("Content-Length: 5\r\nContent-Length: 0\r\n", "hello")),
                of("two lengths that agree", 400, post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")),
                of("a list of lengths", 400, post("Content-Length: 5, 6\r\n", "hello")),
                of("a negative length", 400, post("Content-Length: -5\r\n", "")),
                of("a length with a sign", 400, post("Content-Length: +5\r\n", "hello")),
                of("a length that is no number", 400, post("Content-Length: five\r\n", "hello")),
                of("a length in hexadecimal", 400, post("Content-Length: 0x5\r\n", "hello")),
                of("a length beyond all bounds", 400, post("Content-Length: 99999999999999999999\r\n", "")),
                of("chunks behind another coding", 501, post("Transfer-Encoding: gzip, chunked\r\n", zero)),
                of("chunks before another coding", 400, post("Transfer-Encoding: chunked, identity\r\n", zero)),
                of("chunks twice", 400, post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", zero)),
                of("an unknown coding", 400, post("Transfer-Encoding: xchunked\r\n", zero)),
                of("identity", 400, post("Transfer-Encoding: identity\r\n", zero)),
                of("a coding with a control character", 400, post("Transfer-Encoding: \u000bchunked\r\n", zero)),
                of(
                        "chunks in HTTP/1.0",
                        400,
                        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + zero),
                of("a field that continues", 400, get("X: a\r\n b\r\n")),
                of("a coding that continues", 400, post("Transfer-Encoding:\r\n chunked\r\n", zero)),
                of("a first field that continues nothing", 400, "GET / HTTP/1.1\r\n X: a\r\nHost: a\r\n\r\n"),
                of("a bare line feed behind a field", 400, "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"),
                of("a bare line feed behind the first line", 400, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
                of("a bare carriage return in a field", 400, get("X: a\rb\r\n")),
                of("a NUL in a value", 400, get("X: a\0b\r\n")),
                of("a NUL in a name", 400, get("X\0: a\r\n")),
                of("a blank before the colon", 400, get("Content-Length : 0\r\n")),
                of("a tab before the colon", 400, get("Content-Length\t: 0\r\n")),
                of("a field without a colon", 400, get("Nonsense\r\n")),
                of("a field without a name", 400, get(": a\r\n")),
                of("a name with a bracket", 400, get("X[0]: a\r\n")),
                of("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
                of("two Hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                of("two Hosts that agree", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
                of("a target that names another host", 400, "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                of("two blanks in the first line", 400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
                of("a blank in the target", 400, "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
                of("a tab in the first line", 400, "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                of("a blank at the end of the first line", 400, "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
                of("no version", 400, "GET /\r\nHost: a\r\n\r\n"),
                of("HTTP/0.9 with a version", 505, "GET / HTTP/0.9\r\nHost: a\r\n\r\n"),
                of("HTTP/2.7", 505, "GET / HTTP/2.7\r\nHost: a\r\n\r\n"),
                of("HTTP/1.2", 505, "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
                of("a version that is none", 400, "GET / HTTX/1.1\r\nHost: a\r\n\r\n"),
                of("a method that is no token", 400, "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
                of("an HTTP/2 preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                of(
                        "a chunk size that is no number",
                        400,
                        post("Transfer-Encoding: chunked\r\n", "xyz\r\nabc\r\n" + zero)),
                of("a negative chunk size", 400, post("Transfer-Encoding: chunked\r\n", "-1\r\nabc\r\n" + zero)),
                of("a chunk size with a prefix", 400, post("Transfer-Encoding: chunked\r\n", "0x3\r\nabc\r\n" + zero)),
                of(
                        "a chunk size beyond all bounds",
                        400,
                        post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nabc")),
                of("a chunk longer than its size", 400, post("Transfer-Encoding: chunked\r\n", "3\r\nabcd\r\n" + zero)),
                of(
                        "a chunk size with a bare line feed",
                        400,
                        post("Transfer-Encoding: chunked\r\n", "3\nabc\r\n" + zero)),
                of("a chunk with a bare line feed", 400, post("Transfer-Encoding: chunked\r\n", "3\r\nabc\n" + zero)),
                of("an empty chunk size", 400, post("Transfer-Encoding: chunked\r\n", "\r\nabc\r\n" + zero)),
                of("a first line too long", 414, "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                of("fields too large", 400, get(("X: " + "a".repeat(1000) + "\r\n").repeat(70))),
                of("fields too many", 431, get("X: a\r\n".repeat(300))),
                of("TRACE", 405, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
                of("CONNECT", 400, "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("requests")
    void isRefusedAndTheConnectionEnds(String name, int status, String request) throws IOException {
        try (Client client = new Client(ADDRESS)) {
            client.send(request + HIDDEN);
            Message response = client.receive();
            assertThat(response.status()).as(name).isEqualTo(status);
            assertThat(response.field("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(BACKEND.requests()).noneMatch(seen -> seen.start().contains("hidden"));
    }

    @Test
    void whatIsWellFormedIsNot() throws IOException {
        try (Client client = new Client(ADDRESS)) {
            client.send("\r\nGET http://a/x HTTP/1.1\r\nHost: a\r\nX-Empty:\r\nX-Tab:\ta\t\r\n\r\n");
            assertThat(client.receive().status()).isEqualTo(200);
            client.send(post("Transfer-Encoding: Chunked\r\n", "A ;x=y\r\n0123456789\r\n000\r\nX-Trailer: 1\r\n\r\n"));
            assertThat(client.receive().status()).isEqualTo(200);
        }
    }
}
