package berth.proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A stream of an HTTP/2 connection to a target.
final class Http2TargetSide extends ChannelInboundHandlerAdapter implements TargetSide {
    private final boolean secure;
    private @Nullable Exchange exchange;
    private @Nullable Channel stream;
    private boolean responded;
    private @Nullable Http2Headers pending;

    Http2TargetSide(Exchange exchange, boolean secure) {
        this.exchange = exchange;
        this.secure = secure;
    }

    void on(Channel opened) {
        stream = opened;
    }

    private Channel stream() {
        return Objects.requireNonNull(stream);
    }

    @Override
    public void begin(HttpRequest head) {
        pending = Http2Heads.request(head, secure);
    }

    @Override
    public void send(HttpContent part) {
        boolean ends = part instanceof LastHttpContent end
                && end.trailingHeaders().isEmpty()
                && !end.content().isReadable();
        if (writePending(ends) && ends) {
            part.release();
            stream().flush();
            return;
        }
        if (!(part instanceof LastHttpContent last)) {
            stream().write(new DefaultHttp2DataFrame(part.content()));
        } else if (last.trailingHeaders().isEmpty()) {
            stream().writeAndFlush(new DefaultHttp2DataFrame(last.content(), true));
        } else {
            stream().write(new DefaultHttp2DataFrame(last.content()));
            stream().writeAndFlush(new DefaultHttp2HeadersFrame(Http2Heads.trailers(last.trailingHeaders()), true));
        }
    }

    private boolean writePending(boolean ends) {
        Http2Headers headers = pending;
        pending = null;
        if (headers != null) {
            stream().write(new DefaultHttp2HeadersFrame(headers, ends));
        }
        return headers != null;
    }

    @Override
    public void flush() {
        writePending(false);
        stream().flush();
    }

    @Override
    public boolean isWritable() {
        return stream().isWritable();
    }

    @Override
    public void reading(boolean on) {
        stream().config().setAutoRead(on);
    }

    @Override
    public boolean isReused() {
        return false;
    }

    @Override
    public void release(boolean whole) {
        exchange = null;
        if (!whole && stream().isActive()) {
            stream().writeAndFlush(new DefaultHttp2ResetFrame(responded ? Http2Error.NO_ERROR : Http2Error.CANCEL));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Exchange by = exchange;
        if (by == null) {
            ReferenceCountUtil.release(message);
            return;
        }
        switch (message) {
            case Http2HeadersFrame frame -> headers(by, frame);
            case Http2DataFrame frame ->
                by.respondedWith(
                        frame.isEndStream()
                                ? new DefaultLastHttpContent(frame.content())
                                : new DefaultHttpContent(frame.content()));
            case Http2ResetFrame frame -> gone(frame);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void headers(Exchange by, Http2HeadersFrame frame) {
        try {
            if (responded) {
                HttpHeaders trailers = Http2Heads.trailers(frame.headers());
                by.respondedWith(new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers));
                return;
            }
            HttpResponse response = Http2Heads.response(frame.headers());
            responded = response.status().code() >= 200;
            by.responded(response);
            if (frame.isEndStream()) {
                by.respondedWith(LastHttpContent.EMPTY_LAST_CONTENT);
            }
        } catch (Http2Heads.Malformed e) {
            broken(false, String.valueOf(e.getMessage()));
            stream().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
        }
    }

    private void gone(Http2ResetFrame frame) {
        broken(frame.errorCode() == Http2Error.REFUSED_STREAM.code(), "the stream was reset: " + frame.errorCode());
    }

    private void broken(boolean untouched, String why) {
        Exchange by = exchange;
        exchange = null;
        if (by != null) {
            by.targetGone(this, untouched, why);
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
        if (exchange != null && stream != null) {
            exchange.targetWritable(stream.isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame frame) {
            gone(frame);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        broken(false, "the stream was closed");
    }

    /// Errors of the protocol are the codec's, which resets the stream with their code.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken(false, String.valueOf(cause.getMessage()));
        if (!(cause instanceof Http2Exception)) {
            context.close();
        }
    }
}
