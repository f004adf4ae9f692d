package berth.control.elb.model;

/// What a listener or a target group speaks. UDP, TCP_UDP, QUIC and GENEVE are refused by name.
public enum Protocol {
    HTTP,
    HTTPS,
    TCP,
    TLS;

    /// Whether it ends TLS.
    public boolean secure() {
        return this == HTTPS || this == TLS;
    }

    /// Whether requests are read, as application load balancers do, rather than bytes passed on.
    public boolean readsRequests() {
        return this == HTTP || this == HTTPS;
    }
}
