package berth.proxy.http;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A deadline that is moved often: moving it costs a clock reading. The timer is set anew only when it fires
/// early.
public final class Watch {
    private final EventExecutor executor;
    private final Runnable expired;
    private long deadline;
    private boolean armed;
    private boolean off = true;
    private long firesAt;

    /// @param expired runs on the executor, after which the watch is off
    public Watch(EventExecutor executor, Runnable expired) {
        this.executor = executor;
        this.expired = expired;
    }

    /// Expires this long from now.
    public void expireIn(Duration delay) {
        expireIn(delay.toNanos());
    }

    /// @param nanos from now
    public void expireIn(long nanos) {
        deadline = System.nanoTime() + nanos;
        off = false;
        if (!armed || firesAt - deadline > 0) {
            arm(nanos);
        }
    }

    public void stop() {
        off = true;
    }

    private void arm(long nanos) {
        armed = true;
        long at = deadline;
        firesAt = at;
        executor.schedule(() -> fire(at), nanos, TimeUnit.NANOSECONDS);
    }

    private void fire(long at) {
        if (at != firesAt) {
            return;
        }
        armed = false;
        if (off) {
            return;
        }
        long left = deadline - System.nanoTime();
        if (left > 0) {
            arm(left);
        } else {
            off = true;
            expired.run();
        }
    }
}
