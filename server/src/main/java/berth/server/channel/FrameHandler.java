package berth.server.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What both ends of the line do alike: text is a frame, pings are answered, silence and nonsense end the connection.
abstract class FrameHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);

    /// What waits to be taken by the other end, at most. Beyond it the other end is given up.
    static final int MOST_WAITING_BYTES = 4 * Frames.MOST_BYTES;

    /// A frame has come.
    abstract void received(ChannelHandlerContext context, Frame frame);

    /// Sends a frame, from any thread, or loses it.
    final void send(Channel channel, Frame frame) {
        if (channel.unsafe().outboundBuffer() != null
                && channel.unsafe().outboundBuffer().totalPendingWriteBytes() > MOST_WAITING_BYTES) {
            LOG.warn("The other end at {} takes nothing; it is given up.", channel.remoteAddress());
            channel.close();
        } else {
            channel.writeAndFlush(new TextWebSocketFrame(Frames.write(frame)));
        }
    }

    final void close(ChannelHandlerContext context, WebSocketCloseStatus status, String why) {
        context.writeAndFlush(new CloseWebSocketFrame(status, why)).addListener(ChannelFutureListener.CLOSE);
    }

    final void misplaced(ChannelHandlerContext context, Frame frame) {
        LOG.warn(
                "A frame {} came from {}, whose it is not.",
                frame.getClass().getSimpleName(),
                context.channel().remoteAddress());
        close(context, WebSocketCloseStatus.POLICY_VIOLATION, "not your frame");
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
        switch (message) {
            case TextWebSocketFrame text -> read(context, text.text());
            case PingWebSocketFrame ping ->
                context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case PongWebSocketFrame pong -> {
                // That it came is what counts; the idle handler saw it.
            }
            case CloseWebSocketFrame close ->
                context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
            default -> close(context, WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "text frames only");
        }
    }

    private void read(ChannelHandlerContext context, String text) {
        Frame frame;
        try {
            frame = Frames.read(text);
        } catch (Frames.Malformed e) {
            LOG.warn("{} From {}.", e.getMessage(), context.channel().remoteAddress());
            close(context, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "not a frame");
            return;
        }
        received(context, frame);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.READER_IDLE) {
                context.close();
            } else {
                context.writeAndFlush(new PingWebSocketFrame());
            }
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("The connection with {} broke.", context.channel().remoteAddress(), cause);
        } else {
            LOG.warn(
                    "The connection with {} failed: {}",
                    context.channel().remoteAddress(),
                    cause.getClass().getSimpleName() + ' ' + cause.getMessage());
        }
        context.close();
    }
}
