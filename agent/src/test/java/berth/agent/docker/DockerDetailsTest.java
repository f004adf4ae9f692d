package berth.agent.docker;

import static berth.agent.docker.Calls.done;
import static berth.agent.docker.Calls.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import berth.agent.engine.ContainerRequest;
import berth.agent.engine.ContainerRequest.ParentCgroup;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineFacts;
import berth.agent.engine.EngineFault;
import berth.agent.engine.EngineFault.Kind;
import berth.agent.engine.LineListener;
import berth.agent.engine.Reply;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Interface;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What only Docker has: seen by docker's own inspection, from inside the container, or on the wire.
@Tag("docker")
class DockerDetailsTest {
    private static final String RANGE = "10.215.0.0/16";
    private final String installation = TestEngine.newInstallation();
    private final DockerEngine engine = new DockerEngine(TestEngine.address(), installation, InstantSource.system());

    @BeforeAll
    static void images() {
        TestEngine.requireImages();
    }

    @AfterEach
    void removeEverything() {
        engine.close();
        TestEngine.removeAll(installation);
    }

    @Test
    void nginxAnswersAtTheInterfacesOwnAddress() throws Exception {
        Interface eni = eni("10.215.0.10", RANGE);
        EngineContainer pause = open(eni);
        EngineContainer web = run("nginx", "container:" + pause.id(), null, null);
        assumeThat(facts().addressesReachable()).isTrue();
        assertThat(get("http://10.215.0.10/")).contains("Welcome to nginx!").contains("10.215.0.10:80");
        assertThat(TestEngine.docker("exec", web.id(), "hostname")).isEqualTo(eni.privateDnsName());
        assertThat(TestEngine.docker("exec", web.id(), "cat", "/sys/class/net/eth0/address"))
                .isEqualTo(eni.mac());
        assertThat(TestEngine.docker("exec", web.id(), "grep", "CapEff", "/proc/1/status"))
                .as("without NET_RAW, bit 13")
                .endsWith("00000000a80405fb");
        assertThat(TestEngine.docker("inspect", "-f", "{{.State.Running}}", pause.id()))
                .isEqualTo("true");
    }

    @Test
    void aRangeThatThisMachineUsesIsRefusedByTheRoutesName() {
        assumeThat(facts().addressesReachable()).isTrue();
        HostRoutes.Route taken = HostRoutes.read().routes().getFirst();
        EngineFault fault = failed((Consumer<Reply<EngineContainer>> reply) ->
                engine.openInterface(eni("10.9.9.9", taken.range()), reply));
        assertThat(fault.kind()).isEqualTo(Kind.REFUSED);
        assertThat(fault.message()).contains(taken.range(), taken.device(), "vpc-details");
    }

    @Test
    void eachInstallationGetsAMetadataAddressOfItsOwn() {
        assumeThat(facts().addressesReachable()).isTrue();
        String otherInstallation = TestEngine.newInstallation();
        try (DockerEngine other = new DockerEngine(TestEngine.address(), otherInstallation, InstantSource.system())) {
            String mine = done((Consumer<Reply<String>> reply) -> engine.ensureMetadataAddress(reply));
            String theirs = done((Consumer<Reply<String>> reply) -> other.ensureMetadataAddress(reply));
            assertThat(List.of(mine, theirs))
                    .doesNotHaveDuplicates()
                    .allMatch(it -> it.matches("169\\.254\\.17\\d\\.2"));
            assertThat(done((Consumer<Reply<String>> reply) -> engine.ensureMetadataAddress(reply)))
                    .isEqualTo(mine);
        } finally {
            TestEngine.removeAll(otherInstallation);
        }
    }

    @Test
    void networksGoWhenNothingUsesThem() {
        EngineContainer pause = open(eni("10.215.0.11", RANGE));
        Calls.<Void>done(engine::removeUnusedNetworks);
        assertThat(networks()).hasSize(1);
        Calls.<Void>done(reply -> engine.remove(pause.id(), reply));
        Calls.<Void>done(engine::removeUnusedNetworks);
        assertThat(networks()).isEmpty();
        assertThat(open(eni("10.215.0.12", RANGE)).pid()).isPositive();
    }

    private List<String> networks() {
        return TestEngine.docker("network", "ls", "-q", "--filter", "label=" + Labels.INSTALLATION + "=" + installation)
                .lines()
                .toList();
    }

    @Test
    void aTasksContainersShareAParentCgroupThatGoesWithTheLast() throws IOException {
        assumeThat(facts().parentCgroups()).isTrue();
        ParentCgroup task = new ParentCgroup("task-1", 256, 64L << 20);
        EngineContainer one = run("busybox", "none", task, List.of("sleep", "1000"));
        EngineContainer two = run("busybox", "none", task, List.of("sleep", "1000"));
        Path memory = cgroup("memory");
        assertThat(memory.resolve(one.id())).isDirectory();
        assertThat(memory.resolve(two.id())).isDirectory();
        assertThat(limits(memory)).containsExactly("67108864", "25000");

        Calls.<Void>done(reply -> engine.remove(one.id(), reply));
        assertThat(memory).isDirectory();
        Calls.<Void>done(reply -> engine.remove(two.id(), reply));
        try (Stream<Path> left = Files.find(
                Path.of("/sys/fs/cgroup"), 4, (path, attributes) -> path.endsWith("berth/" + installation))) {
            assertThat(left).as("what is left in any hierarchy").isEmpty();
        }
    }

