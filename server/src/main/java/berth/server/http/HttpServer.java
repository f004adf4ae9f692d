package berth.server.http;

import berth.proxy.http.StrictRequestDecoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on any number of addresses and hands whole calls to handlers. All listeners share a few threads.
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final MultiThreadIoEventLoopGroup threads;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final ChannelGroup listeners = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /// @param threads how many serve all connections
    public HttpServer(int threads) {
        this.threads = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("berth-http", true), NioIoHandler.newFactory());
    }

    /// Where calls go.
    ///
    /// @param handler answers a call
    /// @param tooLarge answers a call whose body exceeds the limit, without its body
    /// @param tls null: plain HTTP
    /// @param upgrade takes connections over that ask for another protocol; null: none does
    public record Service(
            Handler handler,
            Handler tooLarge,
            Limits limits,
            @Nullable SslContext tls,
            @Nullable Upgrade upgrade) {
        public Service(Handler handler, Handler tooLarge, Limits limits, @Nullable SslContext tls) {
            this(handler, tooLarge, limits, tls, null);
        }
    }

    /// Starts to listen and returns the address, with the port that the kernel chose where 0 was asked for.
    ///
    /// @throws IOException if the address can't be bound
    public InetSocketAddress listen(InetSocketAddress address, Service service) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Initializer(service));
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            throw failure instanceof IOException io ? io : new IOException(failure.getMessage(), failure);
        }
        Channel channel = bound.channel();
        listeners.add(channel);
        return (InetSocketAddress) channel.localAddress();
    }

    /// Accepts nothing more and lets calls that are being answered end, but not for longer than two seconds.
    @Override
    public void close() {
        listeners.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        threads.shutdownGracefully(50, Duration.ofSeconds(2).toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(3, TimeUnit.SECONDS);
    }

    private final class Initializer extends ChannelInitializer<SocketChannel> {
        private final Service service;

        Initializer(Service service) {
            this.service = service;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            if (connections.size() >= service.limits().connections()) {
                LOG.warn(
                        "A connection from {} was closed at once: {} are open already.",
                        channel.remoteAddress(),
                        connections.size());
                channel.close();
                return;
            }
            connections.add(channel);
            if (service.tls() != null) {
                channel.pipeline().addLast(service.tls().newHandler(channel.alloc()));
            }
            channel.pipeline()
                    .addLast(new StrictRequestDecoder())
                    .addLast(new HttpResponseEncoder())
                    .addLast(
                            new Connection(service.limits(), service.handler(), service.tooLarge(), service.upgrade()));
        }
    }
}
