package berth.proxy.http;

import berth.proxy.table.CompiledListener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's HTTP/2 connection: its streams, and when it ends. ELB: at most 128 streams at once.
final class Http2ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Http2ClientConnection.class);
    private static final int MAX_STREAMS = 128;
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Channel channel;
    private final ClientConnection connection;
    private final Watch watch;
    private final long bornNanos = System.nanoTime();
    private int streams;
    private boolean leaving;

    private Http2ClientConnection(Channel channel, ClientConnection connection) {
        this.channel = channel;
        this.connection = connection;
        this.watch = new Watch(channel.eventLoop(), this::leave);
    }

    static void on(Channel channel, ClientConnection connection) {
        Http2ClientConnection own = new Http2ClientConnection(channel, connection);
        channel.pipeline()
                .addLast(Http2FrameCodecBuilder.forServer()
                        .initialSettings(Http2Settings.defaultSettings()
                                .maxConcurrentStreams(MAX_STREAMS)
                                .initialWindowSize(Http2Windows.STREAM)
                                .maxHeaderListSize(MAX_HEADER_BYTES))
                        .build())
                .addLast(new Http2Windows(MAX_STREAMS))
                .addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        own.begin(stream);
                    }
                }))
                .addLast(own);
        own.rest();
    }

    private void begin(Channel stream) {
        streams++;
        watch.stop();
        stream.pipeline().addLast(new Http2ClientSide(stream, connection, this::ended));
    }

    private void ended() {
        streams--;
        if (streams > 0) {
            return;
        }
        if (leaving) {
            channel.close();
        } else {
            rest();
        }
    }

    private void rest() {
        CompiledListener listener = connection.listeners().apply("");
        if (listener == null) {
            leave();
            return;
        }
        var attributes = listener.loadBalancer().attributes();
        if (System.nanoTime() - bornNanos > attributes.clientKeepAlive().toNanos()) {
            leave();
        } else {
            watch.expireIn(attributes.idleTimeout());
        }
    }

    private void leave() {
        if (!leaving && channel.isActive()) {
            leaving = true;
            channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR))
                    .addListener(told -> {
                        if (streams == 0) {
                            channel.close();
                        }
                    });
            channel.eventLoop()
                    .schedule(
                            () -> {
                                if (streams == 0) {
                                    channel.close();
                                }
                            },
                            LAST_WORDS.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ListenerGone.EVENT) {
            leave();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        watch.stop();
        context.fireChannelInactive();
    }

    /// Errors of the protocol are the codec's, which tells the client their code and then closes.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A client's connection failed: {}", cause.getMessage());
        if (!(cause instanceof Http2Exception)) {
            context.close();
        }
    }
}
