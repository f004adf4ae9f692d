package berth.server.host;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Time since this machine started, that in which it slept included: a laptop that was closed for an hour was not heard
/// for an hour. Comparable between processes until the machine starts again.
public final class Uptime {
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private Uptime() {}

    /// Where the kernel does not say (not Linux), sleep does not count.
    public static Duration now() {
        try {
            String text = Files.readString(UPTIME);
            return Duration.ofMillis(new BigDecimal(text.substring(0, text.indexOf(' ')))
                    .movePointRight(3)
                    .longValue());
        } catch (IOException | NumberFormatException | StringIndexOutOfBoundsException e) {
            return Duration.ofNanos(System.nanoTime());
        }
    }

    /// Names this start of the machine; empty where the kernel gives it no name.
    static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
