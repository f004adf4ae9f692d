package berth.bench;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The engine without Berth: what create and start cost by themselves.
final class Engine implements AutoCloseable {
    private static final String LABEL = "berth.bench";

    private final DockerClient docker;

    Engine(String host) {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .build();
        docker = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(URI.create(host))
                        .maxConnections(32)
                        .build());
    }

    /// Creates and starts a container; answers with its id.
    ///
    /// @param port to publish container port 80 on, or null
    String run(@Nullable Integer port) {
        HostConfig host = HostConfig.newHostConfig().withMemory(64L << 20);
        if (port != null) {
            host.withPortBindings(new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(80)));
        }
        String id = docker.createContainerCmd("nginx")
                .withExposedPorts(ExposedPort.tcp(80))
                .withHostConfig(host)
                .withLabels(Map.of(LABEL, "1"))
                .exec()
                .getId();
        docker.startContainerCmd(id).exec();
        return id;
    }

    void kill(String id) {
        docker.killContainerCmd(id).exec();
    }

    /// As a task is stopped: the stop signal, and two seconds later the end.
    void stop(String id) {
        docker.stopContainerCmd(id).withTimeout(2).exec();
    }

    void remove(String id) {
        docker.removeContainerCmd(id).withForce(true).exec();
    }

    /// Removes what a Berth of this installation, or the reference, left.
    void cleanUp(String installation) {
        for (Map<String, String> labels : List.of(Map.of("berth.installation", installation), Map.of(LABEL, "1"))) {
            for (Container container : docker.listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(labels)
                    .exec()) {
                remove(container.getId());
            }
        }
        docker.listNetworksCmd()
                .withFilter("label", List.of("berth.installation=" + installation))
                .exec()
                .forEach(network -> docker.removeNetworkCmd(network.getId()).exec());
    }

    @Override
    public void close() throws java.io.IOException {
        docker.close();
    }
}
