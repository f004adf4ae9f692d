package berth.server.http;

import berth.proxy.http.HttpDate;
import berth.proxy.http.RequestRules;
import berth.proxy.http.RequestRules.Refusal;
import berth.wire.Headers;
import berth.wire.HttpCall;
import berth.wire.HttpReply;
import berth.wire.HttpStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection. It is in one of these states, each but the call and the stream with a deadline:
///
/// - WAITING for a request, or for the whole of its head;
/// - READING its body;
/// - CALLING the handler. What a pipelining client sends meanwhile waits, and then the socket is not read any further;
/// - WRITING the reply;
/// - STREAMING a reply that goes on while the client listens; the connection ends with it.
///
/// A timer watches the deadline. It is not moved with each request: one that fires early sets itself anew, and another
/// is
/// only set where the deadline comes before it.
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private enum State {
        WAITING,
        READING,
        CALLING,
        WRITING,
        STREAMING,
        CLOSING,
        HANDED_OVER
    }

    private final Limits limits;
    private final Handler handler;
    private final Handler tooLarge;
    private final @Nullable Upgrade upgrade;
    private final ArrayDeque<HttpObject> later = new ArrayDeque<>();
    private State state = State.WAITING;
    private long deadline;
    private long watchedAt;
    private boolean watched;
    private @Nullable HttpRequest request;
    private Body body;
    private @Nullable HttpStream stream;

    /// @param tooLarge answers a call whose body exceeds the limit; it sees the call without the body
    /// @param upgrade takes connections over that ask for another protocol, or null
    Connection(Limits limits, Handler handler, Handler tooLarge, @Nullable Upgrade upgrade) {
        this.limits = limits;
        this.handler = handler;
        this.tooLarge = tooLarge;
        this.upgrade = upgrade;
        this.body = new Body(limits.bodyBytes());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        enter(context, State.WAITING, limits.idle());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (state == State.HANDED_OVER) {
            context.fireChannelInactive();
            return;
        }
        state = State.CLOSING;
        later.forEach(ReferenceCountUtil::release);
        later.clear();
        if (stream != null) {
            stream.ended();
            stream = null;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (state == State.HANDED_OVER) {
            handOver(context, message);
            return;
        }
        HttpObject part = (HttpObject) message;
        if (state == State.CLOSING || state == State.STREAMING) {
            ReferenceCountUtil.release(part);
        } else if (state == State.WAITING || state == State.READING) {
            take(context, part);
        } else {
            later.add(part);
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (state == State.HANDED_OVER) {
            context.fireExceptionCaught(cause);
            return;
        }
        if (cause instanceof DecoderException && (state == State.WAITING || state == State.READING)) {
            refuse(
                    context,
                    HttpResponseStatus.BAD_REQUEST,
                    "The request is not well-formed HTTP: " + cause.getMessage());
            return;
        }
        if (cause instanceof IOException) {
            LOG.debug("A client's connection broke: {}", cause.getMessage());
        } else {
            LOG.error("A connection failed.", cause);
        }
        state = State.CLOSING;
        context.close();
    }

    private void take(ChannelHandlerContext context, HttpObject part) {
        try {
            if (part instanceof HttpRequest head) {
                begin(context, head);
            } else if (part.decoderResult().isFailure()) {
                refuse(context, HttpResponseStatus.BAD_REQUEST, "The body of the request is not well formed.");
                return;
            }
            if (part instanceof HttpContent content && state == State.READING) {
                read(context, content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest head) {
        Refusal refusal = RequestRules.check(head);
        if (refusal != null) {
            refuse(context, refusal.status(), refusal.why());
            return;
        }
        if (upgrade != null && upgrade.takes(head)) {
            upgrade(context, upgrade, head);
            return;
        }
        request = head;
        body = new Body(limits.bodyBytes());
        enter(context, State.READING, limits.request());
        String expect = head.headers().get(HttpHeaderNames.EXPECT);
        if (expect == null) {
            return;
        }
        if (!expect.equalsIgnoreCase(HttpHeaderValues.CONTINUE.toString())) {
            refuse(context, HttpResponseStatus.EXPECTATION_FAILED, "The only expectation here is 100-continue.");
        } else if (HttpUtil.getContentLength(head, 0L) > limits.bodyBytes()) {
            // The client has not sent the body and now never should; where its next request would start is unclear.
            answer(context, tooLarge, true);
        } else {
            context.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    private void upgrade(ChannelHandlerContext context, Upgrade to, HttpRequest head) {
        String refusal = to.refusal(head);
        if (refusal != null) {
            refuse(context, HttpResponseStatus.UNAUTHORIZED, refusal);
        } else {
            state = State.HANDED_OVER;
            to.take(context, head);
        }
    }

    /// What is left of the request has no meaning any more; everything else is for the handlers behind this one.
    private static void handOver(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpObject) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void read(ChannelHandlerContext context, HttpContent content) {
        body.add(content.content());
        if (body.arrived() > limits.drainBytes()) {
            answer(context, tooLarge, true);
        } else if (content instanceof LastHttpContent) {
            answer(context, body.isTooLarge() ? tooLarge : handler, false);
        }
    }

    private void answer(ChannelHandlerContext context, Handler by, boolean close) {
        HttpRequest head = java.util.Objects.requireNonNull(request);
        boolean keepAlive = !close && HttpUtil.isKeepAlive(head);
        state = State.CALLING;
        HttpCall call = call(context, head);
        request = null;
        body = new Body(limits.bodyBytes());
        by.call(call).whenComplete((reply, failure) -> {
            if (context.executor().inEventLoop()) {
                replied(context, head, keepAlive, reply, failure);
            } else {
                context.executor().execute(() -> replied(context, head, keepAlive, reply, failure));
            }
        });
    }

    private HttpCall call(ChannelHandlerContext context, HttpRequest head) {
        List<Headers.Field> fields = new ArrayList<>(head.headers().size());
        for (Map.Entry<String, String> field : head.headers()) {
            fields.add(new Headers.Field(field.getKey(), field.getValue()));
        }
        String target = RequestRules.target(head.uri());
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        String rawQuery = query < 0 ? "" : target.substring(query + 1);
        byte[] bytes = body.isTooLarge() ? new byte[0] : body.bytes();
        return new HttpCall(head.method().name(), path, rawQuery, new Headers(fields), bytes, peer(context));
    }

    private static String peer(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress() + ':' + peer.getPort()
                : "unknown";
    }

    private void replied(
            ChannelHandlerContext context,
            HttpRequest head,
            boolean keepAlive,
            @Nullable HttpReply reply,
            @Nullable Throwable failure) {
        if (state != State.CALLING) {
            if (reply != null && reply.stream() != null) {
                reply.stream().ended();
            }
            return;
        }
        if (failure != null || reply == null) {
            LOG.error("A call was not answered.", failure);
            refuse(context, HttpResponseStatus.INTERNAL_SERVER_ERROR, "Berth failed to answer; its log says why.");
            return;
        }
        if (reply.stream() != null) {
            stream(context, head, reply, reply.stream());
            return;
        }
        boolean bodyless = head.method().equals(HttpMethod.HEAD);
        ByteBuf content = bodyless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body());
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), content);
        for (Headers.Field field : reply.headers().fields()) {
            response.headers().add(field.name(), field.value());
        }
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        write(context, response, keepAlive);
    }

    /// A client of HTTP/1.0 doesn't know chunks: its body ends with the connection.
    private void stream(ChannelHandlerContext context, HttpRequest request, HttpReply reply, HttpStream to) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
        for (Headers.Field field : reply.headers().fields()) {
            head.headers().add(field.name(), field.value());
        }
        head.headers().set(HttpHeaderNames.DATE, HttpDate.now());
        head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        HttpUtil.setTransferEncodingChunked(head, request.protocolVersion().equals(HttpVersion.HTTP_1_1));
        // What was sent behind the request is not answered; that the client goes must be seen.
        later.forEach(ReferenceCountUtil::release);
        later.clear();
        context.channel().config().setAutoRead(true);
        stream = to;
        if (request.method().equals(HttpMethod.HEAD)) {
            enter(context, State.CLOSING, limits.write());
            context.writeAndFlush(head).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        state = State.STREAMING;
        context.writeAndFlush(head);
        to.begin(new HttpStream.Outlet() {
            @Override
            public boolean takesMore() {
                return context.channel().isWritable();
            }

            @Override
            public void write(byte[] piece) {
                context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)));
            }

            @Override
            public void end() {
                context.executor().execute(() -> endStream(context));
            }
        });
    }

    /// A client that doesn't take the rest in time has gone.
    private void endStream(ChannelHandlerContext context) {
        if (state == State.STREAMING) {
            enter(context, State.CLOSING, limits.write());
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /// For what never reached a handler: plain text, and the end of the connection.
    private void refuse(ChannelHandlerContext context, HttpResponseStatus status, String why) {
        ByteBuf content = Unpooled.copiedBuffer(why + "\n", StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
        write(context, response, false);
    }

    private void write(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
        response.headers().set(HttpHeaderNames.DATE, HttpDate.now());
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            enter(context, State.CLOSING, limits.write());
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        enter(context, State.WRITING, limits.write());
        context.writeAndFlush(response).addListener(written -> {
            if (!written.isSuccess()) {
                context.close();
            } else if (state == State.WRITING) {
                enter(context, State.WAITING, limits.idle());
                goOn(context);
            }
        });
    }

    /// Takes what arrived during the call, up to the end of the next request.
    private void goOn(ChannelHandlerContext context) {
        while ((state == State.WAITING || state == State.READING) && !later.isEmpty()) {
            take(context, later.remove());
        }
        if (later.isEmpty() && state != State.CLOSING) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void enter(ChannelHandlerContext context, State next, Duration within) {
        state = next;
        deadline = System.nanoTime() + within.toNanos();
        watch(context, deadline);
    }

    /// Looks again at this moment, unless that happens earlier anyway.
    private void watch(ChannelHandlerContext context, long at) {
        if (watched && watchedAt - at <= 0) {
            return;
        }
        watched = true;
        watchedAt = at;
        context.executor().schedule(() -> expire(context, at), at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void expire(ChannelHandlerContext context, long at) {
        if (at == watchedAt) {
            watched = false;
        }
        if (!context.channel().isActive() || state == State.HANDED_OVER) {
            return;
        }
        if (state == State.CALLING || state == State.STREAMING) {
            watch(context, System.nanoTime() + limits.request().toNanos());
        } else if (deadline - System.nanoTime() > 0) {
            watch(context, deadline);
        } else if (state == State.READING) {
            refuse(context, HttpResponseStatus.REQUEST_TIMEOUT, "The request did not arrive in time.");
        } else {
            context.close();
        }
    }
}
