package berth.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// The header of proxy protocol version 2, which tells a target who the client is.
final class ProxyProtocol {
    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_2_PROXY = 0x21;
    private static final int TCP_IPV4 = 0x11;
    private static final int TCP_IPV6 = 0x21;

    private ProxyProtocol() {}

    static ByteBuf header(InetSocketAddress client, InetSocketAddress listener) {
        byte[] from = client.getAddress().getAddress();
        byte[] to = listener.getAddress().getAddress();
        return Unpooled.buffer(16 + from.length + to.length + 4)
                .writeBytes(SIGNATURE)
                .writeByte(VERSION_2_PROXY)
                .writeByte(from.length == 4 ? TCP_IPV4 : TCP_IPV6)
                .writeShort(from.length + to.length + 4)
                .writeBytes(from)
                .writeBytes(to)
                .writeShort(client.getPort())
                .writeShort(listener.getPort());
    }
}
