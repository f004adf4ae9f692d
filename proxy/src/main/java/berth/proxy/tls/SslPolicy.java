package berth.proxy.tls;

import java.util.List;

/// The TLS versions that one of ELB's security policies allows.
///
/// Differs from ELB: TLS 1.0 and 1.1, which some policies still allow, are not spoken; ciphers are the JDK's,
/// of which all are strong, and not the policy's.
final class SslPolicy {
    private SslPolicy() {}

    /// @param name for example `ELBSecurityPolicy-TLS13-1-2-2021-06`
    static List<String> versions(String name) {
        if (name.contains("TLS13-1-3")) {
            return List.of("TLSv1.3");
        }
        return name.contains("TLS13") || name.isEmpty() ? List.of("TLSv1.3", "TLSv1.2") : List.of("TLSv1.2");
    }
}
