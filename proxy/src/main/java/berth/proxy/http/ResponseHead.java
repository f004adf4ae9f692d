package berth.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;

/// What a load balancer changes in a response's head before a client gets it.
final class ResponseHead {
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("Keep-Alive");
    private static final AsciiString PROXY_CONNECTION = AsciiString.cached("Proxy-Connection");

    private ResponseHead() {}

    /// Removes what concerns the target's connection alone. Changes the head in place.
    static void prepare(HttpResponse head) {
        HttpHeaders headers = head.headers();
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        List<String> connections = headers.getAll(HttpHeaderNames.CONNECTION);
        if (!connections.isEmpty()) {
            for (String connection : connections) {
                for (String name : connection.split(",")) {
                    String word = name.strip().toLowerCase(Locale.ROOT);
                    if (!word.isEmpty() && !word.equals("content-length") && !word.equals("transfer-encoding")) {
                        headers.remove(word);
                    }
                }
            }
            headers.remove(HttpHeaderNames.CONNECTION);
            headers.remove(KEEP_ALIVE);
        }
        headers.remove(PROXY_CONNECTION);
        headers.remove(HttpHeaderNames.UPGRADE);
    }

    /// Whether a response can have a body.
    static boolean hasBody(HttpMethod method, int status) {
        return !method.equals(HttpMethod.HEAD) && status != 204 && status != 304 && status >= 200;
    }
}
