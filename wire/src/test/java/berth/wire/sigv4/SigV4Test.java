package berth.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.kernel.Fault;
import berth.kernel.FaultException;
import berth.wire.Fixtures;
import berth.wire.Headers;
import berth.wire.HttpCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SigV4Test {
    private static final Instant SIGNED = Instant.parse("2024-02-29T21:35:25Z");
    private static final SecretKey SECRET = new SecretKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static final Function<String, Optional<SecretKey>> KEYS =
            id -> id.equals("AKIDEXAMPLE") ? Optional.of(SECRET) : Optional.empty();

    static List<Fixtures.Fixture> signatures() {
        return Fixtures.load("signatures");
    }

    private static HttpCall call(Fixtures.Fixture signed) {
        return new HttpCall(
                signed.text("method"),
                signed.text("path"),
                signed.text("query"),
                signed.headers(),
                signed.bytes("body"),
                "127.0.0.1:1");
    }

    private static HttpCall signed(String name) {
        return signatures().stream()
                .filter(each -> each.text("name").equals(name))
                .map(SigV4Test::call)
                .findFirst()
                .orElseThrow();
    }

    private static HttpCall withHeader(HttpCall call, String name, String value) {
        List<Headers.Field> fields = call.headers().fields().stream()
                .map(field -> field.name().equalsIgnoreCase(name) ? new Headers.Field(field.name(), value) : field)
                .toList();
        return new HttpCall(
                call.method(), call.path(), call.rawQuery(), new Headers(fields), call.body(), call.remoteAddress());
    }

    private static HttpCall without(HttpCall call, String name) {
        List<Headers.Field> fields = call.headers().fields().stream()
                .filter(field -> !field.name().equalsIgnoreCase(name))
                .toList();
        return new HttpCall(
                call.method(), call.path(), call.rawQuery(), new Headers(fields), call.body(), call.remoteAddress());
    }

    private static String authorization(HttpCall call) {
        return call.headers().first("Authorization").orElseThrow();
    }

    private static Fault refusal(HttpCall call) {
        return refusal(call, SIGNED);
    }

    private static Fault refusal(HttpCall call, Instant now) {
        return catchThrowableOfType(FaultException.class, () -> SigV4.verify(call, KEYS, now))
                .fault();
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void believes_what_botocore_signed(Fixtures.Fixture signed) {
        Caller caller = SigV4.verify(call(signed), KEYS, SIGNED);

        assertThat(caller.accessKeyId()).isEqualTo("AKIDEXAMPLE");
    }

    @Test
    void tells_the_region_and_service_that_were_signed_for() {
        assertThat(SigV4.verify(signed("other region"), KEYS, SIGNED))
                .isEqualTo(new Caller("AKIDEXAMPLE", "eu-central-1", "ecs"));
    }

    static Stream<HttpCall> changed() {
        HttpCall json = signed("json");
        HttpCall query = signed("query");
        return Stream.of(
                new HttpCall("PUT", json.path(), "", json.headers(), json.body(), ""),
                new HttpCall("POST", "/x", "", json.headers(), json.body(), ""),
                new HttpCall("POST", "/", "a=b", json.headers(), json.body(), ""),
                new HttpCall("POST", "/", "", json.headers(), "{ }".getBytes(StandardCharsets.UTF_8), ""),
                withHeader(json, "X-Amz-Target", "AmazonEC2ContainerServiceV20141113.DeleteCluster"),
                withHeader(json, "Host", "example.com"),
                withHeader(json, "X-Amz-Date", "20240229T213526Z"),
                withHeader(json, "Authorization", authorization(json).replaceFirst("=[0-9a-f]{4}", "=0000")),
                new HttpCall(
                        "GET",
                        "/",
                        query.rawQuery().replace("GetCallerIdentity", "GetSessionToken"),
                        query.headers(),
                        query.body(),
                        ""));
    }

    @ParameterizedTest
    @MethodSource("changed")
    void a_changed_request_is_refused(HttpCall changed) {
        Fault fault = refusal(changed);

        assertThat(fault.status()).isEqualTo(403);
        assertThat(fault.code()).isIn("InvalidSignatureException", "SignatureDoesNotMatch");
        assertThat(fault.message()).startsWith("The request signature we calculated does not match");
    }

    @Test
    void the_wrong_secret_is_refused() {
        Fault fault = catchThrowableOfType(
                        FaultException.class,
                        () -> SigV4.verify(signed("json"), id -> Optional.of(new SecretKey("other")), SIGNED))
                .fault();

        assertThat(fault.code()).isEqualTo("InvalidSignatureException");
        assertThat(fault.message()).doesNotContain("AKIDEXAMPLE").doesNotContain("other");
        assertThat(SECRET.toString()).doesNotContain("wJalr");
    }

    @ParameterizedTest
    @CsvSource({"0", "300", "-300"})
    void a_clock_may_be_off_by_five_minutes(long seconds) {
        assertThat(SigV4.verify(signed("json"), KEYS, SIGNED.plusSeconds(seconds))
                        .accessKeyId())
                .isEqualTo("AKIDEXAMPLE");
    }

    @Test
    void an_old_signature_has_expired() {
        Fault fault = refusal(signed("json"), SIGNED.plus(Duration.ofSeconds(301)));

        assertThat(fault.code()).isEqualTo("InvalidSignatureException");
        assertThat(fault.status()).isEqualTo(403);
        assertThat(fault.message())
                .isEqualTo("Signature expired: 20240229T213525Z is now earlier than 20240229T213526Z"
                        + " (20240229T214026Z - 5 min.)");
    }

    @Test
    void a_signature_from_the_future_is_not_yet_current() {
        Fault fault = refusal(signed("json"), SIGNED.minus(Duration.ofSeconds(301)));

        assertThat(fault.message())
                .isEqualTo("Signature not yet current: 20240229T213525Z is still later than 20240229T213524Z"
                        + " (20240229T213024Z + 5 min.)");
    }

    @Test
    void no_signature_is_a_missing_token_in_the_words_of_each_protocol() {
        Fault json = refusal(without(signed("json"), "Authorization"));
        Fault form = refusal(without(signed("form"), "Authorization"));

        assertThat(json.code()).isEqualTo("MissingAuthenticationTokenException");
        assertThat(form.code()).isEqualTo("MissingAuthenticationToken");
        assertThat(json.status()).isEqualTo(403);
        assertThat(form.status()).isEqualTo(403);
    }

    @Test
    void an_unknown_key_is_refused_in_the_words_of_each_protocol() {
        HttpCall json = signed("json");
        HttpCall form = signed("form");

        Fault fromJson =
                refusal(withHeader(json, "Authorization", authorization(json).replace("AKIDE", "AKIDX")));
        Fault fromForm =
                refusal(withHeader(form, "Authorization", authorization(form).replace("AKIDE", "AKIDX")));

        assertThat(fromJson.code()).isEqualTo("UnrecognizedClientException");
        assertThat(fromForm.code()).isEqualTo("InvalidClientTokenId");
        assertThat(fromJson.message()).isEqualTo("The security token included in the request is invalid.");
        assertThat(fromJson.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AWS4-HMAC-SHA256 | requires 'Credential' parameter. Authorization header requires 'Signature'",
                "AWS4-HMAC-SHA256 Credential=A/20240229/us-east-1/ecs/aws4_request | requires 'SignedHeaders' parameter",
                "Bearer abc | Unsupported AWS 'algorithm': 'Bearer'",
                "AWS4-HMAC-SHA256 Credential | missing equal-sign",
                "AWS4-HMAC-SHA256 Credential=A/b/c, SignedHeaders=host, Signature=0 | exactly 5 slash-delimited elements",
                "AWS4-HMAC-SHA256 Signature=0, Signature=1 | gives a parameter twice",
            })
    void a_broken_authorization_header_is_incomplete(String header, String says) {
        Fault fault = refusal(withHeader(signed("json"), "Authorization", header));

        assertThat(fault.code()).isEqualTo("IncompleteSignatureException");
        assertThat(fault.status()).isEqualTo(400);
        assertThat(fault.message()).contains(says);
    }

    @Test
    void a_date_that_is_none_is_incomplete() {
        Fault broken = refusal(withHeader(signed("form"), "X-Amz-Date", "yesterday"));
        Fault missing = refusal(without(signed("form"), "X-Amz-Date"));

        assertThat(broken.code()).isEqualTo("IncompleteSignature");
        assertThat(broken.message()).startsWith("Date must be in ISO-8601 'basic format'. Got 'yesterday'.");
        assertThat(missing.message()).contains("requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "20240229/us-east-1/ecs | 20240228/us-east-1/ecs | Date in Credential scope does not match YYYYMMDD",
                "us-east-1/ecs | us-east-1/logs | Credential should be scoped to correct service: 'ecs'.",
                "aws4_request | aws5_request | Credential should be scoped with a valid terminator: 'aws4_request'",
                "content-type;host; | content-type; | 'Host' or ':authority' must be a 'SignedHeader'",
                ";x-amz-target | `` | 'X-Amz-Target' must be a 'SignedHeader'",
            })
    void a_signature_for_something_else_is_refused_with_what_was_expected(String from, String to, String says) {
        HttpCall json = signed("json");

        Fault fault =
                refusal(withHeader(json, "Authorization", authorization(json).replace(from, to)));

        assertThat(fault.code()).isEqualTo("InvalidSignatureException");
        assertThat(fault.message()).startsWith(says);
    }

    @Test
    void an_announced_payload_hash_must_be_that_of_the_body() {
        HttpCall announced = signed("payload hash header");

        Fault fault = refusal(withHeader(announced, "X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD"));

        assertThat(fault.message()).contains("'x-amz-content-sha256' header does not match what was computed");
    }

    @Test
    void ec2_has_its_own_words() {
        HttpCall ec2 = signed("query out of order, encoded");
        HttpCall changed = new HttpCall("GET", "/", "a=1", ec2.headers(), ec2.body(), "");

        assertThat(refusal(changed).code()).isEqualTo("AuthFailure");
        assertThat(refusal(ec2, SIGNED.plusSeconds(1000)).code()).isEqualTo("RequestExpired");
    }
}
