package berth.kernel.host;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A container's health check (ECS section `healthCheck`), with ECS's defaults filled in.
///
/// @param command `CMD` or `CMD-SHELL` and its words
/// @param interval 5 to 300 s
/// @param timeout 2 to 60 s
/// @param retries 1 to 10
/// @param startPeriod 0 to 300 s, or null
public record HealthCheck(
        List<String> command,
        Duration interval,
        Duration timeout,
        int retries,
        @Nullable Duration startPeriod) {
    public HealthCheck {
        command = List.copyOf(command);
    }
}
