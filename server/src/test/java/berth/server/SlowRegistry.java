package berth.server;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A registry on loopback whose images are busybox with a layer of their own, which it sends half of and then holds
/// back until told to go on: a pull that is under way for as long as a test wants.
final class SlowRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final int BLOCK = 512;
    private static final int EXTRA = 128 * BLOCK;

    private final HttpServer server;
    private final Path saved;
    private final ObjectNode config;
    private final byte[] layer;
    private final Map<String, byte[]> content = new ConcurrentHashMap<>();
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    /// One image's layer: asked for, and let go.
    private record Gate(CountDownLatch asked, CountDownLatch open) {}

    /// @param folder for the busybox that it copies from the engine
    SlowRegistry(Path folder) throws IOException {
        saved = folder;
        TestEngine.docker("save", "-o", folder.resolve("busybox.tar").toString(), "busybox:latest");
        run("tar", "-xf", "busybox.tar");
        JsonNode manifest = JSON.readTree(Files.readAllBytes(folder.resolve("manifest.json")))
                .path(0);
        config = (ObjectNode) JSON.readTree(
                Files.readAllBytes(folder.resolve(manifest.path("Config").asText())));
        config.remove("history");
        layer = Files.readAllBytes(folder.resolve(manifest.at("/Layers/0").asText()));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v2/", this::answer);
        server.start();
    }

    /// Adds an image and answers with its name, which includes this registry's address.
    String add(String name) {
        byte[] extra = extraLayer(name);
        ObjectNode own = config.deepCopy();
        ArrayNode diffs = (ArrayNode) own.at("/rootfs/diff_ids");
        diffs.add(digest(extra));
        byte[] configBytes = bytes(own);
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("schemaVersion", 2).put("mediaType", MANIFEST);
        manifest.set("config", blob("application/vnd.docker.container.image.v1+json", configBytes));
        ArrayNode layers = manifest.putArray("layers");
        layers.add(blob("application/vnd.docker.image.rootfs.diff.tar.gzip", layer));
        layers.add(blob("application/vnd.docker.image.rootfs.diff.tar.gzip", extra));
        byte[] manifestBytes = bytes(manifest);
        content.put("/v2/" + name + "/manifests/1", manifestBytes);
        content.put("/v2/" + name + "/manifests/" + digest(manifestBytes), manifestBytes);
        gates.put(digest(extra), new Gate(new CountDownLatch(1), new CountDownLatch(1)));
        gates.put(name, gates.get(digest(extra)));
        return "127.0.0.1:" + server.getAddress().getPort() + "/" + name + ":1";
    }

    /// Waits until the engine has got half of the image's own layer.
    void awaitAsked(String name) throws InterruptedException {
        if (!gate(name).asked.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody pulled " + name + " within 60 s");
        }
    }

    boolean isOpen(String name) {
        return gate(name).open.getCount() == 0;
    }

    /// Sends the rest, now and from now on.
    void open(String name) {
        gate(name).open.countDown();
    }

    @Override
    public void close() {
        gates.values().forEach(gate -> gate.open.countDown());
        server.stop(0);
    }

    private Gate gate(String name) {
        return java.util.Objects.requireNonNull(gates.get(name));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            int slash = path.lastIndexOf('/');
            String last = path.substring(slash + 1);
            byte[] body = path.equals("/v2/") ? new byte[] {'{', '}'} : content.get(path);
            if (body == null && path.substring(0, slash).endsWith("/blobs")) {
                body = content.get(last);
            }
            if (body == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
            exchange.getResponseHeaders()
                    .set("Content-Type", path.contains("/manifests/") ? MANIFEST : "application/json");
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest(body));
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, body.length);
            send(exchange.getResponseBody(), body, gates.get(last));
        }
    }

    private static void send(OutputStream out, byte[] body, @org.jspecify.annotations.Nullable Gate gate)
            throws IOException {
        if (gate == null) {
            out.write(body);
            return;
        }
        out.write(body, 0, body.length / 2);
        out.flush();
        gate.asked.countDown();
        try {
            if (!gate.open.await(120, TimeUnit.SECONDS)) {
                throw new IOException("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.write(body, body.length / 2, body.length - body.length / 2);
    }

    private ObjectNode blob(String type, byte[] bytes) {
        content.put(digest(bytes), bytes);
        return JSON.createObjectNode()
                .put("mediaType", type)
                .put("size", bytes.length)
                .put("digest", digest(bytes));
    }

    private byte[] extraLayer(String name) {
        try {
            Files.writeString(saved.resolve(name), name.repeat(EXTRA / name.length()));
            run("tar", "-cf", name + ".tar", name);
            return Files.readAllBytes(saved.resolve(name + ".tar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(saved.toFile())
                .redirectErrorStream(true)
                .start();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        process.getInputStream().transferTo(output);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output.toString(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
