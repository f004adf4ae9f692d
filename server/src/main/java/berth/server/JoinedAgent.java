package berth.server;

import berth.server.channel.ControlLine;
import berth.server.channel.TaskRelay;
import berth.server.config.Config;
import berth.server.config.JoinConfig;
import berth.server.directory.DataDirectory;
import berth.server.directory.DirectoryException;
import berth.server.host.EngineSource;
import berth.server.host.LeaseFile;
import berth.server.host.LocalHost;
import berth.server.host.TaskApi;
import berth.server.http.HttpServer;
import berth.server.loop.SystemClock;
import berth.server.loop.ThreadLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running agent on a machine of its own: data directory, engine, and the line to the control plane. Without the
/// control plane it starts, adopts what runs, and goes on for as long as its lease lasts.
public final class JoinedAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JoinedAgent.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final URI control;

    private JoinedAgent(Config config, JoinConfig join, EngineSource engines)
            throws DirectoryException, StartException {
        control = join.control();
        try {
            DataDirectory directory = opened(DataDirectory.open(config.data()));
            SslContext tls = tls(join);
            HttpServer http = opened(new HttpServer(1));
            TaskRelay relay = opened(new TaskRelay(control.getHost(), port(control), tls));
            ThreadLoop loop = opened(new ThreadLoop("berth-agent"));
            AtomicReference<LocalHost> host = new AtomicReference<>();
            ControlLine line = opened(new ControlLine(
                    control,
                    join.key(),
                    tls,
                    () -> {
                        LocalHost here = host.get();
                        if (here != null) {
                            here.reconnected();
                        }
                    },
                    desired -> {
                        LocalHost here = host.get();
                        if (here != null) {
                            here.wanted(desired);
                        }
                    }));
            host.set(opened(LocalHost.join(
                    new LocalHost.Surroundings(
                            config,
                            directory,
                            http,
                            relayed(relay),
                            config.port(),
                            loop,
                            new SystemClock(),
                            line,
                            List::of,
                            new LeaseFile(directory.leaseFile()),
                            Version.CURRENT),
                    engines)));
            line.start();
            directory.showAddress(control.toString(), null);
        } catch (DirectoryException | StartException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts, and returns at once: the engine and the control plane are waited for in the background.
    ///
    /// @throws DirectoryException if the data directory can't be used, or another process holds it
    /// @throws StartException if the trusted certificates can't be used
    static JoinedAgent start(Config config, JoinConfig join, EngineSource engines)
            throws DirectoryException, StartException {
        return new JoinedAgent(config, join, engines);
    }

    URI control() {
        return control;
    }

    /// Lets go of everything but the tasks.
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not end in order.", part.getClass().getSimpleName(), e);
            }
        }
    }

    private static TaskApi relayed(TaskRelay relay) {
        return new TaskApi() {
            @Override
            public void listen(InetSocketAddress address) throws IOException {
                relay.listen(address);
            }

            @Override
            public String scheme() {
                return "http";
            }
        };
    }

    private static int port(URI control) {
        return control.getPort() > 0 ? control.getPort() : control.getScheme().equals("https") ? 443 : 80;
    }

    private static @Nullable SslContext tls(JoinConfig join) throws StartException {
        if (!join.control().getScheme().equals("https")) {
            return null;
        }
        Path authority = join.authority();
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
            return (authority == null ? builder : builder.trustManager(authority.toFile())).build();
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException(
                    "The certificates in %s can't be used: %s. Give them in PEM.".formatted(authority, e.getMessage()),
                    e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }
}
