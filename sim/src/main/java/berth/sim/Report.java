package berth.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Many seeds, and what they covered.
///
/// @param failed seeds that broke a rule, with the rule
/// @param events of all seeds together
/// @param leastEvents of any seed
record Report(Coverage coverage, Map<String, Long> looks, TreeMap<Long, String> failed, long events, long leastEvents) {

    /// Runs `count` seeds from `first` on, as many at a time as there are processors, for each has a world of its own.
    /// Says every now and then how far it is.
    static Report of(long first, int count, LongFunction<World.Setup> setup, Consumer<String> progress) {
        Coverage coverage = new Coverage();
        TreeMap<String, Long> looks = new TreeMap<>();
        TreeMap<Long, String> failed = new TreeMap<>();
        long events = 0;
        long least = Long.MAX_VALUE;
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Result>> results = LongStream.range(first, first + count)
                    .mapToObj(seed -> threads.submit(() -> result(seed, setup.apply(seed))))
                    .toList();
            for (Future<Result> future : results) {
                Result result = future.get();
                if (result.why() != null) {
                    failed.put(result.seed(), result.why());
                    progress.accept("seed " + result.seed() + " failed: " + result.why());
                } else {
                    coverage.add(result.coverage());
                    result.looks().forEach((checker, n) -> looks.merge(checker.name(), n, Long::sum));
                    events += result.events();
                    least = Math.min(least, result.events());
                }
                long done = result.seed() - first + 1;
                if (done % 25 == 0) {
                    progress.accept("%d of %d seeds, %d events".formatted(done, count, events));
                }
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a seed could not be run to its end", e);
        }
        return new Report(coverage, looks, failed, events, least);
    }

    /// What came of one seed; nothing of its world is kept.
    ///
    /// @param why the rule that it broke, or null
    private record Result(
            long seed,
            Coverage coverage,
            Map<Checkers.Checker, Long> looks,
            long events,
            @Nullable String why) {}

    private static Result result(long seed, World.Setup setup) {
        try {
            Run.Outcome outcome = Run.of(seed, setup);
            return new Result(seed, outcome.coverage(), outcome.checkers().looks(), outcome.events(), null);
        } catch (AssertionError | RuntimeException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
            return new Result(
                    seed, new Coverage(), Map.of(), 0, why.length() > 160 ? why.substring(0, 160) + "..." : why);
        }
    }

    /// Everything that was counted, one thing a line.
    String table() {
        StringBuilder text = new StringBuilder("%d events, at least %d a seed%n".formatted(events, leastEvents));
        coverage.faults().forEach((fault, count) -> line(text, "fault", fault.name(), count));
        coverage.transitions().forEach((transition, count) -> line(text, "transition", transition, count));
        coverage.operations().forEach((operation, count) -> line(text, "operation", operation, count));
        coverage.deployments().forEach((seen, count) -> line(text, "deployment", seen, count));
        for (PlantedBug bug : PlantedBug.values()) {
            line(
                    text,
                    "checker",
                    bug.finder().name(),
                    looks.getOrDefault(bug.finder().name(), 0L));
            text.append("            alone finds the planted bug %s%n".formatted(bug));
        }
        failed.forEach(
                (seed, why) -> text.append("FAILED seed %d: %s (./berth sim --seed %d)%n".formatted(seed, why, seed)));
        return text.toString();
    }

    /// What was never seen although it should have been.
    List<String> zeros() {
        List<String> zeros = new ArrayList<>();
        coverage.faults().forEach((fault, count) -> {
            if (count == 0) {
                zeros.add("fault " + fault);
            }
        });
        coverage.transitions().forEach((transition, count) -> {
            if (count == 0) {
                zeros.add("transition " + transition);
            }
        });
        coverage.deployments().forEach((seen, count) -> {
            if (count == 0) {
                zeros.add("deployment " + seen);
            }
        });
        for (Checkers.Checker checker : Checkers.Checker.values()) {
            if (looks.getOrDefault(checker.name(), 0L) == 0) {
                zeros.add("checker " + checker);
            }
        }
        return zeros;
    }

    private static void line(StringBuilder text, String kind, String name, long count) {
        text.append("%-11s %-44s %10d%n".formatted(kind, name, count));
    }
}
