package berth.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// The backend of the proxy's benchmark, in a process of its own: answers whatever ends with an empty line from memory.
/// `/large` is 1 MB, anything else 13 bytes.
final class BodyServer {
    private static final int LARGE = 1024 * 1024;

    private final ByteBuf small = response("Hello, world!".getBytes(StandardCharsets.US_ASCII));
    private final ByteBuf large = response(new byte[LARGE]);

    private BodyServer() {}

    /// Prints its port and serves until it is killed.
    public static void main(String[] args) throws InterruptedException {
        BodyServer bodies = new BodyServer();
        var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var channel = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.pipeline().addLast(bodies.new Answers());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        System.out.println(((InetSocketAddress) channel.localAddress()).getPort());
        channel.closeFuture().sync();
    }

    private static ByteBuf response(byte[] body) {
        byte[] head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"
                .formatted(body.length)
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuf all = Unpooled.directBuffer(head.length + body.length);
        return Unpooled.unreleasableBuffer(all.writeBytes(head).writeBytes(body));
    }

    /// Requests have no body, so that one ends with each empty line.
    private final class Answers extends ChannelInboundHandlerAdapter {
        private int newlines;
        private int position;
        private boolean wantsLarge;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            while (bytes.isReadable()) {
                take(context, (char) bytes.readByte());
            }
            ReferenceCountUtil.release(message);
        }

        private void take(ChannelHandlerContext context, char next) {
            if (position == 5) {
                wantsLarge = next == 'l';
            }
            position++;
            if (next == '\n') {
                newlines++;
            } else if (next != '\r') {
                newlines = 0;
            }
            if (newlines == 2) {
                newlines = 0;
                position = 0;
                context.write((wantsLarge ? large : small).duplicate());
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
