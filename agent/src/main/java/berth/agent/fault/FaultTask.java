package berth.agent.fault;

import berth.agent.engine.EngineContainer;
import berth.kernel.host.NetworkMode;
import org.jspecify.annotations.Nullable;

/// The task whose container asks for a fault.
///
/// @param enabled whether its definition has enableFaultInjection
/// @param holder the container that holds its network namespace, or null where there is none
/// @param metadataUrl where its containers reach this endpoint, or null
public record FaultTask(
        String arn,
        boolean enabled,
        NetworkMode networkMode,
        @Nullable EngineContainer holder,
        @Nullable String metadataUrl) {}
