package berth.server.http;

import berth.wire.HttpCall;
import berth.wire.HttpReply;
import java.util.concurrent.CompletionStage;

/// Answers calls. Is called on a thread that serves many connections, and must not block it.
@FunctionalInterface
public interface Handler {
    CompletionStage<HttpReply> call(HttpCall call);
}
