package berth.agent.docker;

import berth.kernel.host.RegistryCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A real registry on loopback that asks for a password: the distribution's `docker-registry`, which is unpacked into a
/// cache folder where it is not installed.
public final class TestRegistry implements AutoCloseable {
    public static final RegistryCredentials CREDENTIALS = new RegistryCredentials("berth", "right-password");
    private static final String PASSWORD_FILE = "berth:$2b$05$abcdefghijklmnopqrstuuBO.kmgTJhdt40M5ZyHgFmcpBdUb9aS.\n";
    private static final long DEADLINE_SECONDS = 20;

    private final Process process;
    private final int port;

    private TestRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// @param folder for its files
    public static TestRegistry start(Path folder) throws IOException, InterruptedException {
        int port = freePort();
        Path passwords = Files.writeString(folder.resolve("passwords"), PASSWORD_FILE);
        Path config = Files.writeString(
                folder.resolve("registry.yml"), """
                        version: 0.1
                        log: {level: error}
                        storage: {filesystem: {rootdirectory: %s}}
                        http: {addr: "127.0.0.1:%d"}
                        auth: {htpasswd: {realm: test, path: %s}}
                        """.formatted(folder.resolve("data"), port, passwords));
        Process process = new ProcessBuilder(program().toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        TestRegistry registry = new TestRegistry(process, port);
        registry.awaitListening(folder.resolve("log"));
        return registry;
    }

    private void awaitListening(Path log) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IllegalStateException("the registry does not start: " + Files.readString(log), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private static Path program() throws IOException, InterruptedException {
        Path installed = Path.of("/usr/bin/docker-registry");
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "berth", "registry");
        Path unpacked = cache.resolve("usr/bin/docker-registry");
        if (Files.isExecutable(installed)) {
            return installed;
        }
        if (!Files.isExecutable(unpacked)) {
            Files.createDirectories(cache);
            Process download = new ProcessBuilder(
                            "sh",
                            "-c",
                            "apt-get -qq -o APT::Sandbox::User= download docker-registry && dpkg-deb -x docker-registry_*.deb .")
                    .directory(cache.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(download.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (download.waitFor() != 0) {
                throw new IllegalStateException("cannot fetch the package docker-registry: " + output);
            }
        }
        return unpacked;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// The name of a repository in it, for example `127.0.0.1:5000/tiny`.
    public String repository(String name) {
        return "127.0.0.1:" + port + "/" + name;
    }

    /// Pushes an image of the engine's and removes the name it had for that; answers with the digest.
    public String push(DockerHttp http, String image, String repository, String tag) throws EngineFailure {
        TestEngine.docker("tag", image, repository + ":" + tag);
        Map<String, String> fields = new TreeMap<>();
        fields.put("username", CREDENTIALS.username());
        fields.put("password", CREDENTIALS.password());
        String auth = Base64.getUrlEncoder().encodeToString(Json.write(Json.object(fields)));
        DockerHttp.Answer answer = http.longCall(
                "POST", "/images/" + repository + "/push?tag=" + tag, null, Map.of("X-Registry-Auth", auth));
        String output = new String(answer.body(), StandardCharsets.UTF_8);
        int digest = output.indexOf("sha256:", output.indexOf("\"Digest\""));
        if (!answer.ok() || digest < 0) {
            throw new IllegalStateException("the push failed: " + output);
        }
        TestEngine.docker("rmi", repository + ":" + tag);
        return output.substring(digest, digest + "sha256:".length() + 64);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
