package berth.proxy.http;

import berth.proxy.http.RequestRules.Refusal;
import berth.proxy.table.CompiledListener;
import berth.routing.LoadBalancerAttributes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's HTTP/1.1 connection. One exchange at a time; what a pipelining client sends meanwhile waits, and
/// then the socket is not read any further.
final class Http1ClientSide extends ChannelInboundHandlerAdapter implements ClientSide {
    private static final Logger LOG = LoggerFactory.getLogger(Http1ClientSide.class);
    private static final Duration LINGER = Duration.ofSeconds(2);

    private enum State {
        /// For a request, or for the rest of its head.
        WAITING,
        EXCHANGING,
        /// The answer was sent; what still comes is thrown away until the client closes.
        LINGERING,
        CLOSED
    }

    private final Channel channel;
    private final ClientConnection connection;
    private final HeadAwareEncoder encoder = new HeadAwareEncoder();
    private final ArrayDeque<HttpObject> later = new ArrayDeque<>();
    private final Watch watch;
    private final long bornNanos = System.nanoTime();

    private State state = State.WAITING;
    private @Nullable Exchange exchange;
    /// Waits for the body: a small one is written with it, as one.
    private @Nullable HttpResponse pending;
    private boolean keepAlive;
    private boolean http10;
    private boolean toHead;
    private boolean headStarted;
    private boolean inputShut;
    private boolean readsWanted = true;
    private boolean goingOn;

    private Http1ClientSide(Channel channel, ClientConnection connection) {
        this.channel = channel;
        this.connection = connection;
        this.watch = new Watch(channel.eventLoop(), this::expired);
    }

    static void on(Channel channel, ClientConnection connection) {
        Http1ClientSide side = new Http1ClientSide(channel, connection);
        channel.pipeline()
                .addLast(new StrictRequestDecoder())
                .addLast(side.encoder)
                .addLast(side);
        side.waitForRequest();
    }

