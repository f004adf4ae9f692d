package berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./berth bench`: runs all benchmarks, or those that are named.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures Berth beside references in the same run: start, memory, accept, crowded, describe, records, placement, proxy, bridge, fargate, replace, many, rolling.")
public final class Main implements Callable<Integer> {
    private static final int PROXY_PAIRS = 5;

    @Parameters(paramLabel = "NAME", description = "Which ones; all if none is named.")
    private List<String> names = List.of();

    /// The launcher asks this first, and then provides one.
    @Option(names = "--needs-engine", hidden = true, description = "Only says yes or no.")
    private boolean asksForEngine;

    @Option(names = "--pairs", defaultValue = "10", description = "How many pairs (default ${DEFAULT-VALUE}).")
    private int pairs;

    @Option(
            names = "--placed",
            defaultValue = "1000000",
            description = "Tasks that there are when placement and records are measured (default ${DEFAULT-VALUE}).")
    private int placed;

    @Option(names = "--engine", description = "The container engine (default DOCKER_HOST, then Docker's socket).")
    private String engine = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    /// What there is to measure, in the order in which it is.
    private enum Benchmark {
        START(true),
        MEMORY(true),
        ACCEPT(false),
        CROWDED(false),
        DESCRIBE(false),
        RECORDS(false),
        PLACEMENT(false),
        PROXY(false),
        BRIDGE(true),
        FARGATE(true),
        REPLACE(true),
        MANY(true),
        ROLLING(true);

        private static final Set<Benchmark> OF_TASKS = EnumSet.range(BRIDGE, ROLLING);

        private final boolean needsEngine;

        Benchmark(boolean needsEngine) {
            this.needsEngine = needsEngine;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Set<Benchmark> wanted() {
        Set<Benchmark> wanted = EnumSet.allOf(Benchmark.class);
        wanted.removeIf(one -> !names.isEmpty() && !names.contains(one.toString()));
        return wanted;
    }

    @Override
    public Integer call() throws Exception {
        List<String> all =
                Arrays.stream(Benchmark.values()).map(Benchmark::toString).toList();
        for (String name : names) {
            if (!all.contains(name)) {
                System.err.println("There is no benchmark '" + name + "'; there are: " + String.join(", ", all) + '.');
                return 2;
            }
        }
        Set<Benchmark> wanted = wanted();
        if (asksForEngine) {
            System.out.println(wanted.stream().anyMatch(one -> one.needsEngine) ? "yes" : "no");
            return 0;
        }
        String command = System.getenv("BERTH_SERVER_COMMAND");
        if (command == null) {
            System.err.println("Run the benchmarks with ./berth bench, which knows how the server is started.");
            return 2;
        }
        Path scratch = Files.createTempDirectory("berth-bench");
        StartBenchmarks starts = new StartBenchmarks(command.lines().toList(), scratch, engine, pairs);
        if (wanted.contains(Benchmark.START)) {
            System.out.println(starts.coldStart());
        }
        if (wanted.contains(Benchmark.MEMORY)) {
            System.out.println(starts.idleMemory());
        }
        if (wanted.contains(Benchmark.ACCEPT)) {
            System.out.println(new AcceptBenchmark(scratch).run(pairs));
        }
        if (wanted.contains(Benchmark.CROWDED)) {
            System.out.println(new AcceptBenchmark(scratch).crowded(pairs));
        }
        if (wanted.contains(Benchmark.DESCRIBE)) {
            System.out.println(new RecordsBenchmark().describe(pairs));
        }
        if (wanted.contains(Benchmark.RECORDS)) {
            System.out.println(new RecordsBenchmark().heap(placed));
        }
        if (wanted.contains(Benchmark.PLACEMENT)) {
            new PlacementBenchmark(placed, Math.min(pairs, 5)).run().forEach(System.out::println);
        }
        if (wanted.contains(Benchmark.PROXY)) {
            new ProxyBenchmark(command.lines().toList(), scratch, Math.min(pairs, PROXY_PAIRS), System.out::println)
                    .run();
        }
        if (wanted.stream().anyMatch(Benchmark.OF_TASKS::contains)) {
            tasks(command.lines().toList(), scratch, wanted);
        }
        return 0;
    }

    private void tasks(List<String> command, Path scratch, Set<Benchmark> wanted) throws Exception {
        try (Engine docker = new Engine(engine);
                BerthProcess berth = BerthProcess.start(command, scratch.resolve("tasks"), engine)) {
            try {
                Ecs ecs = ready(berth);
                measure(new TaskBenchmarks(ecs, docker, pairs), wanted);
                if (wanted.contains(Benchmark.ROLLING)) {
                    System.out.println(new RollingBenchmark(ecs, docker, pairs).run());
                }
            } finally {
                berth.close();
                docker.cleanUp(berth.installation());
            }
        }
    }

    /// Once this machine has joined as a host.
    private static Ecs ready(BerthProcess berth) throws IOException {
        Ecs ecs = berth.ecs();
        Waits.pause(5000);
        return ecs;
    }

    private static void measure(TaskBenchmarks tasks, Set<Benchmark> wanted) throws Exception {
        if (wanted.contains(Benchmark.BRIDGE)) {
            System.out.println(tasks.bridge());
        }
        if (wanted.contains(Benchmark.FARGATE)) {
            System.out.println(tasks.fargate());
        }
        if (wanted.contains(Benchmark.REPLACE)) {
            System.out.println(tasks.replacement());
        }
        if (wanted.contains(Benchmark.MANY)) {
            System.out.println(tasks.many());
        }
    }
}
