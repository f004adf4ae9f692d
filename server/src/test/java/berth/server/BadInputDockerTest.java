package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import berth.agent.docker.TestRegistry;
import berth.server.TestBerth.Reply;
import berth.wire.Headers;
import berth.wire.HttpCall;
import berth.wire.sigv4.SecretKey;
import berth.wire.sigv4.Signer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Wrong requests and wrong images get ECS's error or reason; after each the server answers and has all that it had.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputDockerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // before all tests
    static Path folder;

    @SuppressWarnings("NullAway.Init") // before all tests
    private TestBerth berth;

    @BeforeAll
    void start() throws IOException {
        TestEngine.requireImages();
        Files.writeString(folder.resolve("config.json"), "{}");
        berth = TestBerth.start("--publish-address", Loopback.any(), "--docker-config", folder.toString());
        berth.call("CreateCluster", "{'clusterName':'kept'}");
        berth.call("RegisterTaskDefinition", sleeper("kept", ""));
        berth.call("CreateService", "{'cluster':'kept','serviceName':'kept','taskDefinition':'kept','desiredCount':1}");
    }

    @AfterEach
    void allIsThereAndAnswers() {
        assertThat(berth.isReady()).isTrue();
        TestBerth.await(
                SOON,
                "the kept service to run",
                () -> berth.call("DescribeServices", "{'cluster':'kept','services':['kept']}")
                        .at("/services/0/runningCount")
                        .asInt(),
                count -> count == 1);
        assertThat(berth.call("ListTaskDefinitions", "{'familyPrefix':'kept'}").path("taskDefinitionArns"))
                .hasSize(1);
    }

    @AfterAll
    void close() {
        berth.close();
    }

    @Test
    void malformedJson() {
        assertRefused(berth.attempt("CreateCluster", "{'clusterName':"), 400, "SerializationException");
        assertRefused(berth.attempt("CreateCluster", "[]"), 400, "SerializationException");
    }

    @Test
    void wrongTypes() {
        Reply text = berth.attempt(
                "CreateService", "{'cluster':'kept','serviceName':'s','taskDefinition':'kept','desiredCount':'two'}");
        assertRefused(text, 400, "SerializationException");
        assertRefused(berth.attempt("DescribeTasks", "{'tasks':'one'}"), 400, "SerializationException");
    }

    @Test
    void anUnknownOperation() {
        assertRefused(berth.attempt("Frobnicate", "{}"), 400, "UnknownOperationException");
        Reply later = berth.attempt("ExecuteCommand", "{}");
        assertThat(later.ok()).isFalse();
        assertThat(later.message()).contains("ExecuteCommand");
    }

    @Test
    void aBadSignature() throws Exception {
        Signer wrong = new Signer(berth.accessKeyId(), new SecretKey("x".repeat(40)), "us-east-1");
        assertRefused(send(wrong, Instant.now()), 403, "InvalidSignatureException");

        Signer nobody = new Signer("AKIANOBODYNOBODYNOBO", new SecretKey("x".repeat(40)), "us-east-1");
        assertRefused(send(nobody, Instant.now()), 403, "UnrecognizedClientException");
    }

    @Test
    void anOldDate() throws Exception {
        Signer signer = new Signer(berth.accessKeyId(), new SecretKey(berth.secretAccessKey()), "us-east-1");
        Reply reply = send(signer, Instant.now().minus(Duration.ofHours(1)));

        assertRefused(reply, 403, "InvalidSignatureException");
        assertThat(reply.message()).startsWith("Signature expired: ");
    }

    @Test
    void noSignature() throws Exception {
        HttpCall call = call();
        assertRefused(send(call), 403, "MissingAuthenticationTokenException");
    }

    @Test
    void twentyMegabytes() {
        Reply reply = berth.attempt("CreateCluster", "{'clusterName':'" + "x".repeat(20_000_000) + "'}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.code()).isEqualTo("RequestEntityTooLarge");
    }

    @Test
    void aNameOf300Characters() {
        String name = "n".repeat(300);
        assertRefused(
                berth.attempt("CreateCluster", "{'clusterName':'" + name + "'}"), 400, "InvalidParameterException");
        assertRefused(berth.attempt("RegisterTaskDefinition", sleeper(name, "")), 400, "ClientException");
        Reply service = berth.attempt(
                "CreateService",
                "{'cluster':'kept','serviceName':'" + name + "','taskDefinition':'kept','desiredCount':1}");
        assertRefused(service, 400, "InvalidParameterException");
    }

    @Test
    void aTaskDefinitionOf70KiB() {
        String variable = ",'environment':[{'name':'A','value':'" + "v".repeat(70 * 1024) + "'}]";
        Reply reply = berth.attempt("RegisterTaskDefinition", sleeper("large", variable));

        assertRefused(reply, 400, "ClientException");
        assertThat(reply.message()).contains("65536");
    }

    @Test
    void memoryOf1() {
        Reply reply =
                berth.attempt("RegisterTaskDefinition", sleeper("small", "").replace("'memory':16", "'memory':1"));

        assertRefused(reply, 400, "ClientException");
        assertThat(reply.message()).contains("memory").contains("6");
    }

    @Test
    void aDuplicateHostPort() {
        String ports = ",'portMappings':[{'containerPort':80,'hostPort':8080},{'containerPort':81,'hostPort':8080}]";
        Reply reply = berth.attempt("RegisterTaskDefinition", sleeper("ports", ports));

        assertRefused(reply, 400, "ClientException");
        assertThat(reply.message()).contains("hostPort 8080");
    }

    @Test
    void aMissingCluster() {
        Reply reply = berth.attempt("RunTask", "{'cluster':'nowhere','taskDefinition':'kept'}");

        assertRefused(reply, 400, "ClusterNotFoundException");
        assertThat(reply.message()).isEqualTo("Cluster not found.");
    }

    @Test
    void aDeletedService() {
        berth.call("CreateService", "{'cluster':'kept','serviceName':'gone','taskDefinition':'kept','desiredCount':0}");
        berth.call("DeleteService", "{'cluster':'kept','service':'gone'}");

        Reply reply = berth.attempt("UpdateService", "{'cluster':'kept','service':'gone','desiredCount':1}");
        assertRefused(reply, 400, "ServiceNotActiveException");
        assertThat(reply.message()).isEqualTo("Service was not ACTIVE.");
    }

    @Test
    void imagesThatARegistryDoesNotGive() throws Exception {
        try (TestRegistry registry = TestRegistry.start(Files.createDirectory(folder.resolve("registry")))) {
            String image = registry.repository("tiny") + ":1";
            push(image);
            String registryHost = image.substring(0, image.indexOf('/'));

            login(registryHost, "right-password");
            assertThat(neverStarted(registry.repository("tiny") + ":2"))
                    .startsWith("CannotPullContainerError: ")
                    .containsAnyOf("manifest unknown", "not found");
            login(registryHost, "wrong-password");
            assertThat(neverStarted(image))
                    .startsWith("CannotPullContainerError: ")
                    .contains("unauthorized")
                    .doesNotContain("wrong-password");
            login("elsewhere.example", "right-password");
            assertThat(neverStarted(image))
                    .startsWith("CannotPullContainerError: ")
                    .contains("no basic auth credentials");
            login(registryHost, "right-password");
            assertThat(runs(image)).isTrue();
            TestEngine.docker("rmi", "-f", image);

            registry.close();
            assertThat(neverStarted(registry.repository("tiny") + ":3"))
                    .startsWith("CannotPullContainerError: ")
                    .contains("connection refused");
        }
    }

    @Test
    void aRegistryThatNoNameServerKnows() {
        assertThat(neverStarted("registry.invalid/none:1")).startsWith("CannotPullContainerError: ");
    }

    /// Runs a task of the image, which must not start; answers with its container's reason.
    private String neverStarted(String image) {
        JsonNode task = ended(run(image));
        assertThat(task.path("stopCode").asText()).isEqualTo("TaskFailedToStart");
        assertThat(task.at("/containers/0").has("exitCode")).isFalse();
        assertThat(task.path("stoppedReason").asText()).isEqualTo("Task failed to start");
        return task.at("/containers/0/reason").asText();
    }

    private boolean runs(String image) {
        String arn = run(image);
        JsonNode task = TestBerth.await(SOON, "the task to run", () -> task(arn), seen -> !isOnItsWay(seen));
        berth.call("StopTask", "{'cluster':'kept','task':'" + arn + "'}");
        ended(arn);
        return task.path("lastStatus").asText().equals("RUNNING");
    }

    private String run(String image) {
        String family = "pulls-" + Integer.toHexString(image.hashCode());
        berth.call("RegisterTaskDefinition", sleeper(family, "").replace("busybox", image));
        return berth.call("RunTask", "{'cluster':'kept','taskDefinition':'" + family + "'}")
                .at("/tasks/0/taskArn")
                .asText();
    }

    private JsonNode ended(String arn) {
        return TestBerth.await(
                SOON,
                "the task to stop",
                () -> task(arn),
                task -> task.path("lastStatus").asText().equals("STOPPED"));
    }

    private JsonNode task(String arn) {
        return berth.call("DescribeTasks", "{'cluster':'kept','tasks':['" + arn + "']}")
                .at("/tasks/0");
    }

    private static boolean isOnItsWay(JsonNode task) {
        String status = task.path("lastStatus").asText();
        return status.equals("PROVISIONING") || status.equals("PENDING") || status.equals("ACTIVATING");
    }

    private static String sleeper(String family, String more) {
        return "{'family':'" + family + "','containerDefinitions':[{'name':'c','image':'busybox','memory':16,"
                + "'command':['sh','-c','trap exit TERM; sleep 100000 & wait']" + more + "}]}";
    }

    private void push(String image) {
        login(image.substring(0, image.indexOf('/')), "right-password");
        TestEngine.docker("tag", "busybox:latest", image);
        TestEngine.docker("--config", folder.toString(), "push", "-q", image);
        TestEngine.docker("rmi", image);
    }

    /// As `docker login` leaves it; Berth reads it for each pull.
    private void login(String registry, String password) {
        String auth = Base64.getEncoder()
                .encodeToString(
                        (TestRegistry.CREDENTIALS.username() + ':' + password).getBytes(StandardCharsets.UTF_8));
        try {
            Files.writeString(
                    folder.resolve("config.json"), "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry, auth));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpCall call() {
        Headers headers = Headers.of(
                "Host", URI.create(berth.url()).getAuthority(),
                "Content-Type", "application/x-amz-json-1.1",
                "X-Amz-Target", "AmazonEC2ContainerServiceV20141113.ListClusters");
        return new HttpCall("POST", "/", "", headers, new byte[] {'{', '}'}, "");
    }

    private Reply send(Signer signer, Instant at) throws Exception {
        return send(signer.sign(call(), "ecs", at));
    }

    private Reply send(HttpCall call) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(berth.url() + "/"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().fields().stream()
                .filter(field -> !field.name().equals("Host"))
                .forEach(field -> request.header(field.name(), field.value()));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), JSON.readTree(response.body()));
        }
    }

    private static void assertRefused(Reply reply, int status, String code) {
        assertThat(reply.code()).as(reply.message()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.message()).isNotBlank();
    }
}
