package berth.kernel.host;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The control plane's answer to a [Beat].
///
/// @param beat number of the beat that arrived
/// @param fence the host's tasks may run for so long from when that beat was *sent*; null: without an end
public record Lease(long beat, @Nullable Duration fence) {}
