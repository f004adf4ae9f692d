package berth.server;

import berth.server.host.EngineSource;

/// `berth.server.Main up | agent | host | explain | interrupt | version`.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int code = Commands.run(args, EngineSource.DOCKER);
        // A server that runs is ended by a signal.
        if (code != Commands.RUNS_ON) {
            System.exit(code);
        }
    }
}
