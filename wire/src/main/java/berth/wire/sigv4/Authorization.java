package berth.wire.sigv4;

import berth.wire.CredentialScope;
import berth.wire.Headers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A parsed Authorization header:
/// `AWS4-HMAC-SHA256 Credential=AKID/20240229/us-east-1/ecs/aws4_request, SignedHeaders=host;x-amz-date, Signature=…`.
///
/// @param scope the credential
/// @param signedHeaders names in lower case, as listed
/// @param signature 64 hex digits, as sent
record Authorization(CredentialScope scope, List<String> signedHeaders, String signature) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /// Reads the header. Raises IncompleteSignature and tells everything that is missing at once, as AWS does.
    static Authorization read(Headers headers, Refusals refusals) {
        List<String> all = headers.all("Authorization");
        if (all.isEmpty() || all.getFirst().isBlank()) {
            throw refusals.missing();
        }
        if (all.size() > 1) {
            throw refusals.incomplete("The request has more than one Authorization header.");
        }
        String header = all.getFirst().strip();
        int space = header.indexOf(' ');
        String algorithm = space < 0 ? header : header.substring(0, space);
        if (!algorithm.equals(ALGORITHM)) {
            throw refusals.incomplete("Unsupported AWS 'algorithm': '" + cut(algorithm) + "'. Use " + ALGORITHM + '.');
        }
        Map<String, String> parts = parts(header.substring(algorithm.length()), refusals);
        String credential = parts.getOrDefault("Credential", "");
        String signedHeaders = parts.getOrDefault("SignedHeaders", "");
        String signature = parts.getOrDefault("Signature", "");
        List<String> missing = new ArrayList<>();
        note(missing, credential, "Authorization header requires 'Credential' parameter.");
        note(missing, signature, "Authorization header requires 'Signature' parameter.");
        note(missing, signedHeaders, "Authorization header requires 'SignedHeaders' parameter.");
        if (headers.first("X-Amz-Date").or(() -> headers.first("Date")).isEmpty()) {
            missing.add("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        }
        if (!missing.isEmpty()) {
            throw refusals.incomplete(String.join(" ", missing));
        }
        return new Authorization(scope(credential, refusals), List.of(signedHeaders.split(";", -1)), signature);
    }

    private static void note(List<String> missing, String value, String sentence) {
        if (value.isEmpty()) {
            missing.add(sentence);
        }
    }

    private static Map<String, String> parts(String text, Refusals refusals) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            String pair = part.strip();
            int equals = pair.indexOf('=');
            if (pair.isEmpty()) {
                continue;
            }
            if (equals < 0) {
                throw refusals.incomplete(
                        "'" + cut(pair) + "' not a valid key=value pair (missing equal-sign) in Authorization header.");
            }
            if (parts.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw refusals.incomplete("The Authorization header gives a parameter twice.");
            }
        }
        return parts;
    }

    private static CredentialScope scope(String credential, Refusals refusals) {
        Optional<CredentialScope> scope = CredentialScope.parse(credential);
        return scope.orElseThrow(() -> refusals.incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '"
                        + cut(credential) + "'"));
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
