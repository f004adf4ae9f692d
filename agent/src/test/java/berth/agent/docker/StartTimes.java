package berth.agent.docker;

import berth.agent.engine.ContainerRequest;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.LineListener;
import berth.agent.engine.PullPolicy;
import berth.agent.engine.Reply;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Interface;
import berth.kernel.host.PortBinding;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Times the ways to a first byte of HTTP from nginx, alternating, and prints their medians beside each other; then
/// times the reading of 200,000 lines. A program and no test: `java … berth.agent.docker.StartTimes [rounds]`.
public final class StartTimes {
    private static final String VPC = "vpc-times";
    private static final int FIRST_PORT = 28_000;

    private final String installation = TestEngine.newInstallation();
    private final DockerEngine engine = new DockerEngine(TestEngine.address(), installation, InstantSource.system());
    private final DockerHttp raw = new DockerHttp(TestEngine.address());
    private int counter;

    private StartTimes() {}

    /// @param arguments the number of rounds, 10 by default
    public static void main(String[] arguments) throws Exception {
        TestEngine.requireImages();
        StartTimes times = new StartTimes();
        try {
            times.starts(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10);
            times.lines();
        } finally {
            times.engine.close();
            times.raw.close();
            TestEngine.removeAll(times.installation);
        }
    }

    private void starts(int rounds) throws Exception {
        List<Long> reference = new ArrayList<>();
        List<Long> bridge = new ArrayList<>();
        List<Long> warm = new ArrayList<>();
        List<Long> cold = new ArrayList<>();
        engine.warmUp(VPC, "10.214.0.0/16", "10.214.0.1", reply -> {});
        for (int round = -2; round < rounds; round++) {
            long first = reference();
            long second = bridge();
            long third = awsvpc(true);
            long fourth = awsvpc(false);
            if (round >= 0) {
                reference.add(first);
                bridge.add(second);
                warm.add(third);
                cold.add(fourth);
            }
        }
        print("create + start by hand, bridge", reference, reference);
        print("create + start by the engine, bridge", bridge, reference);
        print("awsvpc, pause warm", warm, reference);
        print("awsvpc, pause included", cold, reference);
    }

