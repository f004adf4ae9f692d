package berth.control.ecs.service.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a service goes from one revision to the next.
///
/// @param minimumHealthyPercent of desiredCount, rounded up: healthy tasks that a deployment leaves; default 100
/// @param maximumPercent of desiredCount, rounded down: tasks that there may be during one; default 200
/// @param bakeTimeInMinutes how long a finished deployment is watched; null where not given
/// @param linear steps of LINEAR, else null
/// @param canary the first step of CANARY, else null
public record DeploymentConfiguration(
        int minimumHealthyPercent,
        int maximumPercent,
        CircuitBreaker circuitBreaker,
        Alarms alarms,
        Strategy strategy,
        @Nullable Integer bakeTimeInMinutes,
        List<LifecycleHook> lifecycleHooks,
        @Nullable Linear linear,
        @Nullable Canary canary) {
    /// ECS: what a REPLICA service has that says nothing.
    public static final DeploymentConfiguration DEFAULT = new DeploymentConfiguration(
            100, 200, CircuitBreaker.OFF, Alarms.OFF, Strategy.ROLLING, null, List.of(), null, null);

    /// ECS: what a DAEMON service has that says nothing.
    public static final DeploymentConfiguration OF_DAEMONS = DEFAULT.withPercents(0, 100);

    public DeploymentConfiguration {
        circuitBreaker = Objects.requireNonNullElse(circuitBreaker, CircuitBreaker.OFF);
        alarms = Objects.requireNonNullElse(alarms, Alarms.OFF);
        strategy = Objects.requireNonNullElse(strategy, Strategy.ROLLING);
        lifecycleHooks = List.copyOf(Objects.requireNonNullElse(lifecycleHooks, List.of()));
    }

    /// This one with other percents.
    public DeploymentConfiguration withPercents(int minimumHealthy, int maximum) {
        return new DeploymentConfiguration(
                minimumHealthy,
                maximum,
                circuitBreaker,
                alarms,
                strategy,
                bakeTimeInMinutes,
                lifecycleHooks,
                linear,
                canary);
    }

    /// How traffic moves; null for ROLLING.
    public @Nullable ShiftStrategy shift() {
        int bake = bakeTimeInMinutes == null ? 0 : bakeTimeInMinutes;
        Linear steps = linear == null ? Linear.DEFAULT : linear;
        Canary first = canary == null ? Canary.DEFAULT : canary;
        return switch (strategy) {
            case ROLLING -> null;
            case BLUE_GREEN ->
                new ShiftStrategy(ShiftStrategy.Kind.BLUE_GREEN, bake, ShiftStrategy.WHOLE, 0, lifecycleHooks);
            case LINEAR ->
                new ShiftStrategy(
                        ShiftStrategy.Kind.LINEAR,
                        bake,
                        tenths(steps.stepPercent()),
                        steps.stepBakeTimeInMinutes(),
                        lifecycleHooks);
            case CANARY ->
                new ShiftStrategy(
                        ShiftStrategy.Kind.CANARY,
                        bake,
                        tenths(first.canaryPercent()),
                        first.canaryBakeTimeInMinutes(),
                        lifecycleHooks);
        };
    }

    private static int tenths(double percent) {
        return (int) Math.round(percent * 10);
    }

    /// How tasks and traffic move from one revision to the next.
    public enum Strategy {
        /// Tasks are replaced a few at a time.
        ROLLING,
        /// The new revision is brought up whole beside the old one, then all traffic moves.
        BLUE_GREEN,
        /// As BLUE_GREEN; traffic moves in equal steps.
        LINEAR,
        /// As BLUE_GREEN; a small share of the traffic moves first, then the rest.
        CANARY
    }

    /// Whether a deployment fails by itself when its tasks do.
    ///
    /// @param rollback whether the service then goes back to the last revision that was completed
    /// @param threshold null for ECS's default, half of desiredCount within 3 and 200
    /// @param resetOnHealthyTask whether a healthy task sets the count of failures back to 0
    public record CircuitBreaker(
            boolean enable, boolean rollback, @Nullable Threshold threshold, boolean resetOnHealthyTask) {
        public static final CircuitBreaker OFF = new CircuitBreaker(false, false, null, true);

        /// So many failures of tasks fail a deployment.
        ///
        /// Rule: BOUNDED_PERCENT, 50 where nothing is given, is `ceil(value / 100 * D)` within 3 and 200;
        /// UNBOUNDED_PERCENT is the same without bounds, at least 1; COUNT is the value.
        ///
        /// Example: D = 1 gives 3, D = 25 gives 13, D = 800 gives 200; UNBOUNDED_PERCENT 50 of 800 gives 400.
        ///
        /// @param desiredCount of the service now
        public int failures(int desiredCount) {
            Threshold rule = threshold == null ? Threshold.DEFAULT : threshold;
            int share = (int) Math.ceilDiv((long) rule.value() * desiredCount, 100L);
            return switch (rule.type()) {
                case COUNT -> rule.value();
                case BOUNDED_PERCENT -> Math.clamp(share, 3, 200);
                case UNBOUNDED_PERCENT -> Math.max(1, share);
            };
        }
    }

    /// @param value tasks for COUNT, percent of desiredCount otherwise
    public record Threshold(Type type, int value) {
        public static final Threshold DEFAULT = new Threshold(Type.BOUNDED_PERCENT, 50);

        public enum Type {
            COUNT,
            BOUNDED_PERCENT,
            UNBOUNDED_PERCENT
        }
    }

    /// Alarms that fail a deployment when they go off.
    public record Alarms(List<String> alarmNames, boolean enable, boolean rollback) {
        public static final Alarms OFF = new Alarms(List.of(), false, false);

        public Alarms {
            alarmNames = List.copyOf(alarmNames);
        }
    }

    /// LINEAR: how much traffic moves at once, and the wait after each step.
    public record Linear(double stepPercent, int stepBakeTimeInMinutes) {
        public static final Linear DEFAULT = new Linear(10.0, 6);
    }

    /// CANARY: how much traffic moves first, and the wait before the rest does.
    public record Canary(double canaryPercent, int canaryBakeTimeInMinutes) {
        public static final Canary DEFAULT = new Canary(5.0, 10);
    }
}
