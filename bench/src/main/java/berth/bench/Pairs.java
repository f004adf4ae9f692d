package berth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Runs a thing and its reference in turns, so that what the machine does besides hits both.
final class Pairs {
    /// One measurement.
    @FunctionalInterface
    interface Measured {
        double run() throws Exception;
    }

    /// @param name what was measured
    /// @param unit of both, for example `ms`
    /// @param goal the ratio to reach; at most this, or at least this where more is better
    record Result(
            String name, String unit, List<Double> ours, List<Double> reference, double goal, boolean moreIsBetter) {
        double ratio() {
            return median(ours) / median(reference);
        }

        boolean reached() {
            return moreIsBetter ? ratio() >= goal : ratio() <= goal;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-44s %s  reference %s  %.2fx  goal %s %.2fx  %s",
                    name,
                    side(ours),
                    side(reference),
                    ratio(),
                    moreIsBetter ? ">=" : "<=",
                    goal,
                    reached() ? "reached" : "NOT reached");
        }

        private String side(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            return String.format(
                    Locale.ROOT,
                    "%.1f %s (%.1f to %.1f, n=%d)",
                    median(values),
                    unit,
                    sorted.getFirst(),
                    sorted.getLast(),
                    sorted.size());
        }
    }

    private Pairs() {}

    /// Warms both up, then alternates; which goes first alternates too.
    static Result alternate(
            String name,
            String unit,
            int warmUp,
            int pairs,
            double goal,
            boolean moreIsBetter,
            Measured ours,
            Measured reference)
            throws Exception {
        for (int i = 0; i < warmUp; i++) {
            ours.run();
            reference.run();
        }
        List<Double> mine = new ArrayList<>();
        List<Double> other = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            if (i % 2 == 0) {
                mine.add(ours.run());
                other.add(reference.run());
            } else {
                other.add(reference.run());
                mine.add(ours.run());
            }
        }
        return new Result(name, unit, mine, other, goal, moreIsBetter);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
