package berth.routing;

/// What is spoken on a listener, to a target, or by a health check.
public enum Protocol {
    HTTP,
    HTTPS,
    TCP,
    TLS;

    /// Whether the bytes are encrypted.
    public boolean isSecure() {
        return this == HTTPS || this == TLS;
    }

    /// Whether requests are seen, and not only bytes.
    public boolean isHttp() {
        return this == HTTP || this == HTTPS;
    }
}
