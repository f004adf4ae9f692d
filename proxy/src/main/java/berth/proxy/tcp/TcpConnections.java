package berth.proxy.tcp;

import berth.proxy.choice.TargetState;
import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The open connections to targets of TCP and TLS groups, to be cut when a group asks for that.
public final class TcpConnections {
    private final Map<TargetState, Set<Channel>> open = new ConcurrentHashMap<>();

    void opened(TargetState target, Channel channel) {
        open.compute(target, (key, channels) -> {
            Set<Channel> all = channels == null ? new LinkedHashSet<>() : channels;
            all.add(channel);
            return all;
        });
    }

    void closed(TargetState target, Channel channel) {
        open.computeIfPresent(target, (key, channels) -> {
            channels.remove(channel);
            return channels.isEmpty() ? null : channels;
        });
    }

    /// The target's time is over.
    public void cut(TargetState target) {
        Set<Channel> channels = open.remove(target);
        if (channels != null) {
            channels.forEach(Channel::close);
        }
    }
}
