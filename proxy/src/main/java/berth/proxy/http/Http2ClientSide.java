package berth.proxy.http;

import berth.proxy.table.CompiledListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stream of a client's HTTP/2 connection, which is one exchange. Frames are written anew: one that was read
/// belongs to the stream it came on.
final class Http2ClientSide extends ChannelInboundHandlerAdapter implements ClientSide {
    private static final Logger LOG = LoggerFactory.getLogger(Http2ClientSide.class);

    private final Channel stream;
    private final ClientConnection connection;
    private final Runnable ended;
    private @Nullable Exchange exchange;
    private boolean requestEnded;
    private boolean done;
    private boolean toHead;
    /// Waits for what comes next: if that is the end, the frame itself ends the stream, as gRPC asks for.
    private @Nullable Http2Headers pending;

    /// @param ended runs when the stream is closed
    Http2ClientSide(Channel stream, ClientConnection connection, Runnable ended) {
        this.stream = stream;
        this.connection = connection;
        this.ended = ended;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case Http2HeadersFrame frame -> headers(frame);
            case Http2DataFrame frame -> data(frame);
            case Http2ResetFrame frame -> gone();
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void headers(Http2HeadersFrame frame) {
        try {
            if (exchange == null) {
                begin(Http2Heads.request(frame.headers(), frame.isEndStream()), frame.isEndStream());
                return;
            }
            HttpHeaders trailers = Http2Heads.trailers(frame.headers());
            if (!frame.isEndStream()) {
                throw new Http2Heads.Malformed("trailers do not end the stream");
            }
            requestEnded = true;
            exchange.requested(new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers));
        } catch (Http2Heads.Malformed e) {
            LOG.debug("A request was refused: {}", e.getMessage());
            reset(Http2Error.PROTOCOL_ERROR);
        }
    }

    private void begin(HttpRequest head, boolean end) {
        requestEnded = end;
        CompiledListener listener = connection.listeners().apply(head.headers().get(HttpHeaderNames.HOST, ""));
        if (listener == null) {
            reset(Http2Error.REFUSED_STREAM);
            return;
        }
        toHead = head.method().equals(HttpMethod.HEAD);
        Watch watch = new Watch(stream.eventLoop(), this::expired);
        Exchange begun = new Exchange(connection.lane(), this, listener, head, watch);
        exchange = begun;
        if (head.method().equals(HttpMethod.TRACE)) {
            begin(Answers.of(HttpResponseStatus.METHOD_NOT_ALLOWED));
            return;
        }
        begun.start(connection.origin(), connection.source());
        if (end) {
            begun.requested(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private void data(Http2DataFrame frame) {
        ByteBuf content = frame.content();
        requestEnded |= frame.isEndStream();
        if (exchange == null || done) {
            frame.release();
        } else {
            exchange.requested(
                    frame.isEndStream() ? new DefaultLastHttpContent(content) : new DefaultHttpContent(content));
        }
    }

    private void expired() {
        if (exchange != null) {
            exchange.expired();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.requestedSoFar();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.clientWritable(stream.isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone();
        ended.run();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame) {
            gone();
        }
    }

    /// Errors of the protocol are the codec's, which resets the stream with their code.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A stream failed: {}", cause.getMessage());
        gone();
        if (!(cause instanceof Http2Exception)) {
            context.close();
        }
    }

    private void gone() {
        done = true;
        if (exchange != null) {
            exchange.clientGone();
        }
    }

    @Override
    public void inform(HttpResponse head) {
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(Http2Heads.response(head)));
    }

    @Override
    public void begin(HttpResponse head) {
        Http2Headers headers = Http2Heads.response(head);
        if (!(head instanceof FullHttpResponse full)) {
            pending = headers;
        } else if (toHead || !full.content().isReadable()) {
            full.release();
            stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true));
            ended();
        } else {
            stream.write(new DefaultHttp2HeadersFrame(headers));
            stream.writeAndFlush(new DefaultHttp2DataFrame(full.content(), true));
            ended();
        }
    }

    @Override
    public void send(HttpContent part) {
        boolean ends = part instanceof LastHttpContent end
                && end.trailingHeaders().isEmpty()
                && !end.content().isReadable();
        if (writePending(ends) && ends) {
            part.release();
            stream.flush();
            ended();
            return;
        }
        if (!(part instanceof LastHttpContent last)) {
            stream.write(new DefaultHttp2DataFrame(part.content()));
            return;
        }
        if (last.trailingHeaders().isEmpty()) {
            stream.writeAndFlush(new DefaultHttp2DataFrame(last.content(), true));
        } else {
            if (last.content().isReadable()) {
                stream.write(new DefaultHttp2DataFrame(last.content()));
            } else {
                last.release();
            }
            stream.writeAndFlush(new DefaultHttp2HeadersFrame(Http2Heads.trailers(last.trailingHeaders()), true));
        }
        ended();
    }

    private void ended() {
        done = true;
        if (!requestEnded) {
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        }
    }

    private boolean writePending(boolean ends) {
        Http2Headers headers = pending;
        pending = null;
        if (headers != null) {
            stream.write(new DefaultHttp2HeadersFrame(headers, ends));
        }
        return headers != null;
    }

    @Override
    public void flush() {
        writePending(false);
        stream.flush();
    }

    @Override
    public boolean isWritable() {
        return stream.isWritable();
    }

    @Override
    public void reading(boolean on) {
        stream.config().setAutoRead(on);
    }

    @Override
    public void cut() {
        reset(Http2Error.INTERNAL_ERROR);
    }

    private void reset(Http2Error error) {
        done = true;
        stream.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }

    @Override
    public @Nullable Channel connection() {
        return null;
    }

    @Override
    public Runnable tunnel(Channel target) {
        throw new IllegalStateException("a stream can't be taken over");
    }
}
