package berth.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/// Bytes from this connection to the other one. Reads no faster than the other one takes, passes on the end of
/// one direction, and ends with the other.
public final class Tunnel extends ChannelInboundHandlerAdapter {
    private final Channel other;
    private final Runnable moved;

    public Tunnel(Channel other) {
        this(other, () -> {});
    }

    /// @param moved runs with each read
    public Tunnel(Channel other, Runnable moved) {
        this.other = other;
        this.moved = moved;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf)) {
            ReferenceCountUtil.release(message);
            return;
        }
        moved.run();
        other.write(message, other.voidPromise());
        if (!other.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        other.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            other.config().setAutoRead(true);
        } else {
            other.config().setAutoRead(false);
            context.flush();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && other instanceof DuplexChannel duplex) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> shutOutput(context, duplex));
        } else if (event == ListenerGone.EVENT) {
            context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    private static void shutOutput(ChannelHandlerContext context, DuplexChannel other) {
        SslHandler tls = other.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        }
        other.shutdownOutput().addListener(shut -> {
            if (other.isInputShutdown()) {
                context.close();
                other.close();
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
