package berth.server;

import berth.kernel.Fault;
import berth.server.http.Handler;
import berth.wire.Catalog;
import berth.wire.Gateway;
import berth.wire.Headers;
import berth.wire.HttpCall;
import berth.wire.HttpReply;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/// What the API's port answers: AWS's calls by the dispatcher, and a few plain pages for people and monitors.
final class ApiHandler implements Handler {
    private static final String NOT_READY =
            "Calls are answered; tasks wait until the container engine answers and this machine has joined as a host.\n";

    private final Handler dispatcher;
    private final SortedMap<String, Handler> own;
    private final BooleanSupplier ready;
    private final String version;

    /// @param own what else is answered for Berth's own commands, by path
    /// @param ready whether there is a host that tasks can run on
    ApiHandler(Handler dispatcher, SortedMap<String, Handler> own, BooleanSupplier ready, String version) {
        this.dispatcher = dispatcher;
        this.own = own;
        this.ready = ready;
        this.version = version;
    }

    @Override
    public CompletionStage<HttpReply> call(HttpCall call) {
        Handler ownHandler = own.get(call.path());
        if (ownHandler != null) {
            return ownHandler.call(call);
        }
        boolean read = call.method().equals("GET") || call.method().equals("HEAD");
        if (read
                && call.rawQuery().isEmpty()
                && call.headers().first("X-Amz-Target").isEmpty()) {
            return switch (call.path()) {
                case "/" -> done(text(200, about()));
                case "/health" -> done(text(200, "ok\n"));
                case "/ready" -> done(ready.getAsBoolean() ? text(200, "ready\n") : text(503, NOT_READY));
                default -> done(text(404, "There is nothing at " + call.path() + ".\n"));
            };
        }
        return dispatcher.call(call);
    }

    /// A body over the limit, in the words of the protocol that the caller speaks.
    static CompletionStage<HttpReply> tooLarge(HttpCall call) {
        Fault fault = new Fault(
                "RequestEntityTooLarge",
                "The body of a request may have " + Gateway.MAX_BODY_BYTES + " bytes.",
                413,
                java.util.List.of());
        return done(new Gateway(Catalog.sdk())
                .fault(Gateway.protocol(call), fault, UUID.randomUUID().toString()));
    }

    static HttpReply text(int status, String text) {
        return new HttpReply(
                status, Headers.of("Content-Type", "text/plain; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    private String about() {
        return """
                This is Berth %s, an open implementation of the Amazon ECS API.
                Point the AWS CLI, an AWS SDK or Terraform at it:  eval "$(./berth env)"
                """.formatted(version);
    }

    private static CompletionStage<HttpReply> done(HttpReply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
