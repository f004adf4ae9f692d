package berth.proxy.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;

/// Where a request goes: a connection, or a stream of one.
interface TargetSide {
    /// The request's head; not flushed, and perhaps written with what follows only.
    void begin(HttpRequest head);

    /// The next part of the request's body, which it now owns; the last one flushes.
    void send(HttpContent part);

    void flush();

    boolean isWritable();

    /// Whether the response is read.
    void reading(boolean on);

    /// Whether it served another exchange before, so that its end may have come before this one's begin.
    boolean isReused();

    /// The exchange is over on this side.
    ///
    /// @param whole request and response were, so that the connection may serve another
    void release(boolean whole);
}
