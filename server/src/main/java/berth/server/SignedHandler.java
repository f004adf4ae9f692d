package berth.server;

import berth.control.dispatch.Authenticator;
import berth.kernel.Clock;
import berth.kernel.FaultException;
import berth.server.http.Handler;
import berth.wire.HttpCall;
import berth.wire.HttpReply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Lets a call through that is signed like a call of ECS, and answers others in plain text why not.
record SignedHandler(Authenticator authenticator, Clock clock, Handler inner) implements Handler {
    @Override
    public CompletionStage<HttpReply> call(HttpCall call) {
        try {
            authenticator.authenticate(call, clock.now());
        } catch (FaultException e) {
            return CompletableFuture.completedFuture(
                    ApiHandler.text(e.fault().status(), e.fault().message() + '\n'));
        }
        return inner.call(call);
    }
}
