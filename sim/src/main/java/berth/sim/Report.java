package berth.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// Many seeds, and what they covered.
///
/// @param failed seeds that broke a rule, with the rule
/// @param events of all seeds together
/// @param leastEvents of any seed
record Report(Coverage coverage, Map<String, Long> looks, TreeMap<Long, String> failed, long events, long leastEvents) {

    /// Runs `count` seeds from `first` on; says every now and then how far it is.
    static Report of(long first, int count, LongFunction<World.Setup> setup, Consumer<String> progress) {
        Coverage coverage = new Coverage();
        TreeMap<String, Long> looks = new TreeMap<>();
        TreeMap<Long, String> failed = new TreeMap<>();
        long events = 0;
        long least = Long.MAX_VALUE;
        for (long seed = first; seed < first + count; seed++) {
            try {
                Run.Outcome outcome = Run.of(seed, setup.apply(seed));
                coverage.add(outcome.coverage());
                outcome.checkers().looks().forEach((checker, n) -> looks.merge(checker.name(), n, Long::sum));
                events += outcome.events();
                least = Math.min(least, outcome.events());
            } catch (AssertionError | RuntimeException e) {
                String why = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
                failed.put(seed, why.length() > 160 ? why.substring(0, 160) + "..." : why);
                progress.accept("seed " + seed + " failed: " + failed.get(seed));
            }
            if ((seed - first + 1) % 25 == 0) {
                progress.accept("%d of %d seeds, %d events".formatted(seed - first + 1, count, events));
            }
        }
        return new Report(coverage, looks, failed, events, least);
    }

    /// Everything that was counted, one thing a line.
    String table() {
        StringBuilder text = new StringBuilder("%d events, at least %d a seed%n".formatted(events, leastEvents));
        coverage.faults().forEach((fault, count) -> line(text, "fault", fault.name(), count));
        coverage.transitions().forEach((transition, count) -> line(text, "transition", transition, count));
        coverage.operations().forEach((operation, count) -> line(text, "operation", operation, count));
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
        for (Checkers.Checker checker : Checkers.Checker.values()) {
            if (looks.getOrDefault(checker.name(), 0L) == 0) {
                zeros.add("checker " + checker);
            }
        }
        return zeros;
    }

    private static void line(StringBuilder text, String kind, String name, long count) {
        text.append("%-11s %-34s %10d%n".formatted(kind, name, count));
    }
}
