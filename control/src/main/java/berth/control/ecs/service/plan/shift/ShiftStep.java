package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.TrafficShift;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a traffic shift does next.
public sealed interface ShiftStep {

    /// Nothing now.
    ///
    /// @param until when time alone changes something, or null
    record Stay(@Nullable Instant until) implements ShiftStep {}

    /// Hooks are called again, or their time is over.
    record Hooks(List<HookRun> runs) implements ShiftStep {
        public Hooks {
            runs = List.copyOf(runs);
        }
    }

    /// The next stage or traffic step begins, with these shares of green in tenths of a percent.
    record Enter(LifecycleStage stage, int step, int productionTenths, int testTenths) implements ShiftStep {}

    /// It turns back: green's shares are 0 from this very commit on, and `stage` begins.
    record TurnBack(LifecycleStage stage, String reason) implements ShiftStep {}

    /// It is over.
    ///
    /// @param reason the statusReason where it ended badly, or null
    record Finish(TrafficShift.End end, @Nullable String reason) implements ShiftStep {}
}