    private static void print(String what, List<Long> nanos, List<Long> reference) {
        System.out.printf(
                "%-40s median %4d ms  (%d..%d)  %.2fx%n",
                what,
                median(nanos) / 1_000_000,
                nanos.stream().min(Long::compare).orElseThrow() / 1_000_000,
                nanos.stream().max(Long::compare).orElseThrow() / 1_000_000,
                (double) median(nanos) / median(reference));
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private long reference() throws EngineFailure, IOException {
        int port = FIRST_PORT + counter++;
        ObjectNode body = Json.object();
        body.put("Image", "nginx");
        body.putObject("Labels").put(Labels.INSTALLATION, installation);
        body.putObject("ExposedPorts").putObject("80/tcp");
        body.putObject("HostConfig")
                .putObject("PortBindings")
                .putArray("80/tcp")
                .addObject()
                .put("HostIp", "127.0.0.1")
                .put("HostPort", "" + port);
        long from = System.nanoTime();
        String id = raw.post("/containers/create", body).json().path("Id").asText();
        raw.post("/containers/" + id + "/start", null);
        firstByte("127.0.0.1", port);
        long took = System.nanoTime() - from;
        raw.delete("/containers/" + id + "?force=1");
        return took;
    }

    private long bridge() throws Exception {
        int port = FIRST_PORT + counter++;
        long from = System.nanoTime();
        String image = this.<berth.agent.engine.Image>done(
                        reply -> engine.pull("nginx", PullPolicy.DEFAULT, null, reply))
                .id();
        EngineContainer created = done(reply ->
                engine.create(request(image, "bridge", List.of(new PortBinding("127.0.0.1", 80, port, "tcp"))), reply));
        done((Consumer<Reply<EngineContainer>> reply) -> engine.start(created.id(), reply));
        firstByte("127.0.0.1", port);
        long took = System.nanoTime() - from;
        this.<Void>done(reply -> engine.remove(created.id(), reply));
        return took;
    }

    private long awsvpc(boolean warm) throws Exception {
        int host = 10 + counter++;
        Interface eni = new Interface(
                "eni-" + installation + host,
                VPC,
                "10.214.0.0/16",
                "subnet",
                "10.214.0.0/20",
                "10.214.0.1",
                "10.214.0." + host,
                String.format("02:42:0a:d6:00:%02x", host),
                "ip-10-214-0-" + host);
        if (warm) {
            done((Consumer<Reply<EngineContainer>> reply) -> engine.openInterface(eni, reply));
        }
        long from = System.nanoTime();
        EngineContainer pause = done(reply -> engine.openInterface(eni, reply));
        String image = this.<berth.agent.engine.Image>done(
                        reply -> engine.pull("nginx", PullPolicy.DEFAULT, null, reply))
                .id();
        EngineContainer created =
                done(reply -> engine.create(request(image, "container:" + pause.id(), List.of()), reply));
        done((Consumer<Reply<EngineContainer>> reply) -> engine.start(created.id(), reply));
        firstByte(eni.address(), 80);
        long took = System.nanoTime() - from;
        this.<Void>done(reply -> engine.remove(created.id(), reply));
        this.<Void>done(reply -> engine.remove(pause.id(), reply));
        return took;
    }

    private ContainerRequest request(String image, String network, List<PortBinding> ports) {
        return new ContainerRequest(
                installation + "-" + counter,
                image,
                new TreeMap<>(),
                network,
                null,
                256,
                null,
                512L << 20,
                null,
                null,
                ports,
                null,
                null,
                new TreeMap<>(),
                null,
                new TreeMap<>(),
                true,
                ContainerSettings.NONE);
    }

    private static void firstByte(String address, int port) {
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), 1000);
                socket.getOutputStream().write("GET / HTTP/1.0\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                if (socket.getInputStream().read() >= 0) {
                    return;
                }
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private void lines() throws Exception {
        ContainerRequest base = request("busybox", "none", List.of());
        ContainerRequest request = new ContainerRequest(
                base.name() + "-lines",
                "busybox",
                base.labels(),
                "none",
                null,
                256,
                null,
                null,
                null,
                null,
                List.of(),
                List.of("seq", "1", "200000"),
                null,
                base.environment(),
                null,
                base.logOptions(),
                true,
                ContainerSettings.NONE);
        EngineContainer created = done(reply -> engine.create(request, reply));
        for (String what : List.of("while it runs", "afterwards", "once more")) {
            done((Consumer<Reply<EngineContainer>> reply) -> engine.start(created.id(), reply));
            long from = System.nanoTime();
            long lines = read(created.id());
            long millis = (System.nanoTime() - from) / 1_000_000;
            System.out.printf("%d lines %s in %d ms: %d/s%n", lines, what, millis, lines * 1000 / millis);
        }
    }

    private long read(String id) throws Exception {
        CompletableFuture<Long> last = new CompletableFuture<>();
        LineListener listener = new LineListener() {
            private long count;

            @Override
            public void line(long number, Instant at, String text) {
                if (!text.equals(Long.toString(++count))) {
                    failed("line " + count + " is " + text);
                }
            }

            @Override
            public void end() {
                last.complete(count);
            }

            @Override
            public void failed(String message) {
                last.completeExceptionally(new IllegalStateException(message));
            }
        };
        try (var watch = engine.follow(id, 0, listener)) {
            return last.get(60, TimeUnit.SECONDS);
        }
    }

    private <T> T done(Consumer<Consumer<Reply<T>>> call) throws Exception {
        CompletableFuture<T> value = new CompletableFuture<>();
        call.accept(reply -> {
            switch (reply) {
                case Reply.Done<T>(T done) -> value.complete(done);
                case Reply.Failed<T>(var fault) ->
                    value.completeExceptionally(new IllegalStateException(fault.toString()));
            }
        });
        return value.get(60, TimeUnit.SECONDS);
    }
}
