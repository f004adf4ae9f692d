package berth.server;

import berth.server.directory.AccessKey;
import berth.server.directory.DataDirectory;
import berth.server.directory.DirectoryException;
import berth.wire.Headers;
import berth.wire.HttpCall;
import berth.wire.sigv4.SecretKey;
import berth.wire.sigv4.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `berth explain`: asks the Berth that holds a data directory, signed with that directory's key.
final class ExplainCall {
    private static final String PATH = "/_berth/explain";

    /// A task's id as ECS makes them; services may have any name.
    private static final String TASK_ID = "[0-9a-f]{32}";

    private final Path data;
    private final PrintStream out;
    private final PrintStream err;

    ExplainCall(Path data, PrintStream out, PrintStream err) {
        this.data = data;
        this.out = out;
        this.err = err;
    }

    /// @param kind `task`, `service`, or null: told by the name
    /// @return whether an explanation was printed
    boolean run(@Nullable String kind, String cluster, String name) {
        String asked = kind != null ? kind : looksLikeTask(name) ? "task" : "service";
        String query = "cluster=%s&kind=%s&name=%s".formatted(encoded(cluster), asked, encoded(name));
        try {
            String url = DataDirectory.readAddress(data);
            AccessKey key = DataDirectory.readAccessKey(data);
            return print(url, key, query);
        } catch (DirectoryException e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println("The Berth on " + data + " does not answer: " + e.getMessage());
        }
        return false;
    }

    private boolean print(String url, AccessKey key, String query) throws IOException {
        URI uri = URI.create(url + PATH + '?' + query);
        HttpCall call = new Signer(key.id(), new SecretKey(key.secret()), "us-east-1")
                .sign(
                        new HttpCall("GET", PATH, query, Headers.of("Host", uri.getAuthority()), new byte[0], ""),
                        "ecs",
                        Instant.now());
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(30_000);
        for (Headers.Field field : call.headers().fields()) {
            if (!field.name().equals("Host")) {
                connection.setRequestProperty(field.name(), field.value());
            }
        }
        boolean good = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        try (InputStream body = good ? connection.getInputStream() : connection.getErrorStream()) {
            (good ? out : err)
                    .print(new String(body == null ? new byte[0] : body.readAllBytes(), StandardCharsets.UTF_8));
        }
        return good;
    }

    private static boolean looksLikeTask(String name) {
        return name.contains(":task/")
                || name.substring(name.lastIndexOf('/') + 1).matches(TASK_ID);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
