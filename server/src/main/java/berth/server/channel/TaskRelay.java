package berth.server.channel;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The API for the tasks of a host that is not the control plane's own: bytes go through as they are, so that the
/// signature, which covers the name of the host that the task called, stays right. TLS is spoken towards the control
/// plane; a task speaks plain HTTP to its own machine.
public final class TaskRelay implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final MultiThreadIoEventLoopGroup thread = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("berth-relay", true), NioIoHandler.newFactory());
    private final String host;
    private final int port;
    private final @Nullable SslContext tls;

    /// @param host of the control plane
    public TaskRelay(String host, int port, @Nullable SslContext tls) {
        this.host = host;
        this.port = port;
        this.tls = tls;
    }

    /// @throws IOException if the address can't be bound
    public void listen(InetSocketAddress address) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(thread)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel task) {
                        task.pipeline().addLast(new Opening());
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            throw failure instanceof IOException io ? io : new IOException(failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    /// Opens the other half; only then is read what the task sends.
    private final class Opening extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            Channel task = context.channel();
            ChannelFuture connecting = new Bootstrap()
                    .group(task.eventLoop())
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.AUTO_READ, false)
                    .handler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel control) {
                            if (tls != null) {
                                control.pipeline().addLast(tls.newHandler(control.alloc(), host, port));
                            }
                            control.pipeline().addLast(new Half(task));
                        }
                    })
                    .connect(host, port);
            connecting.addListener(done -> {
                if (done.isSuccess()) {
                    task.pipeline().replace(this, "half", new Half(connecting.channel()));
                    task.read();
                    connecting.channel().read();
                } else {
                    task.close();
                }
            });
        }
    }

    /// Writes what it reads to the other half, and reads on when that has taken it.
    private static final class Half extends ChannelInboundHandlerAdapter {
        private final Channel other;

        Half(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            other.writeAndFlush(message).addListener(written -> {
                if (written.isSuccess()) {
                    context.channel().read();
                } else {
                    context.close();
                }
            });
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            // TLS may need more bytes before it has a message to hand on.
            if (context.pipeline().get(io.netty.handler.ssl.SslHandler.class) != null) {
                context.channel().read();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (other.isActive()) {
                other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
