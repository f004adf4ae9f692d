package berth.server;

import berth.control.store.StoreException;
import berth.server.config.Config;
import berth.server.directory.DirectoryException;
import berth.server.host.EngineSource;
import java.io.PrintStream;

/// `berth up`: starts, says where, and ends in order on a signal.
final class Up {
    private final Config config;
    private final PrintStream out;
    private final PrintStream err;
    private final EngineSource engines;

    Up(Config config, PrintStream out, PrintStream err, EngineSource engines) {
        this.config = config;
        this.out = out;
        this.err = err;
        this.engines = engines;
    }

    /// Starts; false if that failed, and then it was said why.
    boolean run() {
        try {
            BerthServer server = BerthServer.start(config, engines);
            EndOnSignal.of(
                    server,
                    out,
                    "Berth has stopped. Its tasks go on running: ./berth up takes them over again, ./berth down stops"
                            + " them.");
            introduce(server);
            return true;
        } catch (DirectoryException | StartException | StoreException e) {
            err.println("Berth can't start. " + e.getMessage());
            return false;
        }
    }

    private void introduce(BerthServer server) {
        out.printf(
                """
                Berth %s answers at %s
                  data      %s
                  account   %s, region %s%s
                  clients   eval "$(./berth env)"
                Ctrl-C stops Berth and leaves its tasks running.
                %n""",
                Version.CURRENT,
                server.url(),
                config.data(),
                config.account().id(),
                config.account().region(),
                config.strict() ? ", strict" : "");
        out.flush();
    }
}
