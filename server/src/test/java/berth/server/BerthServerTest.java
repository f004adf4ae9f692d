package berth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.server.config.Config;
import berth.server.config.Setting;
import berth.server.directory.AccessKey;
import berth.server.directory.DataDirectory;
import berth.server.directory.DirectoryException;
import berth.server.host.EngineSource;
import berth.wire.Headers;
import berth.wire.HttpCall;
import berth.wire.sigv4.SecretKey;
import berth.wire.sigv4.Signer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole server, with an engine that isn't there.
class BerthServerTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    @Test
    void theApiAnswersWithoutAnEngine() throws Exception {
        try (BerthServer server = start()) {
            assertThat(get(server, "/").body()).contains("This is Berth").contains("berth env");
            assertThat(get(server, "/health").body()).isEqualTo("ok\n");
            assertThat(get(server, "/ready").statusCode()).isEqualTo(503);
            assertThat(get(server, "/nothing").statusCode()).isEqualTo(404);

            HttpResponse<String> answer = call(server, key(), "DescribeLogGroups", "{}");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"logGroups\":[]}");
            assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
        }
    }

    @Test
    void whatWasAnsweredIsThereAfterARestart() throws Exception {
        try (BerthServer server = start()) {
            assertThat(call(server, key(), "CreateLogGroup", "{\"logGroupName\":\"kept\"}")
                            .statusCode())
                    .isEqualTo(200);
        }
        try (BerthServer server = start()) {
            assertThat(call(server, key(), "DescribeLogGroups", "{}").body()).contains("\"kept\"");
        }
    }

    @Test
    void aSecondBerthOnTheDirectoryIsToldWhoHoldsIt() throws Exception {
        try (BerthServer first = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(DirectoryException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining(first.url());
            assertThat(get(first, "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsTakenIsSaidAndTheDirectoryIsFreeAgain() throws Exception {
        try (BerthServer first = start()) {
            String port = Integer.toString(URI.create(first.url()).getPort());
            Path other = directory.resolve("other");
            assertThatThrownBy(() -> BerthServer.start(config(other, port), EngineSource.DOCKER))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(port)
                    .hasMessageContaining("--port");
            DataDirectory.open(other).close();
        }
    }

    @Test
    void anUnsignedOrWronglySignedCallIsRefused() throws Exception {
        try (BerthServer server = start()) {
            AccessKey key = key();
            assertThat(call(server, new AccessKey(key.id(), "wrong"), "DescribeLogGroups", "{}"))
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(403))
                    .satisfies(answer -> assertThat(answer.body()).contains("InvalidSignatureException"));
            assertThat(get(server, "/_berth/explain?kind=task&name=x").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void theWellKnownKeyIsRefusedWithAHintAndAdmittedWhenAskedFor() throws Exception {
        AccessKey known = new AccessKey("test", "test");
        try (BerthServer server = start()) {
            HttpResponse<String> refused = call(server, known, "DescribeLogGroups", "{}");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("UnrecognizedClientException").contains("--dev-credentials");
        }
        try (BerthServer server = start("--dev-credentials", "true")) {
            assertThat(call(server, known, "DescribeLogGroups", "{}").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aBodyOf20MegabytesIsRefusedAndTheServerGoesOn() throws Exception {
        try (BerthServer server = start()) {
            HttpResponse<String> answer = call(server, key(), "PutLogEvents", "x".repeat(20 * 1024 * 1024));

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("RequestEntityTooLarge");
            assertThat(call(server, key(), "DescribeLogGroups", "{}").statusCode())
                    .isEqualTo(200);
        }
    }

    private BerthServer start(String... options) throws Exception {
        return BerthServer.start(config(directory.resolve("data"), "0", options), EngineSource.DOCKER);
    }

    private Config config(Path data, String port, String... more) throws Exception {
        Map<Setting, List<String>> options = new EnumMap<>(Setting.class);
        options.put(Setting.DATA, List.of(data.toString()));
        options.put(Setting.PORT, List.of(port));
        options.put(Setting.ENGINE, List.of("unix://" + directory.resolve("no-engine.sock")));
        for (int i = 0; i < more.length; i += 2) {
            options.put(
                    Setting.valueOf(more[i].substring(2).replace('-', '_').toUpperCase(java.util.Locale.ROOT)),
                    List.of(more[i + 1]));
        }
        return Config.of(options, Map.of("HOME", directory.toString()));
    }

    private AccessKey key() throws DirectoryException {
        return DataDirectory.readAccessKey(directory.resolve("data"));
    }

    private static HttpResponse<String> get(BerthServer server, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> call(BerthServer server, AccessKey key, String operation, String json)
            throws Exception {
        URI uri = URI.create(server.url() + "/");
        Headers headers = Headers.of(
                "Host",
                uri.getAuthority(),
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "Logs_20140328." + operation);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        HttpCall signed = new Signer(key.id(), new SecretKey(key.secret()), "us-east-1")
                .sign(new HttpCall("POST", "/", "", headers, body, ""), "logs", Instant.now());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signed.headers().fields().stream()
                .filter(field -> !field.name().equals("Host"))
                .forEach(field -> request.header(field.name(), field.value()));
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
