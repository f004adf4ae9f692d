package berth.agent.task;

import berth.kernel.host.Interface;
import berth.kernel.host.NetworkMode;
import org.jspecify.annotations.Nullable;

/// One endpoint as tasks reach it, which depends on how they meet the network. Null: not reachable from there,
/// and then nothing is promised.
///
/// @param awsvpc may hold `{gateway}`, which stands for the gateway of the task's VPC
/// @param bridge from a container on the engine's default bridge
/// @param host from a container in the host's own namespace
public record TaskUrls(
        @Nullable String awsvpc,
        @Nullable String bridge,
        @Nullable String host) {
    public static final TaskUrls NONE = new TaskUrls(null, null, null);

    /// The same address everywhere, as ECS's 169.254.170.2.
    public static TaskUrls everywhere(String url) {
        return new TaskUrls(url, url, url);
    }

    /// The address for one task, without a slash at its end.
    public @Nullable String of(NetworkMode mode, @Nullable Interface networkInterface) {
        return switch (mode) {
            case AWSVPC ->
                awsvpc == null || networkInterface == null
                        ? null
                        : awsvpc.replace("{gateway}", networkInterface.gateway());
            case BRIDGE -> bridge;
            case HOST -> host;
            case NONE -> null;
        };
    }
}
