package berth.server.host;

import berth.kernel.host.Interface;
import berth.server.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses at which tasks reach Berth: the API on the gateways of their networks, and the metadata endpoint.
/// Neither is reachable from other machines: a bridge's gateway is this machine's own address on it.
final class TaskListeners {
    private static final Logger LOG = LoggerFactory.getLogger(TaskListeners.class);

    /// ECS's port of the metadata endpoint; it takes a privilege.
    private static final int METADATA_PORT = 80;

    /// The port of ECS's own introspection endpoint, reserved on every container instance.
    private static final int METADATA_PORT_WITHOUT_PRIVILEGE = 51_679;

    private final HttpServer server;
    private final TaskApi api;
    private final int port;
    private final ConcurrentSkipListMap<String, Boolean> served = new ConcurrentSkipListMap<>();

    /// @param port of the API
    TaskListeners(HttpServer server, TaskApi api, int port) {
        this.server = server;
        this.api = api;
        this.port = port;
    }

    /// Serves the API for the tasks of an interface's VPC. Once an address; a failure is said once.
    void serve(Interface networkInterface) {
        serveApi(networkInterface.gateway());
    }

    /// Whether the API is served on this address, from now on or already.
    boolean serveApi(String gateway) {
        return served.computeIfAbsent(gateway, this::listen);
    }

    private boolean listen(String gateway) {
        try {
            api.listen(new InetSocketAddress(InetAddress.ofLiteral(gateway), port));
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "Tasks can't call the API at {}:{} ({}); AWS_ENDPOINT_URL doesn't work for them.",
                    gateway,
                    port,
                    e.getMessage());
            return false;
        }
    }

    /// Serves the metadata endpoint and answers with its URL; null where that is not permitted.
    @Nullable
    String serveMetadata(String address, HttpServer.Service metadata) {
        for (int candidate : new int[] {METADATA_PORT, METADATA_PORT_WITHOUT_PRIVILEGE}) {
            try {
                server.listen(new InetSocketAddress(InetAddress.ofLiteral(address), candidate), metadata);
                return candidate == METADATA_PORT ? "http://" + address : "http://" + address + ':' + candidate;
            } catch (IOException e) {
                LOG.warn("The metadata endpoint can't be served at {}:{}: {}.", address, candidate, e.getMessage());
            }
        }
        LOG.warn("Tasks have no metadata endpoint (ECS_CONTAINER_METADATA_URI_V4 is not set for them).");
        return null;
    }
}
