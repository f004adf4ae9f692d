package berth.server;

import berth.control.ControlPlane;
import berth.server.http.Handler;
import berth.wire.HttpCall;
import berth.wire.HttpReply;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// `POST /_berth/interrupt?cluster=NAME&task=ID`: takes the capacity away from a task of
/// FARGATE_SPOT.
final class InterruptHandler implements Handler {
    static final String PATH = "/_berth/interrupt";

    private final ControlPlane control;

    InterruptHandler(ControlPlane control) {
        this.control = control;
    }

    @Override
    public CompletionStage<HttpReply> call(HttpCall call) {
        if (!call.method().equals("POST")) {
            return done(ApiHandler.text(405, "POST is known here.\n"));
        }
        TreeMap<String, String> parameters = Parameters.of(call.rawQuery());
        String task = parameters.getOrDefault("task", "");
        if (task.isEmpty()) {
            return done(ApiHandler.text(400, "Say which task to interrupt: task=ID.\n"));
        }
        CompletableFuture<HttpReply> answer = new CompletableFuture<>();
        control.spot()
                .interrupt(
                        parameters.getOrDefault("cluster", "default"),
                        task,
                        refusal -> answer.complete(
                                refusal == null
                                        ? ApiHandler.text(
                                                200,
                                                "The task is interrupted: SIGTERM, then SIGKILL after its"
                                                        + " stopTimeout.\n")
                                        : ApiHandler.text(400, refusal + '\n')));
        return answer;
    }

    private static CompletionStage<HttpReply> done(HttpReply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
