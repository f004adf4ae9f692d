package berth.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Netty's decoder lets through and RFC 9112 doesn't. The connection is closed after such a request, since
/// where the next one starts can't be known.
public final class RequestRules {
    static final int MAX_HEADERS = 200;

    private RequestRules() {}

    /// Why a request is refused.
    public record Refusal(HttpResponseStatus status, String why) {}

    public static @Nullable Refusal check(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return bad("The request is not well-formed HTTP: "
                    + request.decoderResult().cause().getMessage());
        }
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return new Refusal(
                    HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "This server speaks HTTP/1.1, not " + version + ".");
        }
        if (request.headers().size() > MAX_HEADERS) {
            return new Refusal(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "A request may have " + MAX_HEADERS + " header fields.");
        }
        List<String> encodings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (encodings.size() > 1
                || (encodings.size() == 1 && !encodings.getFirst().strip().equalsIgnoreCase("chunked"))) {
            return new Refusal(HttpResponseStatus.NOT_IMPLEMENTED, "The only transfer encoding here is chunked.");
        }
        return checkHost(request);
    }

    private static @Nullable Refusal checkHost(HttpRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1) {
            return bad("The request has two Host fields.");
        }
        if (hosts.isEmpty()) {
            return request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                    ? null
                    : bad("The request has no Host field.");
        }
        String authority = authority(request.uri());
        if (authority != null && !authority.equalsIgnoreCase(hosts.getFirst().strip())) {
            return bad("The request names one host in its first line and another in its Host field.");
        }
        return null;
    }

    /// The path and query of a request's target, which may be an absolute URI.
    public static String target(String uri) {
        if (authority(uri) == null) {
            return uri.isEmpty() ? "/" : uri;
        }
        int slash = uri.indexOf('/', uri.indexOf("://") + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }

    static @Nullable String authority(String uri) {
        if (!uri.regionMatches(true, 0, "http://", 0, 7) && !uri.regionMatches(true, 0, "https://", 0, 8)) {
            return null;
        }
        int start = uri.indexOf("://") + 3;
        int end = start;
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        return uri.substring(start, end);
    }

    private static Refusal bad(String why) {
        return new Refusal(HttpResponseStatus.BAD_REQUEST, why);
    }
}
