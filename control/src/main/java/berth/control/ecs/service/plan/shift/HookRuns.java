package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.ShiftStrategy;
import berth.kernel.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Which hooks run in a stage.
public final class HookRuns {
    private static final String PAUSE = "ecs-pause-";
    private static final int PAUSE_LENGTH = 43;

    private HookRuns() {}

    /// All hooks of a stage at once, each with a new id.
    ///
    /// @param minute how long a minute of the strategy's is
    public static List<HookRun> of(
            ShiftStrategy strategy, LifecycleStage stage, Duration minute, Ids ids, Instant now) {
        List<HookRun> runs = new ArrayList<>();
        for (int i = 0; i < strategy.hooks().size(); i++) {
            LifecycleHook hook = strategy.hooks().get(i);
            if (hook.stages().contains(stage)) {
                Instant expiresAt = now.plus(minute.multipliedBy(hook.timeoutMinutes()));
                runs.add(
                        switch (hook.targetType()) {
                            case AWS_LAMBDA -> HookRun.called(i, ids.uuid(), expiresAt);
                            case PAUSE -> HookRun.waiting(i, PAUSE + ids.word(PAUSE_LENGTH), expiresAt);
                        });
            }
        }
        return runs;
    }

    /// Whether `hookId` looks like one. ECS: `ecs-{hookType}-{id}`.
    public static boolean isId(String hookId) {
        return hookId.matches("ecs-[a-z]+-[A-Za-z0-9_-]{" + PAUSE_LENGTH + "}");
    }
}
