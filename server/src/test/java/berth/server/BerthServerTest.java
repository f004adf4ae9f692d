package berth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.server.directory.AccessKey;
import berth.server.directory.DataDirectory;
import berth.server.directory.DirectoryException;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole server, with an engine that isn't there.
class BerthServerTest {
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
            assertThatThrownBy(() -> ApiCalls.start(other, "--port", port))
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

    @Test
    void localCommandsTrustTheCertificateThatTheirBerthShows() throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .ecp256()
                .subject("CN=berth.example")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Path certificate = Files.writeString(directory.resolve("chain.pem"), bundle.getCertificatePathPEM());
        Path privateKey = Files.writeString(directory.resolve("key.pem"), bundle.getPrivateKeyPEM());
        try (BerthServer server =
                start("--tls-certificate", certificate.toString(), "--tls-key", privateKey.toString())) {
            assertThat(server.url()).startsWith("https://");
            assertThatThrownBy(() -> get(server, "/health")).hasMessageContaining("certificate");
            assertThat(hosts()).startsWith("true ");
        }
        try (BerthServer server = start()) {
            assertThat(server.url()).startsWith("http://");
            assertThat(hosts()).startsWith("true ");
        }
    }

    private String hosts() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        boolean good = new LocalCall(data(), to, to).run("GET", HostsHandler.PATH, "");
        return good + " " + out.toString(StandardCharsets.UTF_8);
    }

    private BerthServer start(String... options) throws Exception {
        return ApiCalls.start(data(), options);
    }

    private Path data() {
        return directory.resolve("data");
    }

    private AccessKey key() throws DirectoryException {
        return DataDirectory.readAccessKey(data());
    }

    private HttpResponse<String> get(BerthServer server, String path) throws Exception {
        return new ApiCalls(server.url(), key()).get(path);
    }

    private static HttpResponse<String> call(BerthServer server, AccessKey key, String operation, String json)
            throws Exception {
        return new ApiCalls(server.url(), key).logs(operation, json);
    }
}
