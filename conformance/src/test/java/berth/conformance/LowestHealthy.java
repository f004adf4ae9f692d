package berth.conformance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Asks again and again how many targets are healthy, until it is closed, and keeps the lowest answer.
final class LowestHealthy implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Thread thread;
    private volatile boolean ended;
    private volatile int lowest = Integer.MAX_VALUE;

    LowestHealthy(WebService web) {
        thread = Thread.ofVirtual().start(() -> {
            while (!ended) {
                lowest = Math.min(lowest, web.healthyTargets());
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        });
    }

    int lowest() {
        return lowest;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
