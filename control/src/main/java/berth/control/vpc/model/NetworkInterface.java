package berth.control.vpc.model;

import berth.kernel.host.Interface;
import org.jspecify.annotations.Nullable;

/// An interface that was given out: it holds its address until it is deleted.
///
/// @param hostId the host whose pause container has it
/// @param task `cluster/id` of the task that owns it, or null while it is kept warm
public record NetworkInterface(
        Interface networkInterface, String hostId, @Nullable String task) {
    public String id() {
        return networkInterface.id();
    }
}
