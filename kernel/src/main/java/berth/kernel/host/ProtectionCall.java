package berth.kernel.host;

import org.jspecify.annotations.Nullable;

/// What a task asks of its own protection from scale-in, by its agent.
///
/// @param taskArn the task that asks
/// @param enabled whether it is to be protected from now on; null: it only asks how it stands
/// @param expiresInMinutes for how long, or null for ECS's default
public record ProtectionCall(
        String taskArn, @Nullable Boolean enabled, @Nullable Integer expiresInMinutes) {}
