package berth.bench;

import berth.wire.codec.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
        HttpResponse<byte[]> reply =
                http.send(signed(operation, Json.toJson(request)), HttpResponse.BodyHandlers.ofByteArray());
        if (reply.statusCode() != 200) {
            throw new IOException(
                    operation + ": " + reply.statusCode() + " " + new String(reply.body(), StandardCharsets.UTF_8));
        }
        return Json.fromJson(response, reply.body());
    }

    private HttpRequest signed(String operation, byte[] body) {
        SdkHttpRequest plain = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation)
                .build();
        SdkHttpRequest signed = SIGNER.sign(sign -> sign.identity(key)
                        .request(plain)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ecs")
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