    @Test
    void parentCgroupsOfACrashedRunAreRemovedAtTheFirstList() throws IOException {
        assumeThat(facts().parentCgroups()).isTrue();
        EngineContainer one =
                run("busybox", "none", new ParentCgroup("kept", 256, 64L << 20), List.of("sleep", "1000"));
        Path left = Files.createDirectories(cgroup("memory").resolveSibling("left-behind"));
        try (DockerEngine restarted = new DockerEngine(TestEngine.address(), installation, InstantSource.system())) {
            assertThat(done((Consumer<Reply<List<EngineContainer>>> reply) -> restarted.list(reply)))
                    .extracting(EngineContainer::id)
                    .containsExactly(one.id());
            assertThat(left).doesNotExist();
            assertThat(left.resolveSibling("kept")).isDirectory();
            Calls.<Void>done(reply -> restarted.remove(one.id(), reply));
            assertThat(left.resolveSibling("kept")).doesNotExist();
        }
    }

    private Path cgroup(String controller) {
        Path root = Path.of("/sys/fs/cgroup");
        Path version1 = root.resolve(controller);
        return (Files.isDirectory(version1) ? version1 : root).resolve("berth/" + installation + "/task-1");
    }

    private List<String> limits(Path memory) throws IOException {
        if (Files.exists(memory.resolve("memory.max"))) {
            return List.of(
                    Files.readString(memory.resolve("memory.max")).strip(),
                    Files.readString(memory.resolve("cpu.max")).split(" ")[0]);
        }
        return List.of(
                Files.readString(memory.resolve("memory.limit_in_bytes")).strip(),
                Files.readString(cgroup("cpu").resolve("cpu.cfs_quota_us")).strip());
    }

    @Test
    void aStreamOfStatisticsServesSeveralCallers() {
        EngineContainer container = run("busybox", "none", null, List.of("sleep", "1000"));
        List<CompletableFuture<Reply<String>>> replies = new ArrayList<>();
        long from = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Reply<String>> reply = new CompletableFuture<>();
            replies.add(reply);
            engine.stats(container.id(), reply::complete);
        }
        for (CompletableFuture<Reply<String>> reply : replies) {
            assertThat(reply.join()).isInstanceOf(Reply.Done.class);
        }
        assertThat(System.nanoTime() - from).isLessThan(10_000_000_000L);
    }

    @Test
    void twoHundredThousandLinesComeInOrderOnceEachThoughReadingIsCutInTheMiddle() {
        EngineContainer container = run("busybox", "none", null, List.of("seq", "0", "199999"));
        Counting counting = new Counting();
        var first = engine.follow(container.id(), 0, counting);
        Calls.await("the middle", () -> counting.next > 50_000);
        first.close();
        counting.closed = true;
        Calls.await("the first reader's silence", () -> !counting.reading);
        long reached = counting.next;
        Counting rest = new Counting();
        rest.next = reached;
        try (var second = engine.follow(container.id(), reached, rest)) {
            Calls.await("the end", () -> rest.ended);
        }
        assertThat(rest.wrong).isZero();
        assertThat(counting.wrong).isZero();
        assertThat(rest.next).isEqualTo(200_000);
    }

    /// Expects line n to say n.
    private static final class Counting implements LineListener {
        private volatile long next;
        private volatile int wrong;
        private volatile boolean ended;
        private volatile boolean closed;
        private volatile boolean reading;

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
        public void line(long number, Instant at, String text) {
            if (closed) {
                return;
            }
            reading = true;
            if (number != next || !text.equals(Long.toString(number))) {
                wrong++;
            }
            next = number + 1;
            reading = false;
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public void failed(String message) {
            wrong++;
        }
    }

    private EngineFacts facts() {
        return done((Consumer<Reply<EngineFacts>> reply) -> engine.facts(reply));
    }

    private EngineContainer open(Interface eni) {
        return done((Consumer<Reply<EngineContainer>> reply) -> engine.openInterface(eni, reply));
    }

    private int counter;

    private EngineContainer run(
            String image, String network, @Nullable ParentCgroup parent, @Nullable List<String> command) {
        ContainerRequest request = new ContainerRequest(
                installation + "-" + counter++,
                image,
                new TreeMap<>(),
                network,
                null,
                128,
                null,
                null,
                null,
                parent,
                List.of(),
                command,
                null,
                new TreeMap<>(),
                null,
                new TreeMap<>(),
                true,
                ContainerSettings.NONE);
        EngineContainer created = done(reply -> engine.create(request, reply));
        return done((Consumer<Reply<EngineContainer>> reply) -> engine.start(created.id(), reply));
    }

    private Interface eni(String address, String range) {
        String[] octets = address.split("\\.");
        return new Interface(
                "eni-" + installation + "-" + octets[3],
                "vpc-details",
                range,
                "subnet-details",
                range,
                octets[0] + "." + octets[1] + ".0.1",
                address,
                "02:42:0a:d7:00:0" + Integer.toHexString(Integer.parseInt(octets[3]) & 15),
                "ip-" + address.replace('.', '-') + ".ec2.internal");
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Calls.retry(
                    () -> client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                            .body());
        }
    }
}
