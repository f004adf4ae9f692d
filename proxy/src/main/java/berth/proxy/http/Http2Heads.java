package berth.proxy.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Heads between HTTP/2 and Netty's HTTP/1.1 objects, by RFC 9113 section 8.
final class Http2Heads {
    private static final List<String> OF_THE_CONNECTION =
            List.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "http2-settings");

    private Http2Heads() {}

    /// What came is malformed in the sense of RFC 9113, 8.1.1.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String why) {
            super(why);
        }
    }

    /// @param end the request has no body
    static HttpRequest request(Http2Headers from, boolean end) throws Malformed {
        CharSequence method = required(from, Http2Headers.PseudoHeaderName.METHOD.value());
        if (!isToken(method)) {
            throw new Malformed("the method is no token");
        }
        if (method.toString().equals("CONNECT")) {
            throw new Malformed("CONNECT is not served");
        }
        required(from, Http2Headers.PseudoHeaderName.SCHEME.value());
        String path = required(from, Http2Headers.PseudoHeaderName.PATH.value()).toString();
        if (!isTarget(path, method.toString())) {
            throw new Malformed("the path is none");
        }
        HttpRequest request = new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(method.toString()), path, copy(from, true));
        host(request.headers(), from.authority());
        if (!end && !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            request.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return request;
    }

    static HttpResponse response(Http2Headers from) throws Malformed {
        CharSequence status = required(from, Http2Headers.PseudoHeaderName.STATUS.value());
        try {
            int code = Integer.parseInt(status, 0, status.length(), 10);
            if (status.length() != 3 || code < 100 || code == 101) {
                throw new Malformed("the status is none: " + status);
            }
            return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(code), copy(from, false));
        } catch (NumberFormatException e) {
            throw new Malformed("the status is none: " + status);
        }
    }

    static HttpHeaders trailers(Http2Headers from) throws Malformed {
        HttpHeaders to = DefaultHttpHeadersFactory.trailersFactory().newHeaders();
        try {
            for (Map.Entry<CharSequence, CharSequence> field : from) {
                if (field.getKey().length() == 0 || field.getKey().charAt(0) == ':') {
                    throw new Malformed("a trailer is a pseudo-header field");
                }
                checkName(field.getKey(), field.getValue());
                to.add(field.getKey(), field.getValue());
            }
        } catch (IllegalArgumentException e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
        return to;
    }

    static Http2Headers request(HttpRequest from, boolean secure) {
        Http2Headers to = new DefaultHttp2Headers(false)
                .method(from.method().asciiName())
                .scheme(secure ? "https" : "http")
                .path(from.uri());
        String host = from.headers().get(HttpHeaderNames.HOST);
        if (host != null) {
            to.authority(host);
        }
        return fields(from.headers(), to);
    }

    static Http2Headers response(HttpResponse from) {
        return fields(
                from.headers(),
                new DefaultHttp2Headers(false).status(from.status().codeAsText()));
    }

    static Http2Headers trailers(HttpHeaders from) {
        return fields(from, new DefaultHttp2Headers(false));
    }

    private static Http2Headers fields(HttpHeaders from, Http2Headers to) {
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = from.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            String name = field.getKey().toString().toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(name) && !name.equals("host")) {
                to.add(name, field.getValue());
            }
        }
        return to;
    }

    private static HttpHeaders copy(Http2Headers from, boolean request) throws Malformed {
        HttpHeaders to = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        StringBuilder cookies = new StringBuilder();
        int lengths = 0;
        try {
            for (Map.Entry<CharSequence, CharSequence> field : from) {
                CharSequence name = field.getKey();
                if (name.length() > 0 && name.charAt(0) == ':') {
                    checkPseudo(name.toString(), request);
                    continue;
                }
                checkName(name, field.getValue());
                String known = name.toString();
                if (known.equals("cookie")) {
                    cookies.append(cookies.isEmpty() ? "" : "; ").append(field.getValue());
                    continue;
                }
                lengths += known.equals("content-length") ? 1 : 0;
                to.add(name, field.getValue());
            }
            if (!cookies.isEmpty()) {
                to.add(HttpHeaderNames.COOKIE, cookies.toString());
            }
        } catch (IllegalArgumentException e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
        if (lengths > 1) {
            throw new Malformed("two content-lengths");
        }
        return to;
    }

    private static void checkPseudo(String name, boolean request) throws Malformed {
        boolean known = request
                ? name.equals(":method") || name.equals(":scheme") || name.equals(":path") || name.equals(":authority")
                : name.equals(":status");
        if (!known) {
            throw new Malformed("the pseudo-header field " + name + " does not belong here");
        }
    }

    private static void checkName(CharSequence name, CharSequence value) throws Malformed {
        if (!isToken(name)) {
            throw new Malformed("the name of a field is no token");
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 'A' && name.charAt(i) <= 'Z') {
                throw new Malformed("the name of a field has an upper case letter");
            }
        }
        String known = name.toString();
        if (OF_THE_CONNECTION.contains(known)) {
            throw new Malformed(known + " belongs to HTTP/1.1");
        }
        if (known.equals("te") && !"trailers".contentEquals(value)) {
            throw new Malformed("te is not trailers");
        }
        int length = value.length();
        if (length > 0 && (isBlank(value.charAt(0)) || isBlank(value.charAt(length - 1)))) {
            throw new Malformed("the value of " + known + " has a blank at an end");
        }
    }

    private static void host(HttpHeaders headers, @Nullable CharSequence authority) throws Malformed {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1) {
            throw new Malformed("two hosts");
        }
        if (authority == null || authority.length() == 0) {
            if (hosts.isEmpty()) {
                throw new Malformed("no authority");
            }
            return;
        }
        if (!hosts.isEmpty() && !hosts.getFirst().equalsIgnoreCase(authority.toString())) {
            throw new Malformed("host differs from the authority");
        }
        if (authority.toString().indexOf('@') >= 0) {
            throw new Malformed("the authority has user information");
        }
        try {
            headers.set(HttpHeaderNames.HOST, authority);
        } catch (IllegalArgumentException e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
    }

    private static CharSequence required(Http2Headers from, CharSequence name) throws Malformed {
        List<CharSequence> values = from.getAll(name);
        if (values.size() != 1) {
            throw new Malformed(name + " is there " + values.size() + " times");
        }
        return values.getFirst();
    }

    private static boolean isTarget(String path, String method) {
        if (path.equals("*")) {
            return method.equals("OPTIONS");
        }
        return path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c != 0x7f);
    }

    private static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return text.length() > 0;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