    // What comes from the client.

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        HttpObject part = (HttpObject) message;
        headStarted = false;
        switch (state) {
            case WAITING -> take(part);
            case EXCHANGING -> {
                Exchange current = exchange;
                if (current != null && !current.isRequestDone() && later.isEmpty()) {
                    take(part);
                } else {
                    later.add(part);
                    channel.config().setAutoRead(false);
                }
            }
            case LINGERING, CLOSED -> ReferenceCountUtil.release(part);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.requestedSoFar();
        } else if (state == State.WAITING) {
            headStarted = true;
        }
    }

    private void take(HttpObject part) {
        if (part instanceof HttpRequest head) {
            begin(head);
            return;
        }
        Exchange current = exchange;
        if (part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(part);
            refuse(HttpResponseStatus.BAD_REQUEST);
        } else if (current != null) {
            current.requested((HttpContent) part);
        } else {
            ReferenceCountUtil.release(part);
        }
    }

    private void begin(HttpRequest head) {
        Refusal refusal = RequestRules.check(head);
        if (refusal != null) {
            LOG.debug("A request was refused: {}", refusal.why());
            ReferenceCountUtil.release(head);
            refuse(
                    head.decoderResult().cause() instanceof TooLongHttpLineException
                            ? HttpResponseStatus.REQUEST_URI_TOO_LONG
                            : refusal.status());
            return;
        }
        CompiledListener listener = connection.listeners().apply(head.headers().get(HttpHeaderNames.HOST, ""));
        if (listener == null) {
            close();
            return;
        }
        HttpResponseStatus unwanted = unwanted(head, listener.loadBalancer().attributes());
        if (unwanted != null) {
            refuse(unwanted);
            return;
        }
        state = State.EXCHANGING;
        http10 = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
        toHead = head.method().equals(HttpMethod.HEAD);
        keepAlive = HttpUtil.isKeepAlive(head) && !isAged(listener);
        exchange = new Exchange(connection.lane(), this, listener, head, watch);
        exchange.start(connection.origin(), connection.source());
    }

    /// ELB: TRACE is answered with 405.
    private static @Nullable HttpResponseStatus unwanted(HttpRequest head, LoadBalancerAttributes attributes) {
        if (head.method().equals(HttpMethod.TRACE)) {
            return HttpResponseStatus.METHOD_NOT_ALLOWED;
        }
        if (head.method().equals(HttpMethod.CONNECT)) {
            return HttpResponseStatus.BAD_REQUEST;
        }
        boolean strict = attributes.desyncMode() == LoadBalancerAttributes.DesyncMode.STRICTEST;
        boolean bodiless = head.method().equals(HttpMethod.GET) || head.method().equals(HttpMethod.HEAD);
        boolean announcesBody = head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                || head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        return strict && bodiless && announcesBody ? HttpResponseStatus.BAD_REQUEST : null;
    }

    private boolean isAged(CompiledListener listener) {
        return System.nanoTime() - bornNanos
                > listener.loadBalancer().attributes().clientKeepAlive().toNanos();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ListenerGone.EVENT) {
            keepAlive = false;
            if (state == State.WAITING) {
                close();
            }
        } else if (event instanceof ChannelInputShutdownEvent) {
            inputShut = true;
            Exchange current = exchange;
            if (state != State.EXCHANGING || (current != null && !current.isRequestDone())) {
                close();
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.clientWritable(channel.isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException && state != State.LINGERING && state != State.CLOSED) {
            LOG.debug("A request was refused: {}", cause.getMessage());
            refuse(HttpResponseStatus.BAD_REQUEST);
            return;
        }
        if (!(cause instanceof IOException) && !(cause instanceof DecoderException)) {
            LOG.error("A client's connection failed.", cause);
        }
        close();
    }

    // What goes to the client.

    @Override
    public void inform(HttpResponse head) {
        if (!http10) {
            channel.writeAndFlush(
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            head.status(),
                            io.netty.buffer.Unpooled.EMPTY_BUFFER,
                            head.headers(),
                            io.netty.handler.codec.http.EmptyHttpHeaders.INSTANCE),
                    channel.voidPromise());
        }
    }

    @Override
    public void begin(HttpResponse head) {
        Exchange current = exchange;
        keepAlive &= current != null && current.isRequestDone() && !inputShut;
        frame(head);
        encoder.answersHead(toHead);
        if (head instanceof FullHttpResponse full) {
            channel.writeAndFlush(full, channel.voidPromise());
            ended();
        } else {
            pending = head;
        }
    }

    /// The end of the response must be seen by the client.
    private void frame(HttpResponse head) {
        HttpHeaders headers = head.headers();
        boolean hasBody = ResponseHead.hasBody(
                toHead ? HttpMethod.HEAD : HttpMethod.GET, head.status().code());
        boolean framed = !hasBody || headers.contains(HttpHeaderNames.CONTENT_LENGTH);
        if (http10) {
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
            keepAlive &= framed;
        } else if (!framed) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (http10) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    @Override
    public void send(HttpContent part) {
        HttpResponse head = pending;
        if (!(part instanceof LastHttpContent last)) {
            writePending();
            channel.write(part, channel.voidPromise());
            return;
        }
        pending = null;
        HttpObject end = head == null
                ? last
                : new DefaultFullHttpResponse(
                        head.protocolVersion(), head.status(), last.content(), head.headers(), last.trailingHeaders());
        channel.writeAndFlush(end, channel.voidPromise());
        ended();
    }

    private void writePending() {
        HttpResponse head = pending;
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
        readsWanted = on;
        channel.config().setAutoRead(on && later.isEmpty());
    }

    @Override
    public void cut() {
        close();
    }

    @Override
    public Channel connection() {
        return channel;
    }

    @Override
    public Runnable tunnel(Channel target) {
        state = State.CLOSED;
        exchange = null;
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new Tunnel(target));
        pipeline.remove(this);
        pipeline.remove(encoder);
        return () -> {
            pipeline.remove(StrictRequestDecoder.class);
            channel.config().setAutoRead(true);
        };
    }

    // Between exchanges.

    private void ended() {
        Exchange done = exchange;
        exchange = null;
        boolean all = done == null || done.isRequestDone();
        if (keepAlive && channel.isActive()) {
            waitForRequest();
            goOn();
        } else {
            linger(!all);
        }
    }

    private void waitForRequest() {
        state = State.WAITING;
        readsWanted = true;
        CompiledListener listener = connection.listeners().apply("");
        if (listener == null) {
            close();
        } else {
            watch.expireIn(listener.loadBalancer().attributes().idleTimeout());
        }
    }

    /// Takes what came during the exchange, up to the end of the next request.
    private void goOn() {
        if (goingOn) {
            return;
        }
        goingOn = true;
        while (!later.isEmpty() && (state == State.WAITING || isReadingRequest())) {
            take(later.remove());
        }
        goingOn = false;
        if (exchange != null) {
            exchange.requestedSoFar();
        }
        if (later.isEmpty() && state != State.CLOSED) {
            channel.config().setAutoRead(readsWanted);
        }
    }

    private boolean isReadingRequest() {
        return state == State.EXCHANGING && exchange != null && !exchange.isRequestDone();
    }

    private void expired() {
        switch (state) {
            case EXCHANGING -> {
                if (exchange != null) {
                    exchange.expired();
                }
            }
            case WAITING -> {
                if (headStarted) {
                    refuse(HttpResponseStatus.REQUEST_TIMEOUT);
                } else {
                    close();
                }
            }
            case LINGERING, CLOSED -> close();
        }
    }

    /// Answers what isn't well formed; where the next request would start can't be known.
    private void refuse(HttpResponseStatus status) {
        if (state == State.CLOSED || state == State.LINGERING) {
            return;
        }
        if (exchange != null && exchange.isResponseBegun()) {
            close();
            return;
        }
        abandon();
        FullHttpResponse response = Answers.of(status);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        encoder.answersHead(false);
        channel.writeAndFlush(response, channel.voidPromise());
        linger(true);
    }

    private void abandon() {
        Exchange current = exchange;
        exchange = null;
        pending = null;
        if (current != null) {
            current.clientGone();
        }
    }

    /// Closes without taking the answer from a client that is still sending: a socket that is closed with bytes
    /// unread resets the connection.
    private void linger(boolean more) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.LINGERING;
        dropLater();
        if (!more || inputShut || !(channel instanceof DuplexChannel duplex)) {
            channel.writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER)
                    .addListener(io.netty.channel.ChannelFutureListener.CLOSE);
            return;
        }
        channel.config().setAutoRead(true);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        channel.writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (tls == null) {
                duplex.shutdownOutput();
            } else {
                tls.closeOutbound();
            }
        });
        channel.eventLoop().schedule(() -> channel.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            watch.stop();
            abandon();
            dropLater();
            channel.close();
        }
    }

    private void dropLater() {
        later.forEach(ReferenceCountUtil::release);
        later.clear();
    }
}
