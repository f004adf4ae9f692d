package berth.sim;

import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./berth sim`: runs seeds, or replays one with its trace.
@Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        description = "Simulates Berth under chaos: many seeds, or one again.")
public final class Main implements Callable<Integer> {
    @Option(names = "--seed", description = "Replay this one seed and show what happened.")
    private Long seed = -1L;

    @Option(names = "--seeds", defaultValue = "200", description = "How many seeds to run (default ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--from", defaultValue = "1", description = "The first seed (default ${DEFAULT-VALUE}).")
    private long from;

    @Option(
            names = "--lose-wakes",
            description = "Drop every wake-up, so that only the resync moves things; every 20th seed does.")
    private boolean loseWakes;

    @Option(names = "--trace", description = "Show all that happened, not only the last lines.")
    private boolean trace;

    @Option(names = "--log", description = "Show what Berth logs, too.")
    private boolean log;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() {
        if (!log) {
            LogManager.getLogManager().reset();
        }
        return seed >= 0 ? replay() : many();
    }

    private World.Setup setup(long ofSeed) {
        World.Setup usual = World.Setup.of(ofSeed);
        return new World.Setup(usual.hosts(), usual.capacity(), loseWakes || usual.loseWakes(), null);
    }

    private int replay() {
        World world = new World(seed, setup(seed));
        if (trace) {
            world.showAll();
        }
        try {
            Run.Outcome outcome = Run.of(world);
            System.out.println(world.describe());
            System.out.printf("seed %d: %d events, hash %016x, clean%n", seed, outcome.events(), outcome.hash());
            return 0;
        } catch (AssertionError | RuntimeException e) {
            e.printStackTrace(System.out);
            return 1;
        }
    }

    private int many() {
        Report report = Report.of(from, seeds, this::setup, line -> System.out.println(line));
        System.out.println(report.table());
        return report.failed().isEmpty() ? 0 : 1;
    }
}
