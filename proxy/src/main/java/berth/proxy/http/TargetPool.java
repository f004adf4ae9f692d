package berth.proxy.http;

import berth.proxy.choice.TargetState;
import berth.proxy.tls.TargetTls;
import berth.routing.TargetGroup;
import berth.routing.TargetGroup.ProtocolVersion;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The connections of one lane to one target.
///
/// An HTTP/1.1 connection serves one exchange at a time and then waits here for the next, the last one used
/// first. It is closed before most servers would, so that a request seldom meets a connection that its server
/// is just closing. An HTTP/2 connection serves many at once.
final class TargetPool {
    /// ELB: no connection within 10 s is an error (504).
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration IDLE = Duration.ofSeconds(4);
    private static final int MAX_IDLE = 1024;

    /// How a target is spoken to.
    record Spoken(boolean secure, boolean http2) {
        static Spoken of(TargetGroup group) {
            return new Spoken(group.protocol().isSecure(), group.protocolVersion() != ProtocolVersion.HTTP1);
        }
    }

    private final Lane lane;
    private final TargetState target;
    private final Spoken spoken;
    private final ArrayDeque<Http1TargetSide> idle = new ArrayDeque<>();
    private final Set<Channel> open = new LinkedHashSet<>();
    private final List<Http2TargetConnection> multiplexed = new ArrayList<>();
    private boolean retired;

    TargetPool(Lane lane, TargetState target, Spoken spoken) {
        this.lane = lane;
        this.target = target;
        this.spoken = spoken;
    }

    Spoken spoken() {
        return spoken;
    }

    /// An idle connection, now the exchange's; null if there is none.
    @Nullable
    TargetSide take(Exchange exchange) {
        if (spoken.http2) {
            return null;
        }
        Http1TargetSide side = idle.pollLast();
        while (side != null && !side.isOpen()) {
            side = idle.pollLast();
        }
        if (side != null) {
            side.serve(exchange);
        }
        return side;
    }

    /// Makes a connection and tells the exchange, possibly at once.
    void connect(Exchange exchange) {
        if (spoken.http2) {
            for (Http2TargetConnection connection : multiplexed) {
                if (connection.hasRoom()) {
                    connection.open(exchange);
                    return;
                }
            }
        }
        Bootstrap bootstrap = new Bootstrap()
                .group(lane.loop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (spoken.secure) {
                            channel.pipeline().addLast(TargetTls.handler(channel, spoken.http2));
                        }
                    }
                });
        var address =
                new InetSocketAddress(target.target().host(), target.target().port());
        bootstrap.connect(address).addListener((ChannelFutureListener) connecting -> connected(connecting, exchange));
    }

    private void connected(ChannelFuture connecting, Exchange exchange) {
        Throwable cause = connecting.cause();
        if (cause != null) {
            exchange.notConnected(cause instanceof ConnectTimeoutException, String.valueOf(cause.getMessage()));
            return;
        }
        Channel channel = connecting.channel();
        if (target.isGone()) {
            channel.close();
            exchange.notConnected(false, "the target is gone");
            return;
        }
        open.add(channel);
        channel.closeFuture().addListener(closed -> open.remove(channel));
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            serve(channel, exchange);
        } else {
            tls.handshakeFuture().addListener(shaken -> {
                if (shaken.isSuccess()) {
                    serve(channel, exchange);
                } else {
                    channel.close();
                    exchange.notConnected(false, String.valueOf(shaken.cause().getMessage()));
                }
            });
        }
    }

    private void serve(Channel channel, Exchange exchange) {
        if (spoken.http2) {
            Http2TargetConnection connection = Http2TargetConnection.on(channel, spoken.secure, this);
            multiplexed.add(connection);
            connection.open(exchange);
        } else {
            Http1TargetSide side = Http1TargetSide.on(channel, this);
            side.serve(exchange);
            exchange.connected(side);
        }
    }

    /// A connection finished an exchange and may serve another.
    void free(Http1TargetSide side) {
        if (retired || target.isGone() || idle.size() >= MAX_IDLE) {
            side.close();
        } else {
            idle.addLast(side);
        }
    }

    void closed(Http1TargetSide side) {
        idle.remove(side);
    }

    /// The connection takes no further streams.
    void closed(Http2TargetConnection connection) {
        multiplexed.remove(connection);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    void sweep() {
        long before = System.nanoTime() - IDLE.toNanos();
        Http1TargetSide oldest = idle.peekFirst();
        while (oldest != null && oldest.idleSinceNanos() - before < 0) {
            idle.removeFirst();
            oldest.close();
            oldest = idle.peekFirst();
        }
        multiplexed.stream()
                .filter(connection -> connection.isIdle() && connection.idleSinceNanos() - before < 0)
                .toList()
                .forEach(Http2TargetConnection::close);
    }

    /// Takes back nothing and keeps nothing; what is in flight goes on.
    void retire() {
        retired = true;
        idle.forEach(Http1TargetSide::close);
        multiplexed.forEach(Http2TargetConnection::retire);
    }

    void cut() {
        retired = true;
        List.copyOf(open).forEach(Channel::close);
    }
}
