package berth.proxy.tcp;

import berth.proxy.choice.GroupState;
import berth.proxy.choice.TargetState;
import berth.proxy.http.Lane;
import berth.proxy.http.Tunnel;
import berth.proxy.http.Watch;
import berth.proxy.table.CompiledListener;
import berth.proxy.tls.TargetTls;
import berth.routing.TargetGroupAttributes.Stickiness;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's connection until its target is connected; then a [Tunnel] takes its place. A target that refuses
/// is passed over for another one.
public final class TcpClientSide extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TcpClientSide.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_CONNECTS = 3;

    private final SocketChannel client;
    private final Lane lane;
    private final CompiledListener listener;
    private final TcpConnections connections;
    private final ArrayDeque<ByteBuf> early = new ArrayDeque<>();
    private boolean shut;
    private int connects;

    private TcpClientSide(SocketChannel client, Lane lane, CompiledListener listener, TcpConnections connections) {
        this.client = client;
        this.lane = lane;
        this.listener = listener;
        this.connections = connections;
    }

    /// Serves a connection. With TLS its target is connected after the handshake: one that speaks first would be
    /// heard without it.
    public static void on(SocketChannel client, Lane lane, CompiledListener listener, TcpConnections connections) {
        TcpClientSide side = new TcpClientSide(client, lane, listener, connections);
        client.pipeline().addLast(side);
        if (!listener.listener().protocol().isSecure()) {
            side.begin();
        }
    }

    private void begin() {
        client.config().setAutoRead(false);
        CompiledListener.Split split = listener.entries().getLast().split();
        GroupState group = split == null ? null : split.groups().next();
        if (group == null) {
            client.close();
            return;
        }
        connect(group, choose(group, null));
    }

    /// Without a cookie a client is told by its address, if the group asks for that.
    private @Nullable TargetState choose(GroupState group, @Nullable TargetState except) {
        boolean byAddress = group.group().attributes().stickiness() instanceof Stickiness.SourceIp;
        return byAddress && except == null
                ? group.byAddress(client.remoteAddress().getAddress().getAddress())
                : group.next(System.nanoTime(), except);
    }

    private void connect(GroupState group, @Nullable TargetState target) {
        if (target == null) {
            LOG.debug("{} has no target", group.group().arn());
            client.close();
            return;
        }
        connects++;
        lane.began(target);
        new Bootstrap()
                .group(lane.loop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (group.group().protocol().isSecure()) {
                            channel.pipeline().addLast(TargetTls.handler(channel, false));
                        }
                    }
                })
                .connect(new InetSocketAddress(
                        target.target().host(), target.target().port()))
                .addListener((io.netty.channel.ChannelFutureListener) connecting -> {
                    if (connecting.isSuccess()) {
                        connected(group, target, connecting.channel());
                    } else {
                        lane.ended(target);
                        TargetState other = connects < MAX_CONNECTS ? choose(group, target) : null;
                        connect(group, other == target ? null : other);
                    }
                });
    }

    private void connected(GroupState group, TargetState target, Channel to) {
        to.closeFuture().addListener(closed -> {
            lane.ended(target);
            connections.closed(target, to);
        });
        connections.opened(target, to);
        if (!client.isActive()) {
            to.close();
            return;
        }
        if (group.group().attributes().proxyProtocolV2()) {
            to.write(ProxyProtocol.header(client.remoteAddress(), client.localAddress()));
        }
        Duration idle = listener.loadBalancer().attributes().idleTimeout();
        Watch watch = new Watch(lane.loop(), () -> {
            client.close();
            to.close();
        });
        watch.expireIn(idle);
        Runnable moved = () -> watch.expireIn(idle);
        client.closeFuture().addListener(closed -> watch.stop());
        ChannelPipeline pipeline = client.pipeline();
        Tunnel onward = new Tunnel(to, moved);
        to.pipeline().addLast(new Tunnel(client, moved));
        pipeline.addLast(onward);
        pipeline.remove(this);
        while (!early.isEmpty()) {
            to.write(early.remove());
        }
        to.flush();
        if (shut) {
            pipeline.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
        client.config().setAutoRead(true);
        to.config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            early.add(bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        shut |= Objects.equals(event, ChannelInputShutdownEvent.INSTANCE);
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            begin();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        early.forEach(ByteBuf::release);
        early.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
