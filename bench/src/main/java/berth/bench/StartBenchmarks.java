package berth.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// How long a start takes and what an idle Berth weighs.
final class StartBenchmarks {
    private static final double PSS_GOAL_MEGABYTES = 115;

    private final List<String> command;
    private final Path scratch;
    private final String engine;
    private final int pairs;
    private int starts;

    StartBenchmarks(List<String> command, Path scratch, String engine, int pairs) {
        this.command = command;
        this.scratch = scratch;
        this.engine = engine;
        this.pairs = pairs;
    }

    Pairs.Result coldStart() throws Exception {
        return Pairs.alternate("cold start to the first answer", "ms", 2, pairs, 3.0, false, this::berth, this::hello);
    }

    private double berth() throws IOException {
        BerthProcess process = BerthProcess.start(command, scratch.resolve("cold-" + ++starts), engine);
        try (process) {
            return process.millisToFirstAnswer();
        } finally {
            forget(process);
        }
    }

    /// What an ended server leaves on the engine waits for its next start, which these don't have.
    private void forget(BerthProcess ended) throws IOException {
        try (Engine docker = new Engine(engine)) {
            docker.cleanUp(ended.installation());
        }
    }

    private double hello() throws IOException {
        int port = BerthProcess.freePort();
        List<String> line = List.of(
                command.getFirst(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HelloServer.class.getName(),
                String.valueOf(port));
        long begun = System.nanoTime();
        Process process = BerthProcess.launch(line, scratch.resolve("hello/log").toFile());
        try {
            BerthProcess.awaitAnswer(process, URI.create("http://127.0.0.1:" + port + "/"));
            return (System.nanoTime() - begun) / 1e6;
        } finally {
            process.destroyForcibly();
        }
    }

    /// Half a minute after a start without work.
    String idleMemory() throws IOException {
        BerthProcess process = BerthProcess.start(command, scratch.resolve("idle"), engine);
        try (process) {
            Waits.pause(30_000);
            double pss = process.pssMegabytes();
            return String.format(
                    Locale.ROOT,
                    "%-44s %.0f MB  goal <= %.0f MB  %s",
                    "PSS idle",
                    pss,
                    PSS_GOAL_MEGABYTES,
                    pss <= PSS_GOAL_MEGABYTES ? "reached" : "NOT reached");
        } finally {
            forget(process);
        }
    }
}
