package berth.proxy.probe;

import berth.proxy.health.Outcome;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;

/// The question of a probe over HTTP/2: a GET, or a gRPC call with an empty message.
final class Http2Question extends ChannelInboundHandlerAdapter {
    private static final int EMPTY_MESSAGE_BYTES = 5;

    private final boolean grpc;
    private final Consumer<Outcome> told;

    private Http2Question(boolean grpc, Consumer<Outcome> told) {
        this.grpc = grpc;
        this.told = told;
    }

    static void ask(Channel channel, String path, String host, boolean secure, boolean grpc, Consumer<Outcome> told) {
        channel.pipeline()
                .addLast(Http2FrameCodecBuilder.forClient()
                        .initialSettings(Http2Settings.defaultSettings().pushEnabled(false))
                        .build())
                .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
        new Http2StreamChannelBootstrap(channel)
                .handler(new Http2Question(grpc, told))
                .open()
                .addListener(opening -> {
                    if (!opening.isSuccess()) {
                        told.accept(new Outcome.Broken(
                                String.valueOf(opening.cause().getMessage())));
                        return;
                    }
                    Channel stream = (Channel) opening.getNow();
                    Http2Headers headers = new DefaultHttp2Headers(false)
                            .method(grpc ? "POST" : "GET")
                            .scheme(secure ? "https" : "http")
                            .path(path)
                            .authority(host)
                            .set("user-agent", Probe.USER_AGENT);
                    if (grpc) {
                        headers.set("content-type", "application/grpc").set("te", "trailers");
                        stream.write(new DefaultHttp2HeadersFrame(headers));
                        stream.writeAndFlush(
                                new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[EMPTY_MESSAGE_BYTES]), true));
                    } else {
                        stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true));
                    }
                });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2HeadersFrame frame) {
            take(frame.headers());
        }
        ReferenceCountUtil.release(message);
    }

    private void take(Http2Headers headers) {
        CharSequence code = grpc ? headers.get("grpc-status") : headers.status();
        if (code == null) {
            return;
        }
        try {
            int number = Integer.parseInt(code.toString());
            if (grpc) {
                told.accept(new Outcome.AnsweredGrpc(number));
            } else if (number >= 200) {
                told.accept(new Outcome.Answered(number));
            }
        } catch (NumberFormatException e) {
            told.accept(new Outcome.Broken("the status is none: " + code));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        told.accept(new Outcome.Broken("the stream was closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        told.accept(new Outcome.Broken(String.valueOf(cause.getMessage())));
    }
}
