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
import javax.net.ssl.HttpsURLConnection;

/// A call of one of Berth's own pages, of the Berth that holds a data directory and signed with that directory's key.
/// The answer is printed.
final class LocalCall {
    private final Path data;
    private final PrintStream out;
    private final PrintStream err;

    LocalCall(Path data, PrintStream out, PrintStream err) {
        this.data = data;
        this.out = out;
        this.err = err;
    }

    /// @param query encoded, its parameters in the order of their names
    /// @return whether the answer was a good one
    boolean run(String method, String path, String query) {
        try {
            return print(DataDirectory.readAddress(data), DataDirectory.readAccessKey(data), method, path, query);
        } catch (DirectoryException e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println("The Berth on " + data + " does not answer: " + e.getMessage());
        }
        return false;
    }

    private boolean print(String url, AccessKey key, String method, String path, String query) throws IOException {
        URI uri = URI.create(url + path + (query.isEmpty() ? "" : '?' + query));
        HttpCall call = new Signer(key.id(), new SecretKey(key.secret()), "us-east-1")
                .sign(
                        new HttpCall(method, path, query, Headers.of("Host", uri.getAuthority()), new byte[0], ""),
                        "ecs",
                        Instant.now());
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        Path certificate = DataDirectory.readCertificate(data);
        if (connection instanceof HttpsURLConnection secure && certificate != null) {
            Pinned.read(certificate).on(secure);
        }
        connection.setRequestMethod(method);
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

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
