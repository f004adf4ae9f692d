package berth.server.host;

import berth.agent.Agent;
import berth.agent.AgentConfig;
import berth.agent.AgentPorts;
import berth.agent.LastWord;
import berth.agent.docker.DockerAddress;
import berth.agent.docker.DockerEngine;
import berth.agent.engine.EngineFacts;
import berth.agent.engine.EngineFault;
import berth.agent.engine.Reply;
import berth.agent.logs.LineGate;
import berth.agent.metadata.MetadataRequest;
import berth.agent.task.TaskUrls;
import berth.kernel.Clock;
import berth.kernel.Loop;
import berth.kernel.Rng;
import berth.kernel.host.Desired;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.HostChannel;
import berth.kernel.host.Interface;
import berth.server.config.Config;
import berth.server.config.RegistryLogins;
import berth.server.directory.DataDirectory;
import berth.server.directory.DirectoryException;
import berth.server.http.Handler;
import berth.server.http.HttpServer;
import berth.server.http.Limits;
import berth.wire.Headers;
import berth.wire.HttpReply;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This machine, on its way to become a host: it waits for the engine, serves what tasks reach, and starts the agent.
/// All of that happens on threads of the engine's adapter; nobody waits for it.
public final class LocalHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalHost.class);
    private static final Duration ENGINE_RETRY = Duration.ofSeconds(1);

    /// What joining takes.
    ///
    /// @param api the API, for the tasks' networks
    /// @param port of the API
    /// @param loop the agent's own
    /// @param upstream the control plane's end
    /// @param gateways of the VPCs that are known already
    /// @param lastWord where the lease is kept
    /// @param version Berth's
    public record Surroundings(
            Config config,
            DataDirectory directory,
            HttpServer http,
            TaskApi api,
            int port,
            Loop loop,
            Clock clock,
            HostChannel.Upstream upstream,
            Supplier<List<String>> gateways,
            LastWord lastWord,
            String version) {}

    private final Surroundings around;
    private final String installation;
    private final byte[] metadataSecret;
    private final TaskListeners listeners;
    private final DockerEngine docker;
    private final DockerAddress address;
    private final EngineSource engines;
    private volatile @Nullable Agent agent;
    private volatile boolean closed;
    private boolean saidUnreachable;

    private LocalHost(Surroundings around, EngineSource engines) throws DirectoryException {
        this.around = around;
        this.engines = engines;
        this.installation = around.directory.installation();
        this.metadataSecret = around.directory.metadataSecret();
        this.listeners = new TaskListeners(around.http, around.api, around.port);
        String given = around.config.engine();
        this.address = given == null ? DockerAddress.find(System.getenv()) : DockerAddress.of(given);
        this.docker = new DockerEngine(address, installation, around.clock::now);
    }

    /// Begins to join, and returns at once.
    public static LocalHost join(Surroundings around, EngineSource engines) throws DirectoryException {
        LocalHost host = new LocalHost(around, engines);
        host.askForMetadataAddress();
        return host;
    }

    /// The agent lets go of its containers; they run on.
    @Override
    public void close() {
        closed = true;
        Agent joined = agent;
        if (joined != null) {
            joined.close();
        }
        docker.close();
    }

    /// The control plane can be reached again.
    public void reconnected() {
        Agent joined = agent;
        if (joined != null) {
            joined.reconnected();
        }
    }

    /// Serves the API for tasks that an earlier agent started here.
    public void wanted(Desired desired) {
        for (DesiredTask task : desired.tasks()) {
            Interface eni = task.networkInterface();
            if (eni != null && HostAddresses.isOurs(eni.gateway())) {
                listeners.serve(eni);
            }
        }
    }

    /// The first question to the engine, which also tells whether it is there.
    private void askForMetadataAddress() {
        docker.ensureMetadataAddress(reply -> {
            if (closed) {
                return;
            }
            switch (reply) {
                case Reply.Done<String>(var ip) ->
                    startAgent(listeners.serveMetadata(
                            ip, new HttpServer.Service(metadata(), metadata(), Limits.DEFAULT, null)));
                case Reply.Failed<String>(var fault) -> notAnswered(fault);
            }
        });
    }

    private void notAnswered(EngineFault fault) {
        if (fault.kind() == EngineFault.Kind.UNAVAILABLE) {
            if (!saidUnreachable) {
                saidUnreachable = true;
                LOG.warn(
                        "The container engine at {} doesn't answer ({}). Calls are answered; tasks wait until it does.",
                        address.host(),
                        fault.message());
            }
            around.loop.schedule(ENGINE_RETRY, this::askForMetadataAddress);
            return;
        }
        LOG.warn("Tasks have no metadata endpoint: {}", fault.message());
        startAgent(null);
    }

    private void startAgent(@Nullable String metadataUrl) {
        for (String gateway : around.gateways.get()) {
            if (HostAddresses.isOurs(gateway)) {
                listeners.serveApi(gateway);
            }
        }
        String bridge = HostAddresses.defaultBridge();
        if (bridge != null && !listeners.serveApi(bridge)) {
            bridge = null;
        }
        Agent made = Agent.assemble(new AgentPorts(
                agentConfig(metadataUrl, bridge),
                around.clock,
                around.loop,
                new EquippedEngine(
                        engines.around(docker),
                        new RegistryLogins(around.config.dockerConfig()),
                        listeners::serve,
                        new RouterFiles(around.directory.firelens())),
                new DirectoryFiles(s3()),
                around.upstream,
                new SystemHostPorts(),
                around.directory::nextSession,
                LineGate::blocking,
                around.lastWord,
                new LinuxProcesses(),
                new LinuxNamespaces(),
                Rng.seeded(around.directory.seed()),
                metadataSecret));
        agent = made;
        made.start();
        docker.facts(reply -> {
            if (reply instanceof Reply.Done<EngineFacts>(var facts)) {
                LOG.info(
                        "Tasks run on {}, engine {}: {} CPU units, {} MiB.",
                        address.host(),
                        facts.version(),
                        facts.cores() * 1024,
                        facts.memory());
            }
        });
    }

    private Path s3() {
        Path given = around.config.s3Directory();
        return given == null ? around.directory.s3() : given;
    }

    private AgentConfig agentConfig(@Nullable String metadataUrl, @Nullable String bridge) {
        Config config = around.config;
        InetAddress advertised = config.advertise();
        List<Integer> reserved = new ArrayList<>(AgentConfig.ECS_RESERVED_PORTS);
        reserved.add(around.port);
        String scheme = around.api.scheme() + "://";
        return new AgentConfig(
                installation,
                installation,
                HostAddresses.machineName(),
                around.version,
                config.account().region(),
                config.publishAddress().getHostAddress(),
                config.zone(),
                advertised == null ? null : advertised.getHostAddress(),
                reserved,
                config.reservedMemory(),
                config.pull(),
                config.imageMap(),
                config.resyncInterval(),
                config.taskCleanupWait(),
                metadataUrl == null ? TaskUrls.NONE : TaskUrls.everywhere(metadataUrl),
                new TaskUrls(
                        scheme + "{gateway}:" + around.port,
                        bridge == null ? null : scheme + bridge + ':' + around.port,
                        scheme + "127.0.0.1:" + around.port),
                around.directory.fileSystems().toString(),
                around.directory.firelens().toString());
    }

    /// Metadata is asked for by containers only, which there are none of before the agent runs.
    private Handler metadata() {
        return call -> {
            CompletableFuture<HttpReply> answer = new CompletableFuture<>();
            Agent joined = agent;
            if (joined == null) {
                answer.complete(reply(503, "text/plain; charset=utf-8", "The agent is starting."));
            } else {
                joined.metadata(
                        new MetadataRequest(
                                call.method(),
                                call.path(),
                                new String(call.body(), StandardCharsets.UTF_8),
                                call.remoteAddress()),
                        known -> answer.complete(reply(known.status(), known.contentType(), known.body())));
            }
            return answer;
        };
    }

    private static HttpReply reply(int status, String type, String body) {
        return new HttpReply(status, Headers.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }
}
