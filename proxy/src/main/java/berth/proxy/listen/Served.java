package berth.proxy.listen;

import berth.proxy.table.CompiledListener;
import berth.proxy.tls.ServerTls;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The listeners of one socket: one, or several load balancers' where a machine has only one address.
///
/// @param listeners at least one
record Served(List<One> listeners) {
    /// @param tls null: plain
    record One(CompiledListener listener, @Nullable ServerTls tls) {
        boolean isNamed(String host) {
            return listener.loadBalancer().dnsName().equalsIgnoreCase(host);
        }
    }

    Served {
        listeners = List.copyOf(listeners);
    }

    One first() {
        return listeners.getFirst();
    }

    /// The one whose load balancer has this name; the first if none has.
    CompiledListener choose(String host) {
        if (listeners.size() > 1) {
            String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
            for (One one : listeners) {
                if (one.isNamed(name)) {
                    return one.listener;
                }
            }
        }
        return first().listener;
    }

    /// The TLS context for a client that names this server, or none; null if there is no TLS.
    @Nullable
    SslContext tls(@Nullable String serverName) {
        for (One one : listeners) {
            if (serverName != null && one.tls != null && one.isNamed(serverName)) {
                return one.tls.choose(serverName);
            }
        }
        for (One one : listeners) {
            SslContext named = serverName == null || one.tls == null ? null : one.tls.named(serverName);
            if (named != null) {
                return named;
            }
        }
        ServerTls tls = first().tls;
        return tls == null ? null : tls.choose(serverName);
    }
}
