package berth.bench;

import java.lang.management.ManagementFactory;

/// The heap of this process.
final class Heap {
    private Heap() {}

    /// Bytes in use after a collection.
    static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
