package berth.control.elb.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// ELB's sets of TLS versions and ciphers, by name.
///
/// Differs from ELB: TLS 1.0 and 1.1 are not spoken, so a policy that allows them is shown with TLS 1.2 alone; the
/// proxy offers the JDK's ciphers, of which all are strong, whatever the policy names. Policies that need FIPS or
/// post-quantum key exchange are left out.
public final class SslPolicies {
    /// Of a listener for which none is given.
    public static final String DEFAULT = "ELBSecurityPolicy-2016-08";

    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final int OLDEST_SPOKEN = 2;

    private static final List<String> TLS_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> FORWARD_SECRET_GCM = List.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384");
    private static final List<String> FORWARD_SECRET_CBC = List.of(
            "ECDHE-ECDSA-AES128-SHA256",
            "ECDHE-RSA-AES128-SHA256",
            "ECDHE-ECDSA-AES256-SHA384",
            "ECDHE-RSA-AES256-SHA384");
    private static final List<String> FORWARD_SECRET_SHA1 =
            List.of("ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA", "ECDHE-ECDSA-AES256-SHA");
    private static final List<String> RSA_SHA2 =
            List.of("AES128-GCM-SHA256", "AES128-SHA256", "AES256-GCM-SHA384", "AES256-SHA256");
    private static final List<String> RSA_SHA1 = List.of("AES128-SHA", "AES256-SHA");

    private static final List<Policy> ALL = List.of(
            policy(DEFAULT, 0, 2, FORWARD_SECRET_GCM, FORWARD_SECRET_CBC, FORWARD_SECRET_SHA1, RSA_SHA2, RSA_SHA1),
            policy("ELBSecurityPolicy-TLS13-1-2-2021-06", 2, 3, TLS_1_3, FORWARD_SECRET_GCM, FORWARD_SECRET_CBC),
            policy("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", 2, 3, TLS_1_3, FORWARD_SECRET_GCM),
            policy(
                    "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
                    2,
                    3,
                    TLS_1_3,
                    FORWARD_SECRET_GCM,
                    FORWARD_SECRET_CBC,
                    RSA_SHA2),
            policy(
                    "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
                    2,
                    3,
                    TLS_1_3,
                    FORWARD_SECRET_GCM,
                    FORWARD_SECRET_CBC,
                    FORWARD_SECRET_SHA1,
                    RSA_SHA2,
                    RSA_SHA1),
            policy(
                    "ELBSecurityPolicy-TLS13-1-1-2021-06",
                    1,
                    3,
                    TLS_1_3,
                    FORWARD_SECRET_GCM,
                    FORWARD_SECRET_CBC,
                    FORWARD_SECRET_SHA1,
                    RSA_SHA2,
                    RSA_SHA1),
            policy(
                    "ELBSecurityPolicy-TLS13-1-0-2021-06",
                    0,
                    3,
                    TLS_1_3,
                    FORWARD_SECRET_GCM,
                    FORWARD_SECRET_CBC,
                    FORWARD_SECRET_SHA1,
                    RSA_SHA2,
                    RSA_SHA1),
            policy("ELBSecurityPolicy-TLS13-1-3-2021-06", 3, 3, TLS_1_3),
            policy("ELBSecurityPolicy-TLS-1-2-2017-01", 2, 2, FORWARD_SECRET_GCM, FORWARD_SECRET_CBC, RSA_SHA2),
            policy(
                    "ELBSecurityPolicy-TLS-1-1-2017-01",
                    1,
                    2,
                    FORWARD_SECRET_GCM,
                    FORWARD_SECRET_CBC,
                    FORWARD_SECRET_SHA1,
                    RSA_SHA2,
                    RSA_SHA1),
            policy(
                    "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
                    2,
                    2,
                    FORWARD_SECRET_GCM,
                    FORWARD_SECRET_CBC,
                    FORWARD_SECRET_SHA1,
                    RSA_SHA2,
                    RSA_SHA1),
            policy("ELBSecurityPolicy-FS-2018-06", 0, 2, FORWARD_SECRET_GCM, FORWARD_SECRET_CBC, FORWARD_SECRET_SHA1),
            policy(
                    "ELBSecurityPolicy-FS-1-1-2019-08",
                    1,
                    2,
                    FORWARD_SECRET_GCM,
                    FORWARD_SECRET_CBC,
                    FORWARD_SECRET_SHA1),
            policy(
                    "ELBSecurityPolicy-FS-1-2-2019-08",
                    2,
                    2,
                    FORWARD_SECRET_GCM,
                    FORWARD_SECRET_CBC,
                    FORWARD_SECRET_SHA1),
            policy("ELBSecurityPolicy-FS-1-2-Res-2019-08", 2, 2, FORWARD_SECRET_GCM, FORWARD_SECRET_CBC),
            policy("ELBSecurityPolicy-FS-1-2-Res-2020-10", 2, 2, FORWARD_SECRET_GCM),
            policy(
                    "ELBSecurityPolicy-2015-05",
                    0,
                    2,
                    FORWARD_SECRET_GCM,
                    FORWARD_SECRET_CBC,
                    FORWARD_SECRET_SHA1,
                    RSA_SHA2,
                    RSA_SHA1));

    private SslPolicies() {}

    /// @param protocols for example `TLSv1.2`
    /// @param ciphers by OpenSSL's names, the preferred one first
    public record Policy(String name, List<String> protocols, List<String> ciphers) {
        public Policy {
            protocols = List.copyOf(protocols);
            ciphers = List.copyOf(ciphers);
        }
    }

    public static List<Policy> all() {
        return ALL;
    }

    /// The policy of that name, or null.
    public static @Nullable Policy find(String name) {
        return ALL.stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @SafeVarargs
    private static Policy policy(String name, int lowest, int highest, List<String>... ciphers) {
        return new Policy(
                name,
                VERSIONS.subList(Math.max(lowest, OLDEST_SPOKEN), highest + 1),
                List.of(ciphers).stream().flatMap(List::stream).toList());
    }
}
