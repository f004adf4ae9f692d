package berth.agent.docker;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.transport.SSLConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where an engine listens.
///
/// @param host `unix:///…` or `tcp://…:…`
/// @param ssl how to speak TLS with it, or null
public record DockerAddress(URI host, @Nullable SSLConfig ssl) {
    private static final Path DEFAULT_SOCKET = Path.of("/var/run/docker.sock");

    /// The engine at `host`, for example `unix:///var/run/docker.sock`; TLS as DOCKER_TLS_VERIFY and DOCKER_CERT_PATH
    /// say.
    public static DockerAddress of(String host) {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .build();
        return new DockerAddress(config.getDockerHost(), config.getSSLConfig());
    }

    /// The first of: DOCKER_HOST, the current docker context, the default socket, Podman's socket. The default socket
    /// is named even when nothing is there, so that the error names it.
    public static DockerAddress find(Map<String, String> environment) {
        String host = environment.get("DOCKER_HOST");
        if (host != null && !host.isBlank()) {
            return of(host);
        }
        DockerClientConfig config =
                DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        URI found = config.getDockerHost();
        boolean isDefault = "unix".equals(found.getScheme()) && DEFAULT_SOCKET.equals(Path.of(found.getPath()));
        if (isDefault && !Files.exists(DEFAULT_SOCKET)) {
            Path podman = podmanSocket(environment);
            if (podman != null) {
                return of("unix://" + podman);
            }
        }
        return new DockerAddress(found, config.getSSLConfig());
    }

    private static @Nullable Path podmanSocket(Map<String, String> environment) {
        String runtime = environment.get("XDG_RUNTIME_DIR");
        if (runtime != null && Files.exists(Path.of(runtime, "podman", "podman.sock"))) {
            return Path.of(runtime, "podman", "podman.sock");
        }
        Path system = Path.of("/run/podman/podman.sock");
        return Files.exists(system) ? system : null;
    }
}
