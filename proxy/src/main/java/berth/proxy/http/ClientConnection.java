package berth.proxy.http;

import berth.proxy.table.CompiledListener;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// What stays the same on a client's connection.
///
/// @param listeners by the Host that a request asks for; null if the port has none any more
public record ClientConnection(
        Lane lane,
        Function<String, @Nullable CompiledListener> listeners,
        RequestHead.Origin origin,
        InetAddress source) {

    /// Of a connection whose handshake, if it has TLS, is done.
    public static ClientConnection of(
            Channel channel, Lane lane, Function<String, @Nullable CompiledListener> listeners) {
        SocketChannel socket = (SocketChannel) channel;
        InetSocketAddress peer = socket.remoteAddress();
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        SSLSession session = tls == null ? null : tls.engine().getSession();
        return new ClientConnection(
                lane,
                listeners,
                new RequestHead.Origin(
                        peer.getAddress().getHostAddress(),
                        peer.getPort(),
                        session != null,
                        Integer.toString(socket.localAddress().getPort()),
                        session == null ? null : session.getProtocol(),
                        session == null ? null : session.getCipherSuite()),
                peer.getAddress());
    }

    /// From now on the connection speaks HTTP/1.1.
    public void serveHttp1(Channel channel) {
        Http1ClientSide.on(channel, this);
    }

    /// From now on the connection speaks HTTP/2.
    public void serveHttp2(Channel channel) {
        Http2ClientConnection.on(channel, this);
    }
}
