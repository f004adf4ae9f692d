package berth.routing;

import java.time.Duration;

/// The attributes of a load balancer that its traffic feels.
///
/// @param idleTimeout ELB `idle_timeout.timeout_seconds`, 1 to 4000 s, 60: neither side sent anything for this
///     long; of a network load balancer `tcp.idle_timeout.seconds`, 60 to 6000 s, 350
/// @param clientKeepAlive ELB `client_keep_alive.seconds`, 60 to 604800 s, 3600: an HTTP connection of a client
///     lives no longer than this
/// @param xffMode ELB `routing.http.xff_header_processing.mode`
/// @param xffClientPort ELB `routing.http.xff_client_port.enabled`: X-Forwarded-For has the client's port too
/// @param desyncMode ELB `routing.http.desync_mitigation_mode`
/// @param preserveHostHeader ELB `routing.http.preserve_host_header.enabled`: the target gets the client's Host
///     as it is; otherwise without a change too, but for a host in a request's target, which replaces it
/// @param dropInvalidHeaderFields ELB `routing.http.drop_invalid_header_fields.enabled`: fields whose names are
///     not made of `[-A-Za-z0-9]` are left out
/// @param tlsHeaders ELB `routing.http.x_amzn_tls_version_and_cipher_suite.enabled`
/// @param http2 ELB `routing.http2.enabled`
public record LoadBalancerAttributes(
        Duration idleTimeout,
        Duration clientKeepAlive,
        XffMode xffMode,
        boolean xffClientPort,
        DesyncMode desyncMode,
        boolean preserveHostHeader,
        boolean dropInvalidHeaderFields,
        boolean tlsHeaders,
        boolean http2) {

    /// ELB's defaults for an application load balancer.
    public static final LoadBalancerAttributes APPLICATION = new LoadBalancerAttributes(
            Duration.ofSeconds(60),
            Duration.ofSeconds(3600),
            XffMode.APPEND,
            false,
            DesyncMode.DEFENSIVE,
            false,
            false,
            false,
            true);

    /// ELB's defaults for a network load balancer; what concerns HTTP has no effect there.
    public static final LoadBalancerAttributes NETWORK = new LoadBalancerAttributes(
            Duration.ofSeconds(350),
            Duration.ofSeconds(3600),
            XffMode.APPEND,
            false,
            DesyncMode.DEFENSIVE,
            false,
            false,
            false,
            true);

    /// What happens to X-Forwarded-For.
    public enum XffMode {
        /// The client's address is added at the end.
        APPEND,
        /// The target gets it as the client sent it.
        PRESERVE,
        /// The target gets none.
        REMOVE
    }

    /// What happens to requests that two servers could read differently.
    public enum DesyncMode {
        /// Passes requests that are merely unusual.
        MONITOR,
        /// ELB's default.
        DEFENSIVE,
        /// Refuses whatever doesn't follow RFC 9112 to the letter.
        STRICTEST
    }
}
