package berth.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// `berth host`: asks the Berth that holds a data directory to add, list or remove a host.
final class HostCall {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final LocalCall call;
    private final PrintStream err;

    HostCall(Path data, PrintStream out, PrintStream err) {
        this.call = new LocalCall(data, out, err);
        this.err = err;
    }

    /// @param words `add NAME`, `list`, `routes` or `remove NAME`
    /// @return the exit code
    int run(List<String> words, boolean force) {
        String verb = words.isEmpty() ? "" : words.getFirst();
        if (words.size() == 1 && verb.equals("list")) {
            return code(call.run("GET", HostsHandler.PATH, ""));
        }
        if (words.size() == 1 && verb.equals("routes")) {
            return code(call.run("GET", HostsHandler.PATH, "show=routes"));
        }
        if (words.size() == 2 && verb.equals("add")) {
            // The key goes to where the output goes, so that it can be led into a file; the rest is for people.
            boolean good = call.run("POST", HostsHandler.PATH, "name=" + LocalCall.encoded(words.getLast()));
            if (good) {
                err.println("This key is shown once. On the other machine, with the key in a file:");
                err.println("  ./berth agent --join https://THIS-MACHINE:4566 --key FILE");
            }
            return code(good);
        }
        if (words.size() == 2 && verb.equals("remove")) {
            return code(call.run(
                    "DELETE",
                    HostsHandler.PATH,
                    (force ? "force=true&" : "") + "name=" + LocalCall.encoded(words.getLast())));
        }
        err.println(
                "Say what to do: berth host add NAME, berth host list, berth host routes, or berth host remove NAME [--force].");
        return MISUSED;
    }

    private static int code(boolean good) {
        return good ? OK : FAILED;
    }
}
