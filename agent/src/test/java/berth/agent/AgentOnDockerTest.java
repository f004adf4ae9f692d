package berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.DockerEngine;
import berth.agent.docker.TestEngine;
import berth.agent.fault.NetworkNamespaces;
import berth.agent.logs.LineGate;
import berth.agent.metadata.MetadataReply;
import berth.agent.metadata.MetadataRequest;
import berth.agent.task.MetadataToken;
import berth.agent.task.Tasks;
import berth.kernel.Loop;
import berth.kernel.Rng;
import berth.kernel.host.Beat;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.ContainerState;
import berth.kernel.host.Desired;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.HostChannel;
import berth.kernel.host.HostFacts;
import berth.kernel.host.Interface;
import berth.kernel.host.Lease;
import berth.kernel.host.LogBatch;
import berth.kernel.host.LogRoute;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.Observed;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.ObservedTask;
import berth.kernel.host.PortBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The agent with a real engine.
@Tag("docker")
class AgentOnDockerTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final String installation = TestEngine.newInstallation();
    private final String id = installation.replace('-', '0');
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final ControlPlane control = new ControlPlane();
    private DockerEngine engine = newEngine();
    private Agent agent = newAgent();
    private long sessions;

    @BeforeAll
    static void images() {
        TestEngine.requireImages();
    }

    @AfterEach
    void removeEverything() throws Exception {
        kill();
        thread.shutdownNow();
        TestEngine.removeAll(installation);
    }

    @Test
    void servesFromABridgeTaskSurvivesACrashAndTellsTheTruthOfItsEnd() throws Exception {
        begin(bridge(false));
        await("it runs", () -> state() == ContainerState.RUNNING);
        ObservedContainer first = container();
        int port = first.bindings().getFirst().hostPort();
        assertThat(port).isGreaterThan(60_999);
        await("nginx answers", () -> answers("http://127.0.0.1:" + port + "/"));
        String token = new MetadataToken(Tasks.SECRET).of(Tasks.arn(id), "web");
        assertThat(metadata("/v4/" + token).body()).contains("\"DockerId\":\"" + first.engineId());
        assertThat(metadata("/v4/" + token + "/stats").body()).contains("\"cpu_stats\"");

        kill();
        control.forget();
        engine = newEngine();
        agent = newAgent();
        begin(bridge(true));
        await("it is adopted", () -> state() == ContainerState.RUNNING);
        assertThat(container().engineId()).isEqualTo(first.engineId());
        assertThat(container().startedAt()).isEqualTo(first.startedAt());

        docker("kill", String.valueOf(first.engineId()));
        await("its end is reported", () -> state() == ContainerState.STOPPED);
        assertThat(container().exitCode()).isEqualTo(137);
        assertThat(container().oomKilled()).isFalse();
    }

    @Test
    void givesAnAwsvpcTaskItsAddressAndClosesTheInterfaceAfterIt() throws Exception {
        Interface eni = new Interface(
                "eni-" + id,
                "vpc-" + id.substring(4),
                "10.213.0.0/16",
                "subnet-1",
                "10.213.0.0/20",
                "10.213.0.1",
                "10.213.0.10",
                "02:42:0a:d5:00:0a",
                "ip-10-213-0-10.ec2.internal");
        begin(Tasks.task(id, true, NetworkMode.AWSVPC, eni, null, nginx(List.of(), false)));
        await("it runs", () -> state() == ContainerState.RUNNING);
        await("nginx answers", () -> answers("http://10.213.0.10/"));
        control.send(Tasks.task(id, false, NetworkMode.AWSVPC, eni, null, nginx(List.of(), true)));
        await("it stopped", () -> state() == ContainerState.STOPPED);
        await(
                "its interface is closed",
                () -> docker("ps", "-q", "--filter", "label=berth.eni=eni-" + id)
                        .isEmpty());
    }

    @Test
    void keepsAll200000LinesOnceEachThoughTheAgentIsKilledInTheMiddle() throws Exception {
        begin(printing(false));
        await("some lines came", () -> control.lines() > 20_000);
        kill();
        int before = control.lines();
        engine = newEngine();
        agent = newAgent();
        begin(printing(true));
        await("all lines came", () -> control.ended());
        assertThat(before).isLessThan(200_000);
        assertThat(control.text())
                .isEqualTo(IntStream.rangeClosed(1, 200_000)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    private DesiredTask bridge(boolean started) {
        return Tasks.bridge(id, true, nginx(List.of(new PortBinding("", 80, 0, "tcp")), started));
    }

    private static DesiredContainer nginx(List<PortBinding> ports, boolean started) {
        return Tasks.container("web", true, started, ports, new LogRoute.JsonFile(new LinkedHashMap<>()));
    }

    private DesiredTask printing(boolean started) {
        DesiredContainer model =
                Tasks.container("web", true, started, List.of(), new LogRoute.AwsLogs("g", "s", new LinkedHashMap<>()));
        return Tasks.task(
                id,
                true,
                NetworkMode.NONE,
                null,
                null,
                new DesiredContainer(
                        model.arn(),
                        "web",
                        "busybox",
                        null,
                        true,
                        started,
                        0,
                        64,
                        null,
                        List.of(),
                        List.of("sh", "-c", "seq 1 100000; sleep 3; seq 100001 200000"),
                        null,
                        new LinkedHashMap<>(),
                        null,
                        Duration.ofSeconds(2),
                        model.log(),
                        null,
                        ContainerSettings.NONE));
    }

    // --- around the agent

    private DockerEngine newEngine() {
        return new DockerEngine(TestEngine.address(), installation, InstantSource.system());
    }

    private Agent newAgent() {
        Loop loop = new Loop() {
            @Override
            public void execute(Runnable task) {
                thread.execute(task);
            }

            @Override
            public Timer schedule(Duration delay, Runnable task) {
                ScheduledFuture<?> scheduled = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
                return () -> scheduled.cancel(false);
            }
        };
        return Agent.assemble(new AgentPorts(
                AgentConfig.of(installation, "h", "host"),
                Instant::now,
                loop,
                engine,
                (arn, done) -> {},
                control,
                new BindTest(),
                () -> ++sessions,
                LineGate::blocking,
                LastWord.inMemory(() -> Duration.ofNanos(System.nanoTime())),
                container -> {},
                NetworkNamespaces.closed("there is no network here."),
                Rng.seeded(System.nanoTime()),
                Tasks.SECRET));
    }

    private void begin(DesiredTask task) {
        agent.start();
        await("it joins", control::joined);
        control.send(task);
    }

    /// Ends agent and engine client; containers go on.
    private void kill() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        Agent dying = agent;
        thread.execute(() -> {
            dying.close();
            closed.complete(true);
        });
        closed.get(10, TimeUnit.SECONDS);
        engine.close();
        control.disconnect();
    }

    private @Nullable ContainerState state() {
        ObservedTask task = control.task(Tasks.arn(id));
        return task == null || task.containers().isEmpty()
                ? null
                : task.containers().getFirst().state();
    }

    private ObservedContainer container() {
        ObservedTask task = control.task(Tasks.arn(id));
        assertThat(task).isNotNull();
        return task == null
                ? ObservedContainer.absent("web")
                : task.containers().getFirst();
    }

    private MetadataReply metadata(String path) throws Exception {
        CompletableFuture<MetadataReply> reply = new CompletableFuture<>();
        agent.metadata(MetadataRequest.get(path, "127.0.0.1"), reply::complete);
        return reply.get(20, TimeUnit.SECONDS);
    }

    private static boolean answers(String url) {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", TestEngine.host()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("%s within %s; last: %s", what, DEADLINE, control.task(Tasks.arn(id)))
                    .isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static final class BindTest implements HostPorts {
        @Override
        public int lastEphemeral() {
            return 60_999;
        }

        @Override
        public boolean free(String address, int port, String protocol) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
                return socket.isBound();
            } catch (IOException e) {
                return false;
            }
        }
    }

    /// Keeps reports and lines.
    private static final class ControlPlane implements HostChannel.Upstream {
        private final List<String> text = new ArrayList<>();
        private final LinkedHashMap<String, ObservedTask> tasks = new LinkedHashMap<>();
        private @Nullable HostChannel channel;
        private boolean ended;
        private long version;

        @Override
        public synchronized void joined(HostFacts facts, HostChannel to) {
            channel = to;
        }

        @Override
        public synchronized void observed(Observed observed) {
            observed.tasks().forEach(task -> tasks.put(task.arn(), task));
        }

        @Override
        public synchronized void beat(Beat beat) {
            if (channel != null) {
                channel.renew(new Lease(beat.number(), null));
            }
        }

        @Override
        public synchronized void left(String hostId, HostChannel closed) {
            channel = null;
        }

        @Override
        public synchronized void log(String hostId, LogBatch batch, LongConsumer nextLine) {
            int known = (int) (text.size() - batch.firstLine());
            if (known >= 0) {
                batch.lines().stream().skip(known).forEach(line -> text.add(line.text()));
                ended |= batch.last();
            }
            nextLine.accept(text.size());
        }

        @Override
        public synchronized void logPosition(
                String hostId, String group, String stream, String source, LongConsumer nextLine) {
            nextLine.accept(text.size());
        }

        synchronized void send(DesiredTask task) {
            if (channel != null) {
                channel.send(new Desired("h", ++version, List.of(task), List.of()));
            }
        }

        synchronized boolean joined() {
            return channel != null;
        }

        synchronized void disconnect() {
            channel = null;
        }

        synchronized void forget() {
            tasks.clear();
        }

        synchronized int lines() {
            return text.size();
        }

        synchronized boolean ended() {
            return ended;
        }

        synchronized List<String> text() {
            return List.copyOf(text);
        }

        synchronized @Nullable ObservedTask task(String arn) {
            return tasks.get(arn);
        }
    }
}
