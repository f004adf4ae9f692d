package berth.conformance;

import berth.agent.docker.TestEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Berth in a process of its own, started as a person starts it, and what its clients need to know: the endpoint, the
/// key that it made, a folder with the task definitions.
///
/// Ports of bridge tasks are published on 127.0.0.1 as by default, or, where port 80 is taken there, on another
/// loopback
/// address, so that host port 80 is what is asked for in any case.
final class Berth implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final Path folder;
    private final Path data;
    private final Process process;
    private final String published;
    private final String url;

    private Berth(Path folder, Process process, String published) throws IOException {
        this.folder = folder;
        this.data = folder.resolve("data");
        this.process = process;
        this.published = published;
        this.url = Until.shown(START, "Berth to answer", this::address, address -> !address.isEmpty());
        Until.shown(START, "the engine to be found", this::isReady, ready -> ready);
    }

    /// Starts one with these options of `up` besides port, data, engine and publish address.
    static Berth start(String... options) {
        TestEngine.requireImages();
        try {
            Path folder = Files.createTempDirectory("berth-conformance-");
            String published = addressWithPort80();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "berth.server.Main",
                    "up",
                    "--port",
                    "0",
                    "--data",
                    folder.resolve("data").toString(),
                    "--engine",
                    TestEngine.host(),
                    "--publish-address",
                    published));
            command.addAll(List.of(options));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            return new Berth(folder, process, published);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
    }

    /// Where host ports of its tasks are found.
    String published() {
        return published;
    }

    /// The clients' working folder; holds `sample-task.json` and what else was asked for.
    Path folder() {
        return folder;
    }

    /// Copies a task definition from this module's resources into the clients' folder.
    void file(String name) {
        try (InputStream content = Berth.class.getResourceAsStream("/" + name)) {
            if (content == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            Files.copy(content, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String accessKeyId() {
        return credential("aws_access_key_id");
    }

    String secretAccessKey() {
        return credential("aws_secret_access_key");
    }

    /// The environment of a client, as `berth env` sets it, and nothing of this machine's own settings.
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("AWS_ENDPOINT_URL", url);
        environment.put("AWS_URL", url);
        environment.put("AWS_DISABLE_HOST_PREFIX_INJECTION", "true");
        environment.put("AWS_ACCESS_KEY_ID", accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", secretAccessKey());
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_PAGER", "cat");
        environment.put("AWS_PROFILE", "");
        environment.put("AWS_SESSION_TOKEN", "");
        environment.put("PYTHONWARNINGS", "ignore");
        return environment;
    }

    /// Kills a container behind Berth's back.
    static void killContainer(String id) {
        TestEngine.docker("kill", id);
    }

    /// What `docker inspect` says of a container.
    static String inspect(String id, String format) {
        return TestEngine.docker("inspect", "-f", format, id);
    }

    /// Ends the process, removes its containers and networks from the engine, and its folder.
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
            Path installation = data.resolve("installation");
            if (Files.exists(installation)) {
                TestEngine.removeAll(Files.readString(installation).strip());
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Whether tasks can run by now, as it says of itself.
    private boolean isReady() {
        try {
            return ((HttpURLConnection) URI.create(url + "/ready").toURL().openConnection()).getResponseCode() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String address() {
        try {
            if (!process.isAlive()) {
                throw new AssertionError("Berth ended: " + Files.readString(folder.resolve("log")));
            }
            Path lock = data.resolve("lock");
            List<String> lines = Files.exists(lock) ? Files.readAllLines(lock) : List.of();
            return lines.size() > 1 ? lines.get(1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String credential(String name) {
        try (Stream<String> lines = Files.lines(data.resolve("credentials"))) {
            return lines.filter(line -> line.startsWith(name + " = "))
                    .map(line -> line.substring(name.length() + 3).strip())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String addressWithPort80() {
        if (isFree("127.0.0.1")) {
            return "127.0.0.1";
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int attempt = 0; attempt < 20; attempt++) {
            String other =
                    "127.%d.%d.%d".formatted(random.nextInt(70, 250), random.nextInt(250), random.nextInt(1, 250));
            if (isFree(other)) {
                System.out.println("Port 80 of 127.0.0.1 is taken: tasks publish it on " + other + " instead.");
                return other;
            }
        }
        throw new AssertionError("Port 80 is taken on every loopback address by a server that listens on 0.0.0.0:"
                + " the main job asks for host port 80, so stop that server while the tests run");
    }

    private static boolean isFree(String address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 80));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
