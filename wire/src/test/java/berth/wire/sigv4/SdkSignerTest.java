package berth.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.kernel.FaultException;
import berth.wire.Headers;
import berth.wire.HttpCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Requests of any shape, signed by the signer of the AWS SDK for Java.
class SdkSignerTest {
    private static final Instant SIGNED = Instant.parse("2025-12-31T23:59:59Z");
    private static final String SECRET = "abcDEF/+123";

    private record Shape(SdkHttpMethod method, String path, List<String> query, List<String> meta, String body) {}

    @Provide
    Arbitrary<Shape> requests() {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars("abcXYZ019-_.~ /%+=&*!'()@:;,?#[]\u00e4\u20ac")
                .ofMaxLength(8);
        // No "..": above the root, this signer keeps it and botocore drops it, as we do; no service lives there.
        Arbitrary<String> segment = Arbitraries.strings()
                .withChars("abZ09-_.~ %\u00e4+=")
                .ofMaxLength(5)
                .filter(name -> !name.equals(".."));
        return Combinators.combine(
                        Arbitraries.of(SdkHttpMethod.POST, SdkHttpMethod.GET, SdkHttpMethod.PUT),
                        segment.list().ofMaxSize(4).map(parts -> "/" + String.join("/", parts)),
                        text.list().ofMaxSize(6),
                        Arbitraries.strings()
                                .withChars("ab  \t,\"c")
                                .ofMaxLength(10)
                                .list()
                                .ofMaxSize(3),
                        Arbitraries.strings().ofMaxLength(40))
                .as(Shape::new);
    }

    private static HttpCall sign(Shape shape) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(shape.method())
                .uri(URI.create("http://localhost:4566"))
                .encodedPath(software.amazon.awssdk.utils.http.SdkHttpUtils.urlEncodeIgnoreSlashes(shape.path()))
                .putHeader("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.ListTasks")
                .putHeader("Host", "localhost:4566");
        for (int i = 0; i + 1 < shape.query().size(); i += 2) {
            request.appendRawQueryParameter(
                    "p" + shape.query().get(i), shape.query().get(i + 1));
        }
        shape.meta().forEach(value -> request.appendHeader("X-Meta", "v" + value));
        byte[] body = shape.body().getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(call -> call.identity(AwsCredentialsIdentity.create("AKID", SECRET))
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ecs")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(SIGNED, ZoneOffset.UTC)))
                .request();
        List<Headers.Field> fields = new ArrayList<>();
        signed.forEachHeader((name, values) -> values.forEach(value -> fields.add(new Headers.Field(name, value))));
        return new HttpCall(
                signed.method().name(),
                signed.encodedPath().isEmpty() ? "/" : signed.encodedPath(),
                signed.encodedQueryParameters().orElse(""),
                new Headers(fields),
                body,
                "");
    }

    private static Caller verify(HttpCall call) {
        return SigV4.verify(call, id -> Optional.of(new SecretKey(SECRET)), SIGNED);
    }

    @Property(tries = 500)
    void any_request_that_the_sdk_signs_is_believed(@ForAll("requests") Shape shape) {
        HttpCall call = sign(shape);

        assertThat(verify(call)).isEqualTo(new Caller("AKID", "us-east-1", "ecs"));
    }

    @Property(tries = 200)
    void another_body_is_not(@ForAll("requests") Shape shape) {
        HttpCall call = sign(shape);
        byte[] other = (shape.body() + " ").getBytes(StandardCharsets.UTF_8);
        HttpCall changed = new HttpCall(call.method(), call.path(), call.rawQuery(), call.headers(), other, "");

        assertThatThrownBy(() -> verify(changed)).isInstanceOf(FaultException.class);
    }
}
