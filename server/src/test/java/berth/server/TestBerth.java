package berth.server;

import berth.agent.docker.TestEngine;
import berth.server.directory.AccessKey;
import berth.server.directory.DataDirectory;
import berth.server.directory.DirectoryException;
import berth.wire.Headers;
import berth.wire.HttpCall;
import berth.wire.Service;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real Berth for tests: a process of its own on a free port, a data directory that is removed at the end, and the
/// test engine. Can be killed and started again on the same directory.
///
/// ```
/// try (TestBerth berth = TestBerth.start()) {
///     berth.call("CreateCluster", "{'clusterName': 'c'}");
///     berth.kill();
///     berth.startAgain();
/// }
/// ```
public final class TestBerth implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String main;
    private final Path data;
    private final boolean ownGroup;
    private final boolean hostOfItsOwn;
    private List<String> options;
    private @Nullable Process process;
    private String url = "";
    private @Nullable AccessKey key;

    private TestBerth(String main, Path data, boolean ownGroup, boolean hostOfItsOwn, List<String> options) {
        this.main = main;
        this.data = data;
        this.ownGroup = ownGroup;
        this.hostOfItsOwn = hostOfItsOwn;
        this.options = options;
    }

    /// Starts one with these options of `up` besides port, data and engine, and waits until tasks can run.
    public static TestBerth start(String... options) {
        return startMain(Main.class, options);
    }

    /// The same with another main class, which puts something between Berth and its engine.
    static TestBerth startMain(Class<?> main, String... options) {
        return start(main, false, true, options);
    }

    /// The same in a process group of its own, all of which [#kill] ends.
    static TestBerth startInGroup(String... options) {
        return start(Main.class, true, true, options);
    }

    /// The same without an engine: a control plane whose hosts are other machines.
    static TestBerth startWithoutEngine(String... options) {
        return start(Main.class, false, false, options);
    }

    private static TestBerth start(Class<?> main, boolean ownGroup, boolean hostOfItsOwn, String... options) {
        TestBerth berth =
                new TestBerth(main.getName(), directory("berth-test-"), ownGroup, hostOfItsOwn, List.of(options));
        berth.startAgain();
        return berth;
    }

    /// A new directory whose name begins so, for instance one that stands for S3.
    static Path directory(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts on the directory that an earlier process left, with the options used before.
    public void startAgain() {
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    main,
                    "up",
                    "--port",
                    "0",
                    "--data",
                    data.toString(),
                    "--engine",
                    hostOfItsOwn ? TestEngine.host() : "unix://" + data.resolve("no-engine.sock")));
            command.addAll(options);
            if (ownGroup) {
                command.addFirst("setsid");
            }
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                    .start();
            process = started;
            url = await(START, "Berth to answer", () -> address(started), address -> !address.isEmpty());
            key = DataDirectory.readAccessKey(data);
            if (hostOfItsOwn) {
                await(START, "the host to join", this::isReady, ready -> ready);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DirectoryException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same with other options.
    public void startAgainWith(String... others) {
        options = List.of(others);
        startAgain();
    }

    /// Ends the process at once, as a crash does.
    public void kill() {
        if (ownGroup) {
            killGroup(pid());
        }
        end(process().destroyForcibly());
    }

    private static void killGroup(long leader) {
        try {
            new ProcessBuilder("kill", "-9", "--", "-" + leader).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the process in order, as Ctrl-C does.
    public void stop() {
        process().destroy();
        end(process());
    }

    public String url() {
        return url;
    }

    public Path data() {
        return data;
    }

    public long pid() {
        return process().pid();
    }

    public boolean isRunning() {
        return process().isAlive();
    }

    public String accessKeyId() {
        return key().id();
    }

    public String secretAccessKey() {
        return key().secret();
    }

    /// Whether a host has joined.
    public boolean isReady() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + "/ready")).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// What its containers are labelled with.
    public String installation() {
        try {
            return Files.readString(data.resolve("installation")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it wrote so far.
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An answer.
    ///
    /// @param body JSON, or an empty object
    public record Reply(int status, JsonNode body) {
        public boolean ok() {
            return status == 200;
        }

        /// The fault's name, as clients read it; empty on success.
        public String code() {
            String type = body.path("__type").asText("");
            return type.substring(type.indexOf('#') + 1);
        }

        public String message() {
            return body.path("message").asText(body.path("Message").asText(""));
        }
    }

    /// Calls ECS; single quotes in `json` stand for double ones. Anything but success fails the test.
    public JsonNode call(String operation, String json) {
        return call(Service.ECS, operation, json);
    }

    public JsonNode call(Service service, String operation, String json) {
        Reply reply = attempt(service, operation, json);
        if (!reply.ok()) {
            throw new AssertionError(
                    operation + " was refused: " + reply.status() + ' ' + reply.code() + ": " + reply.message());
        }
        return reply.body();
    }

    /// Calls ECS and answers with whatever comes.
    public Reply attempt(String operation, String json) {
        return attempt(Service.ECS, operation, json);
    }

    public Reply attempt(Service service, String operation, String json) {
        byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Headers headers = Headers.of(
                "Host",
                URI.create(url).getAuthority(),
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                service.version() + '.' + operation);
        HttpResponse<byte[]> response = send(new HttpCall("POST", "/", "", headers, body, ""), service.signingName());
        try {
            JsonNode tree = response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
            return new Reply(response.statusCode(), tree);
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + new String(response.body(), StandardCharsets.UTF_8), e);
        }
    }

    /// Runs one task of a family that nothing refuses; answers with its ARN.
    public String runTask(String family) {
        JsonNode answer = call("RunTask", "{'taskDefinition':'" + family + "'}");
        if (answer.path("tasks").size() != 1 || !answer.path("failures").isEmpty()) {
            throw new AssertionError("RunTask of " + family + ": " + answer);
        }
        return answer.at("/tasks/0/taskArn").asText();
    }

    /// Waits until a task of the default cluster is as wanted; answers with it.
    public JsonNode awaitTask(Duration within, String arn, String what, Predicate<JsonNode> wanted) {
        return await(
                within,
                what,
                () -> call("DescribeTasks", "{'tasks':['" + arn + "']}").at("/tasks/0"),
                wanted);
    }

    /// Waits until the lastStatus of a task is this.
    public JsonNode awaitTask(Duration within, String arn, String status) {
        return awaitTask(
                within, arn, status, task -> task.path("lastStatus").asText().equals(status));
    }

    /// Calls a service of the query protocol with `Name=value&...` after Action and Version, and answers with its XML.
    public String query(Service service, String operation, String form) {
        String body = "Action=" + operation + "&Version=" + service.version() + (form.isEmpty() ? "" : '&' + form);
        Headers headers =
                Headers.of("Host", URI.create(url).getAuthority(), "Content-Type", "application/x-www-form-urlencoded");
        HttpResponse<byte[]> response = send(
                new HttpCall("POST", "/", "", headers, body.getBytes(StandardCharsets.UTF_8), ""),
                service.signingName());
        String xml = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() != 200) {
            throw new AssertionError(operation + " was refused: " + xml);
        }
        return xml;
    }

    /// What `berth explain` prints.
    public String explain(String kind, String cluster, String name) {
        Headers headers = Headers.of("Host", URI.create(url).getAuthority());
        String query = "cluster=" + cluster + "&kind=" + kind + "&name=" + name;
        return new String(
                send(new HttpCall("GET", "/_berth/explain", query, headers, new byte[0], ""), "ecs")
                        .body(),
                StandardCharsets.UTF_8);
    }

    /// Asks until the answer is as wanted.
    public static <T> T await(Duration within, String what, Supplier<T> question, Predicate<T> wanted) {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            T answer = question.get();
            if (wanted.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + within.toSeconds() + " s for " + what + "; last seen: " + answer);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /// Kills the process and removes what it made: containers, networks, the data directory.
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
        if (Files.exists(data.resolve("installation"))) {
            TestEngine.removeAll(installation());
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<byte[]> send(HttpCall call, String service) {
        HttpCall signed = new Signer(accessKeyId(), new SecretKey(secretAccessKey()), "us-east-1")
                .sign(call, service, Instant.now());
        String query = call.rawQuery().isEmpty() ? "" : '?' + call.rawQuery();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + call.path() + query))
                .timeout(Duration.ofSeconds(60))
                .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()));
        for (Headers.Field field : signed.headers().fields()) {
            if (!field.name().equals("Host")) {
                request.header(field.name(), field.value());
            }
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The address that this very process wrote into the lock file; empty as long as there is none.
    private String address(Process started) {
        if (!started.isAlive()) {
            throw new AssertionError("Berth ended with " + started.exitValue() + ":\n" + log());
        }
        try {
            List<String> lines =
                    Files.exists(data.resolve("lock")) ? Files.readAllLines(data.resolve("lock")) : List.of();
            return lines.size() > 1 && lines.getFirst().equals(Long.toString(started.pid())) ? lines.get(1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path logFile() {
        return data.resolve("berth.log");
    }

    private Process process() {
        return java.util.Objects.requireNonNull(process);
    }

    private AccessKey key() {
        return java.util.Objects.requireNonNull(key);
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("process " + process.pid() + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
