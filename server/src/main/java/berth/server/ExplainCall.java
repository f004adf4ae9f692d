package berth.server;

import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `berth explain`: asks the Berth that holds a data directory.
final class ExplainCall {

    /// A task's id as ECS makes them; services may have any name.
    private static final String TASK_ID = "[0-9a-f]{32}";

    private final LocalCall call;

    ExplainCall(Path data, PrintStream out, PrintStream err) {
        this.call = new LocalCall(data, out, err);
    }

    /// @param kind `task`, `service`, or null: told by the name
    /// @return whether an explanation was printed
    boolean run(@Nullable String kind, String cluster, String name) {
        String asked = kind != null ? kind : looksLikeTask(name) ? "task" : "service";
        return call.run(
                "GET",
                ExplainHandler.PATH,
                "cluster=%s&kind=%s&name=%s".formatted(LocalCall.encoded(cluster), asked, LocalCall.encoded(name)));
    }

    private static boolean looksLikeTask(String name) {
        return name.contains(":task/")
                || name.substring(name.lastIndexOf('/') + 1).matches(TASK_ID);
    }
}
