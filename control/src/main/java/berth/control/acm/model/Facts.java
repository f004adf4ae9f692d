package berth.control.acm.model;

import java.time.Instant;
import java.util.List;

/// What a certificate says of itself.
///
/// @param domainNames the common name and the alternative names, each once, in lower case
/// @param serial hex digits in pairs, joined by colons
/// @param keyAlgorithm ACM's word, for example `RSA-2048` or `EC-prime256v1`
/// @param signatureAlgorithm for example `SHA256WITHRSA`
public record Facts(
        List<String> domainNames,
        String subject,
        String issuer,
        String serial,
        Instant notBefore,
        Instant notAfter,
        String keyAlgorithm,
        String signatureAlgorithm) {
    public Facts {
        domainNames = List.copyOf(domainNames);
    }
}
