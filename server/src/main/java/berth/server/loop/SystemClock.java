package berth.server.loop;

import berth.kernel.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The machine's clock, in whole milliseconds: what AWS's timestamps carry.
public final class SystemClock implements Clock {
    @Override
    public Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
