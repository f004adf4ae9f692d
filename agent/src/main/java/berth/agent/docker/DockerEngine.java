package berth.agent.docker;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.ContainerRequest;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineEvent;
import berth.agent.engine.EngineFacts;
import berth.agent.engine.EngineFault;
import berth.agent.engine.Image;
import berth.agent.engine.LineListener;
import berth.agent.engine.PullPolicy;
import berth.agent.engine.Reply;
import berth.kernel.host.Interface;
import berth.kernel.host.RegistryCredentials;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Containers on the Docker Engine API, for one installation.
///
/// Every call runs on a virtual thread and blocks there; the work itself is done by the parts: [Containers], [Images],
/// [Interfaces], [Networks], [EventStream], [LogFollower], [StatsStreams].
public final class DockerEngine implements ContainerEngine, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);

    private final DockerHttp http;
    private final String installation;
    private final InstantSource clock;
    private final ExecutorService threads;
    private final Images images;
    private final Networks networks;
    private final Containers containers;
    private final Interfaces interfaces;
    private final StatsStreams stats;
    private final Machine machine;

    /// Connects lazily: the first call that needs the engine finds out whether it is there.
    ///
    /// @param installation id of the data directory: letters, digits and dashes, at most 32
    /// @param clock the time that is given to what the engine does not time itself
    public DockerEngine(DockerAddress address, String installation, InstantSource clock) {
        if (!installation.matches("[a-zA-Z0-9-]{1,32}")) {
            throw new IllegalArgumentException("not an installation id: '" + installation + "'");
        }
        this.http = new DockerHttp(address);
        this.installation = installation;
        this.clock = clock;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("docker-", 0).factory());
        this.machine = new Machine(http, address, installation);
        this.images = new Images(http, clock);
        this.networks = new Networks(http, installation, HostRoutes::read);
        this.containers = new Containers(http, installation, clock, machine);
        this.interfaces = new Interfaces(http, containers, networks);
        this.stats = new StatsStreams(http, threads);
    }

    private interface Call<T extends @Nullable Object> {
        T run() throws EngineFailure;
    }

    private <T> void call(Consumer<Reply<T>> done, Call<T> call) {
        threads.execute(() -> done.accept(reply(call)));
    }

    private static <T> Reply<T> reply(Call<T> call) {
        try {
            return Reply.done(call.run());
        } catch (EngineFailure e) {
            return new Reply.Failed<>(e.fault());
        } catch (RuntimeException e) {
            LOG.error("A call of the engine failed in an unforeseen way", e);
            return Reply.failed(EngineFault.Kind.UNAVAILABLE, "Unforeseen failure of a call of the engine: " + e);
        }
    }

    @Override
    public void facts(Consumer<Reply<EngineFacts>> done) {
        call(done, machine::facts);
    }

    @Override
    public void list(Consumer<Reply<List<EngineContainer>>> done) {
        call(done, containers::list);
    }

    @Override
    public void pull(
            String image, PullPolicy policy, @Nullable RegistryCredentials credentials, Consumer<Reply<Image>> done) {
        call(done, () -> images.make(image, policy, credentials));
    }

    @Override
    public void openInterface(Interface networkInterface, Consumer<Reply<EngineContainer>> done) {
        call(done, () -> interfaces.open(networkInterface));
    }

    @Override
    public void create(ContainerRequest request, Consumer<Reply<EngineContainer>> done) {
        call(done, () -> containers.create(request));
    }

    @Override
    public void start(String engineId, Consumer<Reply<EngineContainer>> done) {
        call(done, () -> containers.start(engineId));
    }

    @Override
    public void startAgain(String engineId, Instant ranAt, Consumer<Reply<EngineContainer>> done) {
        call(done, () -> containers.startAgain(engineId, ranAt));
    }

    @Override
    public void stop(String engineId, Duration timeout, Consumer<Reply<EngineContainer>> done) {
        call(done, () -> containers.stop(engineId, timeout));
    }

    @Override
    public void remove(String engineId, Consumer<Reply<Void>> done) {
        acknowledge(done, () -> containers.remove(engineId));
    }

    @Override
    public void inspect(String engineId, Consumer<Reply<EngineContainer>> done) {
        call(done, () -> containers.inspect(engineId));
    }

    @Override
    public Watch watch(Consumer<EngineEvent> listener) {
        EventStream stream = new EventStream(http, installation, clock.instant(), listener);
        threads.execute(stream);
        return stream;
    }

    @Override
    public Watch follow(String engineId, long fromLine, LineListener listener) {
        LogFollower follower = new LogFollower(http, engineId, fromLine, listener);
        threads.execute(follower);
        return follower;
    }

    @Override
    public void stats(String engineId, Consumer<Reply<String>> done) {
        call(done, () -> stats.sample(engineId));
    }

    @Override
    public void diskUse(Consumer<Reply<SortedMap<String, Long>>> done) {
        call(done, containers::diskUse);
    }

    /// Makes a VPC's network ahead of its first task, which also keeps its range for this installation. The failure
    /// (REFUSED) names what the range overlaps with.
    public void openNetwork(String vpcId, String range, String gateway, Consumer<Reply<Void>> done) {
        acknowledge(done, () -> networks.vpc(vpcId, range, gateway));
    }

    /// Makes everything that an interface needs but that does not depend on it: the pause image and the network.
    public void warmUp(String vpcId, String range, String gateway, Consumer<Reply<Void>> done) {
        acknowledge(done, () -> {
            interfaces.ensureImage();
            networks.vpc(vpcId, range, gateway);
        });
    }

    /// Makes sure that this machine has an address for the metadata endpoint that every container can reach, and
    /// answers with it: 169.254.170.2, or the next free one where another installation on this engine has that.
    /// Fails (REFUSED) where the engine's bridges are not this machine's.
    public void ensureMetadataAddress(Consumer<Reply<String>> done) {
        call(done, () -> {
            if (!machine.facts().addressesReachable()) {
                throw new EngineFailure(
                        EngineFault.Kind.REFUSED,
                        "The engine's networks do not end on this machine; the metadata endpoint is off");
            }
            return networks.metadataAddress();
        });
    }

    /// Removes the networks of this installation that no container uses any more.
    public void removeUnusedNetworks(Consumer<Reply<Void>> done) {
        acknowledge(done, networks::removeUnused);
    }

    private interface Deed {
        void run() throws EngineFailure;
    }

    @SuppressWarnings("NullAway") // Reply<Void> has no other value than null.
    private void acknowledge(Consumer<Reply<Void>> done, Deed deed) {
        this.<Void>call(done, () -> {
            deed.run();
            return null;
        });
    }

    /// Ends the calls and streams that are still open. Containers are left as they are.
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            http.close();
        } catch (IOException e) {
            LOG.debug("closing the connections to the engine", e);
        }
    }
}
