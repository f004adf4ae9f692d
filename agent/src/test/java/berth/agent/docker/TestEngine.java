package berth.agent.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The engine that tests run against: BERTH_TEST_DOCKER_HOST, else DOCKER_HOST, else the default socket. There being
/// none
/// is a failure and no reason to skip.
public final class TestEngine {
    private TestEngine() {}

    /// Its address, for example `unix:///var/run/docker.sock`.
    public static String host() {
        String wanted = environment("BERTH_TEST_DOCKER_HOST", environment("DOCKER_HOST", ""));
        if (!wanted.isEmpty()) {
            return wanted;
        }
        if (!Files.exists(Path.of("/var/run/docker.sock"))) {
            throw new IllegalStateException(
                    "Tests tagged docker need an engine: set BERTH_TEST_DOCKER_HOST or start one on its default socket");
        }
        return "unix:///var/run/docker.sock";
    }

    public static DockerAddress address() {
        return DockerAddress.of(host());
    }

    /// An installation that is nobody's. End with [#removeAll].
    public static String newInstallation() {
        return "test-" + Long.toHexString(ThreadLocalRandom.current().nextLong() >>> 24);
    }

    /// Makes busybox:latest and nginx:latest where they are missing, from the distribution's packages.
    public static void requireImages() {
        requireImage("busybox", "--busybox");
        requireImage("nginx", null);
    }

    private static synchronized void requireImage(String name, @Nullable String option) {
        if (!docker("images", "-q", name + ":latest").isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(script().toString(), "-H", host()));
        if (option != null) {
            command.add(option);
        }
        run(command);
    }

    private static Path script() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path script = folder.resolve("demo").resolve("make-nginx-image");
            if (Files.exists(script)) {
                return script;
            }
            folder = folder.getParent();
        }
        throw new IllegalStateException("demo/make-nginx-image is in no folder above this one");
    }

    /// Removes every container, volume and network of an installation.
    public static void removeAll(String installation) {
        String label = "label=" + Labels.INSTALLATION + "=" + installation;
        removeContainers(label);
        List<String> volumes = lines(docker("volume", "ls", "-q", "--filter", label));
        if (!volumes.isEmpty()) {
            docker(join(List.of("volume", "rm"), volumes));
        }
        List<String> networks = lines(docker("network", "ls", "-q", "--filter", label));
        if (!networks.isEmpty()) {
            docker(join(List.of("network", "rm"), networks));
        }
    }

    /// Tries again where the engine is still removing what a killed Berth asked it to.
    private static void removeContainers(String label) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        List<String> containers = lines(docker("ps", "-aq", "--filter", label));
        while (!containers.isEmpty()) {
            try {
                docker(join(List.of("rm", "-f"), containers));
            } catch (IllegalStateException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            containers = lines(docker("ps", "-aq", "--filter", label));
        }
    }

    /// The docker command's output: the truth to compare with.
    public static String docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", host()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static String[] join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all.toArray(String[]::new);
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(command + " exited with " + code + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    private static String environment(String name, String otherwise) {
        Map<String, String> environment = System.getenv();
        String value = environment.get(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
