package berth.proxy.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 connection to a target.
final class Http1TargetSide extends ChannelInboundHandlerAdapter implements TargetSide {
    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;

    private final Channel channel;
    private final TargetPool pool;
    private @Nullable Exchange exchange;
    /// Waits for the body: a small one is written with it, as one.
    private @Nullable HttpRequest pending;
    private boolean reused;
    private boolean keepAlive;
    private boolean informing;
    private long idleSinceNanos;

    private Http1TargetSide(Channel channel, TargetPool pool) {
        this.channel = channel;
        this.pool = pool;
    }

    static Http1TargetSide on(Channel channel, TargetPool pool) {
        Http1TargetSide side = new Http1TargetSide(channel, pool);
        channel.pipeline()
                .addLast(new HttpClientCodec(
                        new HttpDecoderConfig()
                                .setMaxInitialLineLength(MAX_LINE_BYTES)
                                .setMaxHeaderSize(MAX_HEADER_BYTES)
                                .setMaxChunkSize(MAX_CHUNK_BYTES)
                                .setAllowDuplicateContentLengths(false),
                        false,
                        false))
                .addLast(side);
        return side;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void serve(Exchange by) {
        exchange = by;
    }

    void close() {
        channel.close();
    }

    @Override
    public void begin(HttpRequest head) {
        pending = head;
    }

    @Override
    public void send(HttpContent part) {
        HttpRequest head = pending;
        if (!(part instanceof LastHttpContent last)) {
            writePending();
            channel.write(part, channel.voidPromise());
            return;
        }
        pending = null;
        HttpObject end = head == null
                ? last
                : new DefaultFullHttpRequest(
                        head.protocolVersion(),
                        head.method(),
                        head.uri(),
                        last.content(),
                        head.headers(),
                        last.trailingHeaders());
        channel.writeAndFlush(end, channel.voidPromise());
    }

    private void writePending() {
        HttpRequest head = pending;
        pending = null;
        if (head != null) {
            channel.write(head, channel.voidPromise());
        }
    }

    @Override
    public void flush() {
        writePending();
        channel.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void reading(boolean on) {
        channel.config().setAutoRead(on);
    }

    @Override
    public boolean isReused() {
        return reused;
    }

    @Override
    public void release(boolean whole) {
        exchange = null;
        pending = null;
        if (whole && keepAlive && channel.isActive()) {
            reused = true;
            idleSinceNanos = System.nanoTime();
            channel.config().setAutoRead(true);
            pool.free(this);
        } else {
            channel.close();
        }
    }

    Channel connection() {
        return channel;
    }

    /// From now on bytes go to the client's connection, once what is returned has run: until then what came too
    /// early waits.
    ///
    /// @param closed runs when the connection is closed
    Runnable tunnel(Channel client, Runnable closed) {
        exchange = null;
        channel.closeFuture().addListener(future -> closed.run());
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new Tunnel(client));
        pipeline.remove(this);
        HttpClientCodec codec = pipeline.get(HttpClientCodec.class);
        codec.removeOutboundHandler();
        return () -> pipeline.remove(codec);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Exchange by = exchange;
        HttpObject part = (HttpObject) message;
        if (by == null) {
            ReferenceCountUtil.release(part);
            channel.close();
        } else if (part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(part);
            broken("the response is not well formed: "
                    + part.decoderResult().cause().getMessage());
        } else if (part instanceof HttpResponse response) {
            int status = response.status().code();
            informing = status < 200;
            if (!informing) {
                keepAlive = HttpUtil.isKeepAlive(response);
            }
            by.responded(response);
            if (part instanceof HttpContent) {
                ReferenceCountUtil.release(part);
            }
        } else if (informing) {
            ReferenceCountUtil.release(part);
        } else {
            by.respondedWith((HttpContent) part);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.respondedSoFar();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.targetWritable(channel.isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pool.closed(this);
        broken("it was closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken(String.valueOf(cause.getMessage()));
    }

    private void broken(String why) {
        Exchange by = exchange;
        if (by != null) {
            exchange = null;
            by.targetGone(this, false, why);
        }
        channel.close();
    }
}
