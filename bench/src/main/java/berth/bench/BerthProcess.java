package berth.bench;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Berth of its own, as the launcher would start it, on a free port and a fresh data directory.
final class BerthProcess implements AutoCloseable {
    private final Process process;
    private final Path data;
    private final URI endpoint;
    private final long nanosToFirstAnswer;

    private BerthProcess(Process process, Path data, URI endpoint, long nanosToFirstAnswer) {
        this.process = process;
        this.data = data;
        this.endpoint = endpoint;
        this.nanosToFirstAnswer = nanosToFirstAnswer;
    }

    /// @param command the server's command line up to the main class
    static BerthProcess start(List<String> command, Path data, String engine) throws IOException {
        int port = freePort();
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("up", "--data", data.toString(), "--engine", engine, "--port", String.valueOf(port)));
        URI endpoint = URI.create("http://127.0.0.1:" + port + "/");
        long begun = System.nanoTime();
        Process process = launch(line, data.resolve("log").toFile());
        awaitAnswer(process, endpoint);
        return new BerthProcess(process, data, endpoint, System.nanoTime() - begun);
    }

    static Process launch(List<String> line, File log) throws IOException {
        Files.createDirectories(log.getParentFile().toPath());
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    /// Asks every millisecond until anything at all is answered.
    static void awaitAnswer(Process process, URI endpoint) throws IOException {
        while (true) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) endpoint.toURL().openConnection();
                connection.setReadTimeout(5000);
                connection.getResponseCode();
                return;
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IOException("the server ended instead of answering, see its log", e);
                }
                Waits.pause(1);
            }
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    double millisToFirstAnswer() {
        return nanosToFirstAnswer / 1e6;
    }

    Ecs ecs() throws IOException {
        Properties credentials = new Properties();
        try (Stream<String> lines = Files.lines(data.resolve("credentials"))) {
            lines.filter(line -> line.contains("="))
                    .forEach(line -> credentials.put(
                            line.substring(0, line.indexOf('=')).trim(),
                            line.substring(line.indexOf('=') + 1).trim()));
        }
        return new Ecs(
                endpoint,
                credentials.getProperty("aws_access_key_id"),
                credentials.getProperty("aws_secret_access_key"));
    }

    String installation() throws IOException {
        return Files.readString(data.resolve("installation")).trim();
    }

    /// Memory that is this process's alone, and its share of what is shared, in MB (Linux).
    double pssMegabytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .sum()
                    / 1000.0;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
