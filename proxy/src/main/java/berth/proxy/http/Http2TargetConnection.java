package berth.proxy.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;

/// An HTTP/2 connection to a target, without an upgrade: the target must speak it from the first byte on.
final class Http2TargetConnection extends ChannelInboundHandlerAdapter {
    private static final int MAX_STREAMS = 100;

    private final Channel channel;
    private final boolean secure;
    private final TargetPool pool;
    private long maxStreams = MAX_STREAMS;
    private int streams;
    private boolean leaving;
    private long idleSinceNanos = System.nanoTime();

    private Http2TargetConnection(Channel channel, boolean secure, TargetPool pool) {
        this.channel = channel;
        this.secure = secure;
        this.pool = pool;
    }

    static Http2TargetConnection on(Channel channel, boolean secure, TargetPool pool) {
        Http2TargetConnection connection = new Http2TargetConnection(channel, secure, pool);
        channel.pipeline()
                .addLast(Http2FrameCodecBuilder.forClient()
                        .initialSettings(Http2Settings.defaultSettings()
                                .pushEnabled(false)
                                .initialWindowSize(Http2Windows.STREAM))
                        .build())
                .addLast(new Http2Windows(MAX_STREAMS))
                .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
                .addLast(connection);
        return connection;
    }

    boolean hasRoom() {
        return !leaving && channel.isActive() && streams < maxStreams;
    }

    boolean isIdle() {
        return streams == 0;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void close() {
        channel.close();
    }

    /// Takes no further streams, and ends with its last.
    void retire() {
        leaving = true;
        if (streams == 0) {
            channel.close();
        }
    }

    /// Opens a stream for the exchange and tells it, possibly at once.
    void open(Exchange exchange) {
        streams++;
        Http2TargetSide side = new Http2TargetSide(exchange, secure);
        new Http2StreamChannelBootstrap(channel).handler(side).open().addListener(opening -> {
            if (opening.isSuccess()) {
                Http2StreamChannel stream = (Http2StreamChannel) opening.getNow();
                stream.closeFuture().addListener(closed -> ended());
                side.on(stream);
                exchange.connected(side);
            } else {
                ended();
                exchange.notConnected(false, String.valueOf(opening.cause().getMessage()));
            }
        });
    }

    private void ended() {
        streams--;
        idleSinceNanos = System.nanoTime();
        if (leaving && streams == 0) {
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2SettingsFrame settings) {
            Long most = settings.settings().maxConcurrentStreams();
            if (most != null) {
                maxStreams = Math.min(most, MAX_STREAMS);
            }
        } else if (message instanceof Http2GoAwayFrame) {
            pool.closed(this);
            retire();
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pool.closed(this);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof Http2Exception)) {
            context.close();
        }
    }
}
