package berth.server;

import berth.server.config.Config;
import berth.server.config.Setting;
import berth.server.directory.AccessKey;
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

/// Signed calls of a server in this process, whose engine isn't there.
///
/// @param url where it answers
record ApiCalls(String url, AccessKey key) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// An answer.
    record Last(int status, String body) {}

    static BerthServer start(Path data, String... options) throws Exception {
        return BerthServer.start(config(data, options), EngineSource.DOCKER);
    }

    /// @param more options and their values
    static Config config(Path data, String... more) throws Exception {
        Map<Setting, List<String>> options = new EnumMap<>(Setting.class);
        options.put(Setting.DATA, List.of(data.toString()));
        options.put(Setting.PORT, List.of("0"));
        options.put(Setting.ENGINE, List.of("unix://" + data.resolve("no-engine.sock")));
        for (int i = 0; i < more.length; i += 2) {
            String name = more[i];
            for (Setting setting : Setting.values()) {
                if (setting.option().equals(name)) {
                    options.put(setting, List.of(more[i + 1]));
                }
            }
        }
        return Config.of(options, Map.of("HOME", data.toString()));
    }

    HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Calls CloudWatch Logs.
    HttpResponse<String> logs(String operation, String json) throws Exception {
        URI uri = URI.create(url + "/");
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
