package berth.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// Takes connections over that ask for another protocol.
public interface Upgrade {
    /// Whether this request asks for it.
    boolean takes(HttpRequest request);

    /// Why the caller may not, or null: answered with 401, and the connection is closed.
    @Nullable
    String refusal(HttpRequest request);

    /// Takes over: answers the request, and what follows goes to the handlers that it adds behind this one.
    void take(ChannelHandlerContext context, HttpRequest request);
}
