package berth.proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/// What the load balancer itself answers. ELB: `Server: awselb/2.0`, and a small page.
final class Answers {
    private static final String SERVER = "awselb/2.0";
    private static final HttpResponseStatus UNAVAILABLE =
            new HttpResponseStatus(503, "Service Temporarily Unavailable");
    private static final HttpResponseStatus TIMED_OUT = new HttpResponseStatus(504, "Gateway Time-out");

    private Answers() {}

    static FullHttpResponse of(HttpResponseStatus status) {
        HttpResponseStatus named = named(status);
        return page(named, named.code() + " " + named.reasonPhrase());
    }

    static FullHttpResponse redirect(int code, String location) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(code);
        FullHttpResponse response = page(status, status.code() + " " + status.reasonPhrase());
        response.headers().set(HttpHeaderNames.LOCATION, location);
        return response;
    }

    static FullHttpResponse fixed(int code, String contentType, String body) {
        FullHttpResponse response = text(HttpResponseStatus.valueOf(code), body);
        if (!contentType.isEmpty()) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        }
        return response;
    }

    private static FullHttpResponse page(HttpResponseStatus status, String title) {
        FullHttpResponse response = text(
                status,
                "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%s</h1></center>\r\n</body>\r\n</html>\r\n"
                        .formatted(title, title));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/html");
        return response;
    }

    private static FullHttpResponse text(HttpResponseStatus status, String body) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.SERVER, SERVER)
                .set(HttpHeaderNames.DATE, HttpDate.now())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        return response;
    }

    /// With the words that ELB has for its own errors.
    private static HttpResponseStatus named(HttpResponseStatus status) {
        return switch (status.code()) {
            case 503 -> UNAVAILABLE;
            case 504 -> TIMED_OUT;
            default -> status;
        };
    }
}
