package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleHook.Action;
import berth.control.ecs.service.model.LifecycleHook.TargetType;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.ShiftStrategy;
import berth.control.ecs.service.model.ShiftStrategy.Kind;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.model.TrafficShift.Side;
import berth.kernel.Ids;
import berth.kernel.Rng;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A traffic shift that is played through, with everything that is waited for there at once unless a test says
/// otherwise.
final class Shifts {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final String URL = "http://127.0.0.1:9000/check";

    static final Side GREEN = new Side("ecs-svc/2", "r2");
    static final Side BLUE = new Side("ecs-svc/1", "r1");

    final ShiftStrategy strategy;
    final List<String> diary = new ArrayList<>();
    private final Ids ids = new Ids(Rng.seeded(1));
    TrafficShift shift;
    Instant now = NOON;
    boolean hasBlue = true;
    int desired = 4;
    int healthyGreen = 4;
    int greenLeft = 4;
    int blueLeft;
    int othersLeft;

    @Nullable
    String failure;

    Shifts(ShiftStrategy strategy) {
        this.strategy = strategy;
        this.shift = TrafficShift.begun(
                GREEN, BLUE, LifecycleStage.PRE_SCALE_UP, runs(strategy, LifecycleStage.PRE_SCALE_UP), now);
    }

    static ShiftStrategy blueGreen(int bake, LifecycleHook... hooks) {
        return new ShiftStrategy(Kind.BLUE_GREEN, bake, ShiftStrategy.WHOLE, 0, Arrays.asList(hooks));
    }

    static ShiftStrategy linear(int tenths, int stepBake, int bake) {
        return new ShiftStrategy(Kind.LINEAR, bake, tenths, stepBake, List.of());
    }

    static ShiftStrategy canary(int tenths, int stepBake, int bake) {
        return new ShiftStrategy(Kind.CANARY, bake, tenths, stepBake, List.of());
    }

    static LifecycleHook function(Action onTimeout, LifecycleStage... stages) {
        return new LifecycleHook(TargetType.AWS_LAMBDA, URL, null, Arrays.asList(stages), null, 1440, onTimeout);
    }

    static LifecycleHook pause(int minutes, Action onTimeout, LifecycleStage... stages) {
        return new LifecycleHook(TargetType.PAUSE, null, null, Arrays.asList(stages), null, minutes, onTimeout);
    }

    List<HookRun> runs(ShiftStrategy of, LifecycleStage stage) {
        return HookRuns.of(of, stage, MINUTE, ids, now);
    }

    ShiftSituation situation() {
        return new ShiftSituation(
                strategy, shift, hasBlue, desired, healthyGreen, greenLeft, blueLeft, othersLeft, failure, MINUTE, now);
    }

    ShiftStep next() {
        return ShiftPlanner.next(situation());
    }

    /// Takes one step, as the service's reconciler does. Returns whether there was one.
    boolean take() {
        switch (next()) {
            case ShiftStep.Stay stay -> {
                return false;
            }
            case ShiftStep.Hooks(var runs) -> shift = shift.with(runs);
            case ShiftStep.Enter to -> {
                shift = shift.entered(
                        to.stage(), to.step(), to.productionTenths(), to.testTenths(), runs(strategy, to.stage()), now);
                diary();
            }
            case ShiftStep.TurnBack back -> {
                shift = shift.turned(new TrafficShift.Retreat(
                                back.reason(), now, shift.productionTenths() > 0, shift.testTenths() > 0))
                        .entered(back.stage(), shift.step(), 0, 0, runs(strategy, back.stage()), now);
                diary();
            }
            case ShiftStep.Finish over -> {
                shift = shift.ended(over.end());
                diary.add(time() + over.end());
            }
        }
        return true;
    }

    /// Steps until only time helps; then to that time; and so on to the end.
    void play() {
        for (int i = 0; i < 1000; i++) {
            if (!take()) {
                if (!(next() instanceof ShiftStep.Stay(var until)) || until == null) {
                    return;
                }
                now = until;
            }
        }
        throw new AssertionError("it never ends: " + diary);
    }

    /// Steps until only time helps.
    void settle() {
        for (int i = 0; i < 1000 && take(); i++) {
            // Taken.
        }
    }

    void answer(HookRun.Status status) {
        shift = shift.with(shift.hooks().stream()
                .map(run -> run.open() ? run.ended(status, "It said so.") : run)
                .toList());
    }

    private void diary() {
        diary.add(time() + shift.stage() + " " + shift.productionTenths() / 10.0 + "/" + shift.testTenths() / 10.0);
    }

    private String time() {
        return now.toString().substring(11, 16) + " ";
    }
}
