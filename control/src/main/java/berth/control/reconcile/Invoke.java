package berth.control.reconcile;

import berth.control.store.Writer;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPojo;

/// Calls an operation of ours as a service principal or a person would, by the same path.
@FunctionalInterface
public interface Invoke {
    /// @param service for example `ecs`
    /// @param operation the wire name, for example `RunTask`
    /// @param caller ARN of who calls
    void call(String service, String operation, String caller, SdkPojo request, Consumer<Writer.Answer<SdkPojo>> done);
}
