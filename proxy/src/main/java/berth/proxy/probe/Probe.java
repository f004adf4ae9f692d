package berth.proxy.probe;

import berth.proxy.health.Outcome;
import berth.proxy.tls.TargetTls;
import berth.routing.HealthCheck;
import berth.routing.Protocol;
import berth.routing.Target;
import berth.routing.TargetGroup.ProtocolVersion;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// One probe of one target, on a connection of its own.
final class Probe {
    /// ELB: what targets see in their logs.
    static final String USER_AGENT = "ELB-HealthChecker/2.0";

    private final HealthCheck check;
    private final ProtocolVersion version;
    private final InetSocketAddress address;
    private final Consumer<Outcome> told;
    private final AtomicBoolean done = new AtomicBoolean();

    private Probe(Target target, HealthCheck check, ProtocolVersion version, Consumer<Outcome> told) {
        this.check = check;
        this.version = version;
        this.address = new InetSocketAddress(target.host(), check.port().orElse(target.port()));
        this.told = told;
    }

    /// Starts it.
    ///
    /// @param told hears the outcome once, on a thread of the loops
    static void start(
            EventLoopGroup loops, Target target, HealthCheck check, ProtocolVersion version, Consumer<Outcome> told) {
        new Probe(target, check, version, told).start(loops);
    }

    private void start(EventLoopGroup loops) {
        boolean http2 = version != ProtocolVersion.HTTP1;
        boolean secure = check.protocol() == Protocol.HTTPS;
        long millis = check.timeout().toMillis();
        var connecting = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) millis)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (secure) {
                            channel.pipeline().addLast(TargetTls.handler(channel, http2));
                        }
                    }
                })
                .connect(address);
        Channel channel = connecting.channel();
        var late =
                channel.eventLoop().schedule(() -> end(channel, new Outcome.TimedOut()), millis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> {
            late.cancel(false);
            end(channel, new Outcome.Broken("the connection was closed"));
        });
        connecting.addListener((ChannelFutureListener) connected -> {
            Throwable cause = connected.cause();
            if (cause != null) {
                late.cancel(false);
                end(
                        channel,
                        cause instanceof ConnectTimeoutException
                                ? new Outcome.TimedOut()
                                : new Outcome.Broken(String.valueOf(cause.getMessage())));
            } else {
                connected(channel);
            }
        });
    }

    private void connected(Channel channel) {
        if (!check.protocol().isHttp()) {
            end(channel, new Outcome.Connected());
            return;
        }
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            ask(channel);
            return;
        }
        tls.handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                ask(channel);
            } else {
                end(channel, new Outcome.Broken(String.valueOf(shaken.cause().getMessage())));
            }
        });
    }

    private void ask(Channel channel) {
        switch (version) {
            case HTTP1 -> askHttp1(channel);
            case HTTP2, GRPC ->
                Http2Question.ask(
                        channel,
                        check.path(),
                        host(),
                        check.protocol() == Protocol.HTTPS,
                        version == ProtocolVersion.GRPC,
                        outcome -> end(channel, outcome));
        }
    }

    private void askHttp1(Channel channel) {
        channel.pipeline().addLast(new HttpClientCodec()).addLast(new Answer());
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, check.path());
        request.headers()
                .set(HttpHeaderNames.HOST, host())
                .set(HttpHeaderNames.USER_AGENT, USER_AGENT)
                .set(HttpHeaderNames.ACCEPT_ENCODING, "gzip, compressed")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        channel.writeAndFlush(request);
    }

    /// ELB: the target's address, with the port unless it is the protocol's own.
    private String host() {
        int usual = check.protocol() == Protocol.HTTPS ? 443 : 80;
        String ip = address.getHostString();
        String name = ip.contains(":") ? "[" + ip + "]" : ip;
        return address.getPort() == usual ? name : name + ':' + address.getPort();
    }

    private void end(Channel channel, Outcome outcome) {
        if (done.compareAndSet(false, true)) {
            told.accept(outcome);
        }
        channel.close();
    }

    private final class Answer extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpResponse response
                    && response.decoderResult().isFailure()) {
                end(context.channel(), new Outcome.Broken("the response is not well formed"));
            } else if (message instanceof HttpResponse response
                    && response.status().code() >= 200) {
                end(context.channel(), new Outcome.Answered(response.status().code()));
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(context.channel(), new Outcome.Broken(String.valueOf(cause.getMessage())));
        }
    }
}
