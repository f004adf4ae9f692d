package berth.server;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/// Keeps the process alive until it is told to end, and then ends it in order.
final class EndOnSignal {
    private EndOnSignal() {}

    /// @param farewell printed when everything is closed
    static void of(AutoCloseable running, PrintStream out, String farewell) {
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            close(running);
                            out.println(farewell);
                            out.flush();
                            ended.countDown();
                        },
                        "berth-end"));
        // All other threads are daemons: this one keeps the process alive until the hook has run.
        Thread.ofPlatform().name("berth").start(() -> {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void close(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception e) {
            throw new IllegalStateException("it did not end in order", e);
        }
    }
}
