package berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                "Measures Berth beside references in the same run: start, memory, bridge, fargate, replace, many, rolling, accept, crowded, describe, records, placement, proxy.")
public final class Main implements Callable<Integer> {
    private static final List<String> ALL = List.of(
            "start",
            "memory",
            "bridge",
            "fargate",
            "replace",
            "many",
            "rolling",
            "accept",
            "crowded",
            "describe",
            "records",
            "placement",
            "proxy");
    private static final int PROXY_PAIRS = 5;

    @Parameters(arity = "0..*", description = "Which ones; all if none is named.")
    private List<String> names = List.of();

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

    @Override
    public Integer call() throws Exception {
        String command = System.getenv("BERTH_SERVER_COMMAND");
        if (command == null) {
            System.err.println("Run the benchmarks with ./berth bench, which knows how the server is started.");
            return 2;
        }
        Path scratch = Files.createTempDirectory("berth-bench");
        List<String> wanted = names.isEmpty() ? ALL : names;
        StartBenchmarks starts = new StartBenchmarks(command.lines().toList(), scratch, engine, pairs);
        if (wanted.contains("start")) {
            System.out.println(starts.coldStart());
        }
        if (wanted.contains("memory")) {
            System.out.println(starts.idleMemory());
        }
        if (wanted.contains("accept")) {
            System.out.println(new AcceptBenchmark(scratch).run(pairs));
        }
        if (wanted.contains("crowded")) {
            System.out.println(new AcceptBenchmark(scratch).crowded(pairs));
        }
        if (wanted.contains("describe")) {
            System.out.println(new RecordsBenchmark().describe(pairs));
        }
        if (wanted.contains("records")) {
            System.out.println(new RecordsBenchmark().heap(placed));
        }
        if (wanted.contains("placement")) {
            new PlacementBenchmark(placed, Math.min(pairs, 5)).run().forEach(System.out::println);
        }
        if (wanted.contains("proxy")) {
            new ProxyBenchmark(command.lines().toList(), scratch, Math.min(pairs, PROXY_PAIRS), System.out::println)
                    .run();
        }
        if (wanted.stream().anyMatch(List.of("bridge", "fargate", "replace", "many", "rolling")::contains)) {
            tasks(command.lines().toList(), scratch, wanted);
        }
        return 0;
    }

    private void tasks(List<String> command, Path scratch, List<String> wanted) throws Exception {
        try (Engine docker = new Engine(engine);
                BerthProcess berth = BerthProcess.start(command, scratch.resolve("tasks"), engine)) {
            try {
                Ecs ecs = ready(berth);
                measure(new TaskBenchmarks(ecs, docker, pairs), wanted);
                if (wanted.contains("rolling")) {
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

    private static void measure(TaskBenchmarks tasks, List<String> wanted) throws Exception {
        if (wanted.contains("bridge")) {
            System.out.println(tasks.bridge());
        }
        if (wanted.contains("fargate")) {
            System.out.println(tasks.fargate());
        }
        if (wanted.contains("replace")) {
            System.out.println(tasks.replacement());
        }
        if (wanted.contains("many")) {
            System.out.println(tasks.many());
        }
    }
}
