package berth.proxy.listen;

import berth.proxy.http.ClientConnection;
import berth.proxy.http.Lane;
import berth.proxy.table.CompiledListener;
import berth.proxy.tcp.TcpClientSide;
import berth.proxy.tcp.TcpConnections;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes of an accepted connection what its listener speaks.
@Sharable
final class Acceptor extends ChannelInitializer<SocketChannel> {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    /// A client that says nothing for so long is no client of TLS.
    private static final long HELLO_MILLIS = 10_000;

    private final Supplier<@Nullable Served> served;
    private final Function<EventLoop, Lane> lanes;
    private final ChannelGroup connections;
    private final TcpConnections tcp;

    /// @param served what the newest table has for this socket; null: nothing any more
    Acceptor(
            Supplier<@Nullable Served> served,
            Function<EventLoop, Lane> lanes,
            ChannelGroup connections,
            TcpConnections tcp) {
        this.served = served;
        this.lanes = lanes;
        this.connections = connections;
        this.tcp = tcp;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        Served now = served.get();
        if (now == null) {
            channel.close();
            return;
        }
        connections.add(channel);
        Lane lane = lanes.apply(channel.eventLoop());
        CompiledListener first = now.first().listener();
        switch (first.listener().protocol()) {
            case HTTP -> ClientConnection.of(channel, lane, this::choose).serveHttp1(channel);
            case HTTPS -> {
                channel.pipeline().addLast(new SniHandler(Acceptor.this::tls, HELLO_MILLIS));
                channel.pipeline().addLast(new Negotiated(lane));
            }
            case TCP -> TcpClientSide.on(channel, lane, first, tcp);
            case TLS -> {
                channel.pipeline().addLast(new SniHandler(Acceptor.this::tls, HELLO_MILLIS));
                TcpClientSide.on(channel, lane, first, tcp);
            }
        }
    }

    private @Nullable CompiledListener choose(String host) {
        Served now = served.get();
        return now == null ? null : now.choose(host);
    }

    private SslContext tls(@Nullable String serverName) {
        Served now = served.get();
        return Objects.requireNonNull(now == null ? null : now.tls(serverName), "the listener has no TLS any more");
    }

    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        private final Lane lane;

        Negotiated(Lane lane) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.lane = lane;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            Channel channel = context.channel();
            ClientConnection connection = ClientConnection.of(channel, lane, Acceptor.this::choose);
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                connection.serveHttp2(channel);
            } else {
                connection.serveHttp1(channel);
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("A client's TLS handshake failed: {}", cause.getMessage());
            context.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("A client's TLS handshake failed: {}", cause.getMessage());
            context.close();
        }
    }
}
