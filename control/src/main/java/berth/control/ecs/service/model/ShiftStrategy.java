package berth.control.ecs.service.model;

import berth.control.ecs.service.model.DeploymentConfiguration.Canary;
import berth.control.ecs.service.model.DeploymentConfiguration.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// How a new service revision takes over from the old one, where it isn't by a rolling update.
///
/// @param bakeMinutes how long both revisions keep their tasks after all traffic was shifted
/// @param stepTenths the share of a traffic step in tenths of a percent: of each one for LINEAR, of the first
///     for CANARY, 1000 for BLUE_GREEN
/// @param stepBakeMinutes how long to wait after each traffic step but the last
/// @param hooks the lifecycle hooks; a hook is known by its position
public record ShiftStrategy(
        Kind kind, int bakeMinutes, int stepTenths, int stepBakeMinutes, List<LifecycleHook> hooks) {
    /// All of the traffic, in tenths of a percent.
    public static final int WHOLE = 1000;

    public ShiftStrategy {
        hooks = List.copyOf(hooks);
    }

    /// What a deployment configuration says; BLUE_GREEN shifts all at once, which is the same as one whole
    /// step.
    ///
    /// ECS: a bake time that is left out. Differs from ECS: the guide wants one with BLUE_GREEN; here it is 0
    /// then.
    public static ShiftStrategy of(DeploymentConfiguration configuration) {
        int bake = Objects.requireNonNullElse(configuration.bakeTimeInMinutes(), 0);
        List<LifecycleHook> hooks = configuration.lifecycleHooks();
        return switch (configuration.strategy()) {
            case ROLLING, BLUE_GREEN -> new ShiftStrategy(Kind.BLUE_GREEN, bake, WHOLE, 0, hooks);
            case LINEAR -> {
                Linear linear = Objects.requireNonNullElse(configuration.linear(), Linear.DEFAULT);
                yield new ShiftStrategy(
                        Kind.LINEAR, bake, tenths(linear.stepPercent()), linear.stepBakeTimeInMinutes(), hooks);
            }
            case CANARY -> {
                Canary canary = Objects.requireNonNullElse(configuration.canary(), Canary.DEFAULT);
                yield new ShiftStrategy(
                        Kind.CANARY, bake, tenths(canary.canaryPercent()), canary.canaryBakeTimeInMinutes(), hooks);
            }
        };
    }

    private static int tenths(double percent) {
        return (int) Math.rint(percent * 10);
    }

    /// What green's share of the production traffic is after each traffic step, in tenths of a percent.
    ///
    /// ECS: LINEAR by 30 % goes to 30, 60, 90 and 100 %; CANARY with 5 % to 5 and 100 %; BLUE_GREEN to 100 % at
    /// once.
    public List<Integer> steps() {
        List<Integer> steps = new ArrayList<>();
        if (kind == Kind.LINEAR) {
            for (int share = stepTenths; share < WHOLE; share += stepTenths) {
                steps.add(share);
            }
        } else if (kind == Kind.CANARY && stepTenths < WHOLE) {
            steps.add(stepTenths);
        }
        steps.add(WHOLE);
        return steps;
    }

    /// ECS `deploymentConfiguration.strategy`, but for ROLLING.
    public enum Kind {
        BLUE_GREEN,
        LINEAR,
        CANARY
    }
}
