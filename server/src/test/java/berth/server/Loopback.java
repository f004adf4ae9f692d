package berth.server;

import java.util.concurrent.ThreadLocalRandom;

/// Loopback addresses that no other test publishes ports on.
final class Loopback {
    private Loopback() {}

    static String any() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "127." + random.nextInt(70, 250) + '.' + random.nextInt(1, 250) + '.' + random.nextInt(1, 250);
    }
}
