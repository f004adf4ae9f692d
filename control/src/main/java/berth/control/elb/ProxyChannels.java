package berth.control.elb;

import berth.routing.ProxyChannel;
import berth.routing.RoutingTable;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The proxy's channel, and what was sent on it: thin, and the one place where it is remembered what the proxy was
/// told. Thread-safe: the projection sends from the writer's loop, the proxy reports from its own.
public final class ProxyChannels {
    /// Of a proxy that reports nothing, so many tables are remembered.
    private static final int REMEMBERED = 64;

    private final TreeMap<Long, RoutingTable> told = new TreeMap<>();
    private @Nullable ProxyChannel channel;

    /// A new connection, whose proxy has no table.
    synchronized void open(ProxyChannel newChannel) {
        channel = newChannel;
        told.clear();
    }

    /// Sends a table, unless the proxy has it or a newer one.
    synchronized void tell(RoutingTable table) {
        if (channel == null) {
            return;
        }
        if (!told.isEmpty()) {
            RoutingTable last = told.lastEntry().getValue();
            if (last.version() >= table.version() || sameButVersion(last, table)) {
                return;
            }
        }
        told.put(table.version(), table);
        if (told.size() > REMEMBERED) {
            told.pollFirstEntry();
        }
        channel.send(table);
    }

    /// The table of that version, if it was sent on this connection.
    synchronized @Nullable RoutingTable told(long version) {
        return told.get(version);
    }

    private static boolean sameButVersion(RoutingTable one, RoutingTable other) {
        return one.loadBalancers().equals(other.loadBalancers())
                && one.targetGroups().equals(other.targetGroups());
    }
}
