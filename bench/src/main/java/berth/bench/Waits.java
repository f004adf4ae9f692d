package berth.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.locks.LockSupport;

/// Waiting for things to be so.
final class Waits {
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    /// A condition that may need I/O to be looked at.
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private Waits() {}

    static void pause(long millis) {
        LockSupport.parkNanos(millis * 1_000_000L);
    }

    /// Looks every ten milliseconds: more often would take the processor from what is waited for.
    static void until(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException("not within two minutes: " + what);
            }
            pause(10);
        }
    }

    /// Asks until the address answers with 200.
    static void untilHttp(String address) throws IOException, InterruptedException {
        URI uri = URI.create(address);
        until(address + " answers", () -> {
            try {
                HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
                connection.setConnectTimeout(500);
                connection.setReadTimeout(500);
                return connection.getResponseCode() == 200;
            } catch (IOException notYet) {
                return false;
            }
        });
    }
}
