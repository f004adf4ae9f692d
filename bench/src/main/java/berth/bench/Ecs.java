package berth.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.wire.Service;
import berth.wire.codec.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// A plain client of the API: signed by the SDK's signer, sent by the JDK's client, nothing retried.
final class Ecs {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;
    private final AwsCredentialsIdentity key;

    Ecs(URI endpoint, String accessKeyId, String secret) {
        this.endpoint = endpoint;
        this.key = AwsCredentialsIdentity.create(accessKeyId, secret);
    }

    /// Calls an operation; anything but success is a failure of the benchmark.
    <R extends SdkPojo> R call(String operation, SdkPojo request, Class<R> response)
            throws IOException, InterruptedException {
        SdkHttpRequest.Builder plain = SdkHttpRequest.builder()
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", Service.ECS.version() + '.' + operation);
        HttpRequest signed = signed(Service.ECS, plain, Json.toJson(request));
        return Json.fromJson(response, sent(operation, signed));
    }

    /// Calls an operation of a service of the query protocol with the names and values of its fields in turn; answers
    /// with its XML.
    String query(Service service, String operation, String... fields) throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder("Action=" + operation + "&Version=" + service.version());
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], UTF_8));
        }
        SdkHttpRequest.Builder plain =
                SdkHttpRequest.builder().putHeader("Content-Type", "application/x-www-form-urlencoded");
        HttpRequest request = signed(service, plain, form.toString().getBytes(UTF_8));
        return new String(sent(operation, request), UTF_8);
    }

    private byte[] sent(String operation, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> reply = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (reply.statusCode() != 200) {
            throw new IOException(operation + ": " + reply.statusCode() + " " + new String(reply.body(), UTF_8));
        }
        return reply.body();
    }

    private HttpRequest signed(Service service, SdkHttpRequest.Builder unsigned, byte[] body) {
        SdkHttpRequest plain = unsigned.method(SdkHttpMethod.POST).uri(endpoint).build();
        SdkHttpRequest signed = SIGNER.sign(sign -> sign.identity(key)
                        .request(plain)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.signingName())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
                .request();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (Map.Entry<String, List<String>> header : signed.headers().entrySet()) {
            if (!header.getKey().equalsIgnoreCase("Host") && !header.getKey().equalsIgnoreCase("Content-Length")) {
                header.getValue().forEach(value -> request.header(header.getKey(), value));
            }
        }
        return request.build();
    }
}
