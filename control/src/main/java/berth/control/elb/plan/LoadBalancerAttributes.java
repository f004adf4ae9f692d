package berth.control.elb.plan;

import static berth.control.elb.plan.Attribute.choice;
import static berth.control.elb.plan.Attribute.fixed;
import static berth.control.elb.plan.Attribute.flag;
import static berth.control.elb.plan.Attribute.seconds;

import java.util.ArrayList;
import java.util.List;

/// What attributes load balancers and listeners have (ELB: LoadBalancerAttribute, ListenerAttribute).
final class LoadBalancerAttributes {
    static final String DELETION_PROTECTION = "deletion_protection.enabled";

    private static final String NO_S3 = "logs are not written to S3";
    private static final String ONE_PLACE = "all zones are on one machine";

    static final List<Attribute> APPLICATION = List.of(
            fixed("access_logs.s3.enabled", "false", NO_S3),
            fixed("access_logs.s3.bucket", "", NO_S3),
            fixed("access_logs.s3.prefix", "", NO_S3),
            seconds("client_keep_alive.seconds", 3600, 60, 604_800),
            fixed("connection_logs.s3.enabled", "false", NO_S3),
            fixed("connection_logs.s3.bucket", "", NO_S3),
            fixed("connection_logs.s3.prefix", "", NO_S3),
            flag(DELETION_PROTECTION, false),
            seconds("idle_timeout.timeout_seconds", 60, 1, 4000),
            fixed("ipv6.deny_all_igw_traffic", "false", "addresses are IPv4"),
            fixed("load_balancing.cross_zone.enabled", "true", "ELB balances applications across zones always"),
            choice("routing.http.desync_mitigation_mode", "defensive", "monitor", "strictest"),
            flag("routing.http.drop_invalid_header_fields.enabled", false),
            flag("routing.http.preserve_host_header.enabled", false),
            flag("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", false),
            flag("routing.http.xff_client_port.enabled", false),
            choice("routing.http.xff_header_processing.mode", "append", "preserve", "remove"),
            flag("routing.http2.enabled", true),
            fixed("waf.fail_open.enabled", "false", "there is no WAF"),
            fixed("zonal_shift.config.enabled", "false", ONE_PLACE));

    /// `load_balancing.cross_zone.enabled` may be either: a client reaches every target whatever it says.
    static final List<Attribute> NETWORK = List.of(
            fixed("access_logs.s3.enabled", "false", NO_S3),
            fixed("access_logs.s3.bucket", "", NO_S3),
            fixed("access_logs.s3.prefix", "", NO_S3),
            flag(DELETION_PROTECTION, false),
            fixed("dns_record.client_routing_policy", "any_availability_zone", ONE_PLACE),
            fixed("ipv6.deny_all_igw_traffic", "false", "addresses are IPv4"),
            flag("load_balancing.cross_zone.enabled", false),
            fixed("secondary_ips.auto_assigned.per_subnet", "0", "a load balancer has one address"),
            fixed("zonal_shift.config.enabled", "false", ONE_PLACE));

    static final List<Attribute> TCP_LISTENER = List.of(seconds("tcp.idle_timeout.seconds", 350, 60, 6000));

    static final List<Attribute> LISTENER = listener();

    private LoadBalancerAttributes() {}

    private static List<Attribute> listener() {
        List<Attribute> all = new ArrayList<>();
        all.add(fixed("routing.http.response.server.enabled", "true", "the server header is always sent"));
        for (String header : List.of(
                "strict_transport_security",
                "access_control_allow_origin",
                "access_control_allow_methods",
                "access_control_allow_headers",
                "access_control_allow_credentials",
                "access_control_expose_headers",
                "access_control_max_age",
                "content_security_policy",
                "x_content_type_options",
                "x_frame_options")) {
            all.add(fixed("routing.http.response." + header + ".header_value", "", "no response headers are added"));
        }
        for (String header : List.of(
                "mtls_clientcert_serial_number",
                "mtls_clientcert_issuer",
                "mtls_clientcert_subject",
                "mtls_clientcert_validity",
                "mtls_clientcert_leaf",
                "mtls_clientcert",
                "tls_version",
                "tls_cipher_suite")) {
            all.add(fixed(
                    "routing.http.request.x_amzn_" + header + ".header_name", "", "request headers are not renamed"));
        }
        return List.copyOf(all);
    }
}
