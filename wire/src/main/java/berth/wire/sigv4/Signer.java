package berth.wire.sigv4;

import berth.wire.CredentialScope;
import berth.wire.Headers;
import berth.wire.HttpCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Signs our own calls of our own API, as any client does: `explain` on the command line, and tests.
///
/// @param secret hidden in texts
public record Signer(String accessKeyId, SecretKey secret, String region) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// The same call with X-Amz-Date and Authorization. It must have its Host; all its headers are signed.
    ///
    /// @param service signing name, for example `ecs`
    public HttpCall sign(HttpCall call, String service, Instant now) {
        String date = DATE.format(now);
        Headers headers = call.headers().with("X-Amz-Date", date);
        HttpCall dated =
                new HttpCall(call.method(), call.path(), call.rawQuery(), headers, call.body(), call.remoteAddress());
        List<String> signed = headers.fields().stream()
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .sorted()
                .distinct()
                .toList();
        CredentialScope scope = new CredentialScope(accessKeyId, date.substring(0, 8), region, service, "aws4_request");
        String canonical = CanonicalRequest.of(dated, signed, Hashes.sha256Hex(call.body()));
        byte[] signature = SigV4.signature(secret, scope, date, canonical);
        String authorization = Authorization.ALGORITHM
                + " Credential="
                + accessKeyId
                + '/'
                + scope.path()
                + ", SignedHeaders="
                + String.join(";", signed)
                + ", Signature="
                + new String(signature, StandardCharsets.UTF_8);
        return new HttpCall(
                call.method(),
                call.path(),
                call.rawQuery(),
                headers.with("Authorization", authorization),
                call.body(),
                call.remoteAddress());
    }
}
