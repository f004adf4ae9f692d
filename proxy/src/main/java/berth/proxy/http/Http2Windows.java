package berth.proxy.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionPrefaceAndSettingsFrameWrittenEvent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;

/// Makes the window of an HTTP/2 connection as large as those of all its streams together, so that a stream
/// whose reader has stalled doesn't hold up the others.
final class Http2Windows extends ChannelInboundHandlerAdapter {
    static final int STREAM = 128 * 1024;

    private final int streams;

    Http2Windows(int streams) {
        this.streams = streams;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Http2Exception {
        if (event instanceof Http2ConnectionPrefaceAndSettingsFrameWrittenEvent) {
            Http2Connection connection =
                    context.pipeline().get(Http2FrameCodec.class).connection();
            var controller = connection.local().flowController();
            int has = controller.windowSize(connection.connectionStream());
            controller.incrementWindowSize(connection.connectionStream(), streams * STREAM - has);
            context.flush();
        }
        context.fireUserEventTriggered(event);
    }
}
