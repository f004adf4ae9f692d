package berth.server;

import berth.control.ControlPlane;
import berth.control.Settings;
import berth.control.explain.Explain;
import berth.kernel.Clock;
import berth.server.http.Handler;
import berth.wire.HttpCall;
import berth.wire.HttpReply;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// `GET /_berth/explain?kind=task|service&cluster=NAME&name=NAME`: why it is as it is, in
/// plain text.
final class ExplainHandler implements Handler {
    static final String PATH = "/_berth/explain";

    private final Clock clock;
    private final ControlPlane control;
    private final Settings settings;

    ExplainHandler(Clock clock, ControlPlane control, Settings settings) {
        this.clock = clock;
        this.control = control;
        this.settings = settings;
    }

    @Override
    public CompletionStage<HttpReply> call(HttpCall call) {
        return CompletableFuture.completedFuture(answer(call));
    }

    private HttpReply answer(HttpCall call) {
        TreeMap<String, String> parameters = Parameters.of(call.rawQuery());
        String kind = parameters.getOrDefault("kind", "");
        String name = parameters.getOrDefault("name", "");
        if (name.isEmpty()) {
            return ApiHandler.text(400, "Say what to explain: kind=task or kind=service, and its name.\n");
        }
        List<String> lines = lines(kind, parameters.get("cluster"), name);
        return lines.isEmpty()
                ? ApiHandler.text(400, "kind is task or service, not '" + kind + "'.\n")
                : ApiHandler.text(200, String.join("\n", lines) + '\n');
    }

    private List<String> lines(String kind, @Nullable String cluster, String name) {
        return switch (kind) {
            case "task" -> Explain.task(control.published(), settings, cluster, name, clock.now());
            case "service" -> Explain.service(control.published(), settings, cluster, name, clock.now());
            default -> List.of();
        };
    }
}
