package berth.wire;

import berth.wire.sigv4.Caller;
import berth.wire.sigv4.SecretKey;
import berth.wire.sigv4.SigV4;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;

/// The SDK's real clients over a wire that ends in our [Gateway] instead of a socket: what they send is verified and
/// read, and the answer that was laid ready is written to them.
final class SdkLoop implements SdkHttpClient {
    static final String KEY = "AKIDEXAMPLE";
    static final SecretKey SECRET = new SecretKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    private final Gateway gateway = new Gateway(Catalog.sdk());
    private @Nullable SdkPojo answer;
    private @Nullable Parsed received;
    private @Nullable Caller caller;

    /// A client of the SDK that talks to this loop.
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.httpClient(this)
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://localhost:4566"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET.secret())))
                .build();
    }

    void answerWith(SdkPojo next) {
        answer = next;
        received = null;
        caller = null;
    }

    Optional<Parsed> received() {
        return Optional.ofNullable(received);
    }

    /// Who signed the last call; empty if it was not signed.
    Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return answer(request);
            }

            @Override
            public void abort() {}
        };
    }

    private HttpExecuteResponse answer(HttpExecuteRequest request) {
        HttpCall call = call(request);
        if (call.headers().first("Authorization").isPresent()) {
            caller = SigV4.verify(call, id -> id.equals(KEY) ? Optional.of(SECRET) : Optional.empty(), Instant.now());
        }
        Parsed parsed = gateway.read(call);
        received = parsed;
        HttpReply reply = gateway.write(parsed, java.util.Objects.requireNonNull(answer), "req-1");
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(reply.status());
        reply.headers().fields().forEach(field -> response.putHeader(field.name(), field.value()));
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(reply.body())))
                .build();
    }

    private static HttpCall call(HttpExecuteRequest execute) {
        SdkHttpRequest request = execute.httpRequest();
        List<Headers.Field> fields = new ArrayList<>();
        request.forEachHeader((name, values) -> values.forEach(value -> fields.add(new Headers.Field(name, value))));
        byte[] body = execute.contentStreamProvider().map(SdkLoop::bytes).orElse(new byte[0]);
        return new HttpCall(
                request.method().name(),
                request.encodedPath().isEmpty() ? "/" : request.encodedPath(),
                request.encodedQueryParameters().orElse(""),
                new Headers(fields),
                body,
                "127.0.0.1:1");
    }

    private static byte[] bytes(ContentStreamProvider content) {
        try (var stream = content.newStream()) {
            return stream.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {}
}
