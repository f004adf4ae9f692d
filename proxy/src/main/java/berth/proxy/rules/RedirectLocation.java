package berth.proxy.rules;

import berth.routing.Action.Redirect;

/// Where a redirect sends a client.
///
/// The parts of the request fill `#{protocol}`, `#{host}`, `#{port}`, `#{path}` (without its leading slash) and
/// `#{query}`. The port is left out where it is the protocol's own, the question mark where there is no query.
///
/// Worked example: `HTTPS`, `#{host}`, `443`, `/#{path}`, `#{query}` makes of `http://example.com/a?b=1` the
/// location `https://example.com/a?b=1`.
public final class RedirectLocation {
    private RedirectLocation() {}

    public static String of(Redirect redirect, Request request) {
        String protocol = filled(redirect.protocol(), request).toLowerCase(java.util.Locale.ROOT);
        String port = filled(redirect.port(), request);
        String query = filled(redirect.query(), request);
        String path = filled(redirect.path(), request);
        boolean usual = (protocol.equals("http") && port.equals("80"))
                || (protocol.equals("https") && port.equals("443"))
                || port.isEmpty();
        return protocol
                + "://"
                + filled(redirect.host(), request)
                + (usual ? "" : ":" + port)
                + (path.startsWith("/") ? path : "/" + path)
                + (query.isEmpty() ? "" : "?" + query);
    }

    private static String filled(String part, Request request) {
        if (!part.contains("#{")) {
            return part;
        }
        String path = request.path();
        return part.replace("#{protocol}", request.secure() ? "https" : "http")
                .replace("#{host}", request.host())
                .replace("#{port}", Integer.toString(request.port()))
                .replace("#{path}", path.startsWith("/") ? path.substring(1) : path)
                .replace("#{query}", request.query());
    }
}
