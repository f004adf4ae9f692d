package berth.server;

import berth.server.config.Config;
import berth.server.config.JoinConfig;
import berth.server.directory.DirectoryException;
import berth.server.host.EngineSource;
import java.io.PrintStream;

/// `berth agent`: makes this machine a host of another machine's Berth, and ends in order on a signal.
final class RunAgent {
    private final Config config;
    private final JoinConfig join;
    private final PrintStream out;
    private final PrintStream err;
    private final EngineSource engines;

    RunAgent(Config config, JoinConfig join, PrintStream out, PrintStream err, EngineSource engines) {
        this.config = config;
        this.join = join;
        this.out = out;
        this.err = err;
        this.engines = engines;
    }

    /// Starts; false if that failed, and then it was said why.
    boolean run() {
        try {
            JoinedAgent agent = JoinedAgent.start(config, join, engines);
            EndOnSignal.of(
                    agent,
                    out,
                    "The agent has stopped. Its tasks go on running; without an agent nobody stops them when the host"
                            + " is given up.");
            out.printf(
                    "The agent of host %s joins %s%n  data      %s%n",
                    join.key().name(), agent.control(), config.data());
            out.flush();
            return true;
        } catch (DirectoryException | StartException e) {
            err.println("The agent can't start. " + e.getMessage());
            return false;
        }
    }
}
