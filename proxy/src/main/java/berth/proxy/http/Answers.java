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

    private Answers() {}

    static FullHttpResponse of(HttpResponseStatus status) {
        String title = status.code() + " " + reason(status);
        return page(status, title);
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

    /// The words that ELB has for its own errors.
    private static String reason(HttpResponseStatus status) {
        return switch (status.code()) {
            case 503 -> "Service Temporarily Unavailable";
            case 504 -> "Gateway Time-out";
            default -> status.reasonPhrase();
        };
    }
}
