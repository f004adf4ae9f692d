package berth.wire.sigv4;

import berth.wire.CredentialScope;
import berth.wire.Gateway;
import berth.wire.HttpCall;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Verifies Signature Version 4 in the Authorization header.
///
/// A request is somebody's if the HMAC over its canonical form, with a key derived from his secret for this day, region
/// and service, equals the one he sent. X-Amz-Security-Token is signed like any header and not looked at.
///
/// Differs from AWS: signatures in the query (presigned URLs) are refused, and X-Amz-Target must be signed, because it
/// decides what is done.
public final class SigV4 {
    private static final String MISMATCH =
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
                    + "Key and signing method. Consult the service documentation for details.";

    private SigV4() {}

    /// The caller of a request; raises a [Fault] in the words and codes of AWS if he can't be believed.
    ///
    /// @param keys the secret of an access key id; empty for one that does not exist or is not active
    /// @param now the time, against which the signature's may be 5 minutes off
    public static Caller verify(HttpCall call, Function<String, Optional<SecretKey>> keys, Instant now) {
        Refusals refusals = new Refusals(Gateway.protocol(call));
        refusePresigned(call, refusals);
        Authorization authorization = Authorization.read(call.headers(), refusals);
        SigningTime time = SigningTime.read(call.headers(), refusals);
        CredentialScope scope = authorization.scope();
        checkScope(call, scope, time, refusals);
        checkSignedHeaders(call, authorization.signedHeaders(), refusals);
        time.check(now, refusals);
        SecretKey secret = keys.apply(scope.accessKeyId()).orElseThrow(refusals::unknownKey);
        String canonical = CanonicalRequest.of(call, authorization.signedHeaders(), payloadHash(call, refusals));
        byte[] expected = signature(secret, scope, time.toString(), canonical);
        byte[] given = authorization.signature().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, given)) {
            throw refusals.mismatch(MISMATCH);
        }
        return new Caller(scope.accessKeyId(), scope.region(), scope.service());
    }

    private static void refusePresigned(HttpCall call, Refusals refusals) {
        boolean inQuery = call.rawQuery().contains("X-Amz-Signature=");
        if (inQuery && call.headers().first("Authorization").isEmpty()) {
            throw refusals.incomplete(
                    "Signatures in the query string are not accepted: sign with an Authorization header.");
        }
    }

    private static void checkScope(HttpCall call, CredentialScope scope, SigningTime time, Refusals refusals) {
        if (!scope.terminator().equals("aws4_request")) {
            throw refusals.mismatch("Credential should be scoped with a valid terminator: 'aws4_request', not '"
                    + scope.terminator() + "'.");
        }
        if (!scope.date().equals(time.day())) {
            throw refusals.mismatch(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from " + "HTTP: '"
                            + scope.date() + "' != '" + time.day() + "', from '" + time + "'.");
        }
        Gateway.serviceNamedBy(call).ifPresent(service -> {
            if (!service.signingName().equals(scope.service())) {
                throw refusals.mismatch(
                        "Credential should be scoped to correct service: '" + service.signingName() + "'.");
            }
        });
    }

    private static void checkSignedHeaders(HttpCall call, List<String> signed, Refusals refusals) {
        List<String> names =
                signed.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        if (!names.contains("host")) {
            throw refusals.mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
        if (call.headers().first("X-Amz-Target").isPresent() && !names.contains("x-amz-target")) {
            throw refusals.mismatch("'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.");
        }
    }

    /// The hash of the body; a client that announces another one in X-Amz-Content-Sha256 is refused.
    private static String payloadHash(HttpCall call, Refusals refusals) {
        String computed = Hashes.sha256Hex(call.body());
        String announced = call.headers().first("X-Amz-Content-Sha256").orElse(computed);
        if (!announced.equals(computed)) {
            throw refusals.mismatch(
                    "The provided 'x-amz-content-sha256' header does not match what was computed from the body.");
        }
        return computed;
    }

    /// @param time as in X-Amz-Date
    static byte[] signature(SecretKey secret, CredentialScope scope, String time, String canonical) {
        String toSign = Authorization.ALGORITHM
                + '\n'
                + time
                + '\n'
                + scope.path()
                + '\n'
                + Hashes.sha256Hex(canonical.getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + secret.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(scope.date(), scope.region(), scope.service(), scope.terminator())) {
            key = Hashes.hmac(key, part);
        }
        return HexFormat.of().formatHex(Hashes.hmac(key, toSign)).getBytes(StandardCharsets.UTF_8);
    }
}
