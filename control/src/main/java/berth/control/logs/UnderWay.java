package berth.control.logs;

import java.util.TreeSet;

/// Keys that the log store was asked about and has not answered for. Its answers come on a thread of its own.
final class UnderWay {
    private final TreeSet<String> keys = new TreeSet<>();

    /// Whether nothing was under way for the key; now something is.
    synchronized boolean begin(String key) {
        return keys.add(key);
    }

    synchronized void end(String key) {
        keys.remove(key);
    }
}
