package berth.wire;

import java.util.Optional;

/// Whom, when and where a signature is for: `AKID/20240229/us-east-1/ecs/aws4_request`.
///
/// @param accessKeyId the key that signed
/// @param date eight digits, the UTC day of the signature
/// @param region the region that was signed for
/// @param service the signing name of the service that was signed for
/// @param terminator `aws4_request`
public record CredentialScope(String accessKeyId, String date, String region, String service, String terminator) {
    private static final String CREDENTIAL = "Credential=";

    /// Reads a credential; an access key id may itself hold slashes, the last four parts are fixed.
    public static Optional<CredentialScope> parse(String credential) {
        String[] parts = credential.split("/", -1);
        if (parts.length < 5) {
            return Optional.empty();
        }
        int last = parts.length - 1;
        String key = String.join("/", java.util.Arrays.asList(parts).subList(0, last - 3));
        return Optional.of(new CredentialScope(key, parts[last - 3], parts[last - 2], parts[last - 1], parts[last]));
    }

    /// The scope that a call's Authorization header names, for choosing the service; not verified.
    static Optional<CredentialScope> claimedBy(HttpCall call) {
        String header = call.headers().first("Authorization").orElse("");
        int start = header.indexOf(CREDENTIAL);
        if (start < 0) {
            return Optional.empty();
        }
        int from = start + CREDENTIAL.length();
        int comma = header.indexOf(',', from);
        return parse(header.substring(from, comma < 0 ? header.length() : comma).strip());
    }

    /// What follows the key: `20240229/us-east-1/ecs/aws4_request`.
    public String path() {
        return date + '/' + region + '/' + service + '/' + terminator;
    }
}
