package berth.proxy.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;

/// Where a request came from: a connection, or a stream of one.
interface ClientSide {
    /// An informational response (1xx), flushed.
    void inform(HttpResponse head);

    /// The response's head; not flushed, and perhaps written with what follows only.
    void begin(HttpResponse head);

    /// The next part of the response's body, which it now owns; the last one flushes and ends the exchange.
    void send(HttpContent part);

    void flush();

    boolean isWritable();

    /// Whether the request's body is read.
    void reading(boolean on);

    /// The response can't be completed, and the client shall see that.
    void cut();

    /// The connection itself, for a protocol that takes it over; null on HTTP/2.
    @org.jspecify.annotations.Nullable
    Channel connection();

    /// From now on bytes go from the connection to this one, once what is returned has run: until then what
    /// came too early waits.
    Runnable tunnel(Channel target);
}
