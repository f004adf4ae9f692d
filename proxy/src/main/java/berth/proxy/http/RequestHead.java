package berth.proxy.http;

import berth.routing.LoadBalancerAttributes;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// What a load balancer changes in a request's head before a target gets it.
public final class RequestHead {
    private static final AsciiString FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
    private static final AsciiString FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");
    private static final AsciiString FORWARDED_PORT = AsciiString.cached("X-Forwarded-Port");
    private static final AsciiString TRACE_ID = AsciiString.cached("X-Amzn-Trace-Id");
    private static final AsciiString TLS_VERSION = AsciiString.cached("X-Amzn-Tls-Version");
    private static final AsciiString TLS_CIPHER = AsciiString.cached("X-Amzn-Tls-Cipher-Suite");
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("Keep-Alive");
    private static final AsciiString PROXY_CONNECTION = AsciiString.cached("Proxy-Connection");
    private static final AsciiString HTTP2_SETTINGS = AsciiString.cached("HTTP2-Settings");
    private static final List<String> NOT_BY_THE_HOP =
            List.of("content-length", "transfer-encoding", "host", "close", "keep-alive", "upgrade", "te", "trailer");
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private RequestHead() {}

    /// The client's connection, as far as targets are told of it.
    public record Origin(
            String address,
            int clientPort,
            boolean secure,
            String port,
            @Nullable String tlsVersion,
            @Nullable String tlsCipher) {}

    static boolean isWebSocket(HttpRequest head) {
        return head.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && head.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    /// Changes the head in place.
    static void prepare(HttpRequest head, LoadBalancerAttributes attributes, Origin origin) {
        HttpHeaders headers = head.headers();
        boolean webSocket = dropHops(head);
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        String authority = RequestRules.authority(head.uri());
        if (authority != null) {
            head.setUri(RequestRules.target(head.uri()));
            headers.set(HttpHeaderNames.HOST, authority);
        }
        if (attributes.dropInvalidHeaderFields()) {
            dropInvalid(headers);
        }
        forwardedFor(headers, attributes, origin);
        headers.set(FORWARDED_PROTO, origin.secure ? "https" : "http");
        headers.set(FORWARDED_PORT, origin.port);
        trace(headers);
        if (attributes.tlsHeaders() && origin.tlsVersion != null && origin.tlsCipher != null) {
            headers.set(TLS_VERSION, origin.tlsVersion);
            headers.set(TLS_CIPHER, origin.tlsCipher);
        }
        if (webSocket) {
            headers.set(HttpHeaderNames.CONNECTION, "Upgrade");
            headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        }
    }

    /// Removes what concerns the client's connection alone.
    ///
    /// @return whether it asks for a WebSocket
    private static boolean dropHops(HttpRequest head) {
        HttpHeaders headers = head.headers();
        boolean webSocket = false;
        List<String> connections = headers.getAll(HttpHeaderNames.CONNECTION);
        if (!connections.isEmpty()) {
            webSocket = isWebSocket(head);
            for (String connection : connections) {
                for (String name : connection.split(",")) {
                    String word = name.strip().toLowerCase(java.util.Locale.ROOT);
                    if (!word.isEmpty() && !NOT_BY_THE_HOP.contains(word)) {
                        headers.remove(word);
                    }
                }
            }
            headers.remove(HttpHeaderNames.CONNECTION);
            headers.remove(KEEP_ALIVE);
        }
        headers.remove(HttpHeaderNames.UPGRADE);
        headers.remove(PROXY_CONNECTION);
        headers.remove(HTTP2_SETTINGS);
        String te = headers.get(HttpHeaderNames.TE);
        if (te != null) {
            headers.remove(HttpHeaderNames.TE);
            if (te.toLowerCase(java.util.Locale.ROOT).contains("trailers")) {
                headers.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
            }
        }
        return webSocket;
    }

    private static void dropInvalid(HttpHeaders headers) {
        List<String> invalid = new ArrayList<>();
        for (Map.Entry<String, String> field : headers) {
            if (!field.getKey().chars().allMatch(RequestHead::isLetterDigitOrDash)) {
                invalid.add(field.getKey());
            }
        }
        invalid.forEach(headers::remove);
    }

    private static boolean isLetterDigitOrDash(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    private static void forwardedFor(HttpHeaders headers, LoadBalancerAttributes attributes, Origin origin) {
        switch (attributes.xffMode()) {
            case APPEND -> {
                String address = attributes.xffClientPort() ? withPort(origin) : origin.address;
                List<String> before = headers.getAll(FORWARDED_FOR);
                headers.set(FORWARDED_FOR, before.isEmpty() ? address : String.join(", ", before) + ", " + address);
            }
            case PRESERVE -> {}
            case REMOVE -> headers.remove(FORWARDED_FOR);
        }
    }

    private static String withPort(Origin origin) {
        return (origin.address.contains(":") ? "[" + origin.address + "]" : origin.address) + ':' + origin.clientPort;
    }

    /// ELB: a request without a root gets one; one that has it gets the load balancer's own mark before it.
    private static void trace(HttpHeaders headers) {
        String given = headers.get(TRACE_ID);
        if (given == null) {
            headers.set(TRACE_ID, traceId("Root=1-"));
        } else if (given.contains("Root=")) {
            headers.set(TRACE_ID, traceId("Self=1-") + ';' + given);
        } else {
            headers.set(TRACE_ID, traceId("Root=1-") + ';' + given);
        }
    }

    private static String traceId(String start) {
        char[] id = new char[start.length() + 33];
        start.getChars(0, start.length(), id, 0);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int at = hex(id, start.length(), System.currentTimeMillis() / 1000, 8);
        id[at++] = '-';
        at = hex(id, at, random.nextLong(), 16);
        hex(id, at, random.nextLong(), 8);
        return new String(id);
    }

    private static int hex(char[] into, int from, long value, int digits) {
        for (int i = 0; i < digits; i++) {
            into[from + i] = HEX[(int) (value >>> (4 * (digits - 1 - i))) & 0xf];
        }
        return from + digits;
    }
}
