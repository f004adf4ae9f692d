package berth.server.http;

import java.time.Duration;

/// What one listener bears.
///
/// @param bodyBytes of a request, after transfer decoding; a larger one is answered with 413
/// @param drainBytes of a body that is too large are read and thrown away, so that the client gets the answer and keeps
///     its connection; behind them the connection is closed
/// @param connections at once; more are closed as they come
/// @param request from the head of a request to the end of its body
/// @param idle between two requests, and for a head to arrive
/// @param write until a reply was taken by the client
public record Limits(int bodyBytes, long drainBytes, int connections, Duration request, Duration idle, Duration write) {

    /// AWS: 10 MiB a request.
    public static final Limits DEFAULT = new Limits(
            10 * 1024 * 1024,
            64L * 1024 * 1024,
            4096,
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));
}
