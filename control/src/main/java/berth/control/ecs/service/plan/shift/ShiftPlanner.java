package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.HookRun.Status;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleHook.Action;
import berth.control.ecs.service.model.LifecycleHook.TargetType;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.ShiftStrategy;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.model.TrafficShift.End;
import berth.control.ecs.service.plan.shift.ShiftStep.Enter;
import berth.control.ecs.service.plan.shift.ShiftStep.Finish;
import berth.control.ecs.service.plan.shift.ShiftStep.Hooks;
import berth.control.ecs.service.plan.shift.ShiftStep.Stay;
import berth.control.ecs.service.plan.shift.ShiftStep.TurnBack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Decides how a BLUE_GREEN, LINEAR or CANARY deployment goes on: one stage, or one traffic step, at a time.
///
/// **Rule.** A stage is over when its hooks have all succeeded (or timed out with CONTINUE), what it waits for
/// is there, and its time is over:
/// - RECONCILE_SERVICE waits until no third revision has a task; SCALE_UP until green is healthy at the full
///   count; no traffic is shifted, and blue not given up, while green is less than that;
/// - a traffic step that isn't the last waits for the step bake time, BAKE_TIME for the bake time;
/// - CLEAN_UP waits until blue's tasks are STOPPED.
///
/// Shares change at the beginning of a stage: test traffic goes to green with TEST_TRAFFIC_SHIFT, production
/// traffic with each PRODUCTION_TRAFFIC_SHIFT. PRE_PRODUCTION_TRAFFIC_SHIFT and PRODUCTION_TRAFFIC_SHIFT come
/// once for each step.
///
/// What fails, or is asked to go back, before CLEAN_UP turns back: both shares are 0 at once; then those of
/// PRODUCTION_TRAFFIC_SHIFT and TEST_TRAFFIC_SHIFT that had moved traffic run their hooks again, whatever these
/// say; then green is scaled to 0. With no revision to go back to it ends there. A stage or step that takes 24
/// hours (BAKE_TIME: 24 hours more than it should; 14 days where a pause waits), and a deployment that takes 30
/// days, fail.
///
/// **Example.** CANARY of 10 % with 10 minutes, a bake time of 5: at 12:00:00 green is healthy and
/// PRODUCTION_TRAFFIC_SHIFT gives it 10 %, blue keeps 90. At 12:10:00 comes PRE_PRODUCTION_TRAFFIC_SHIFT again,
/// then PRODUCTION_TRAFFIC_SHIFT with 100 %, which isn't waited for: BAKE_TIME lasts until 12:15:00, then
/// CLEAN_UP stops blue. LINEAR of 10 % with 6 minutes: 10 % at 12:00, 20 % at 12:06, ... 90 % at 12:48, 100 %
/// at 12:54, and with a bake time of 5 CLEAN_UP at 12:59. An alarm at 12:20, with 40 % on green: blue has 100 %
/// in the very commit that sees it.
///
/// ECS: lifecycle stages for service deployments. Where a deployment has no predecessor there is one traffic
/// step.
public final class ShiftPlanner {
    /// ECS: how long a stage, or a traffic step, may take.
    static final Duration STAGE_LIMIT = Duration.ofHours(24);

    /// ECS: how long a pause may hold a stage.
    static final Duration PAUSE_LIMIT = Duration.ofDays(14);

    /// ECS: how long a whole deployment may take.
    static final Duration LIMIT = Duration.ofDays(30);

    private final ShiftSituation situation;
    private final TrafficShift shift;
    private final Instant now;

    private ShiftPlanner(ShiftSituation situation) {
        this.situation = situation;
        this.shift = situation.shift();
        this.now = situation.now();
    }

    /// The stage that a deployment begins with.
    ///
    /// @param others tasks of revisions that are neither blue nor green
    public static LifecycleStage first(int others) {
        return others > 0 ? LifecycleStage.RECONCILE_SERVICE : LifecycleStage.PRE_SCALE_UP;
    }

    public static ShiftStep next(ShiftSituation situation) {
        return new ShiftPlanner(situation).next();
    }

    private ShiftStep next() {
        if (shift.end() != End.UNDECIDED) {
            return new Stay(null);
        }
        boolean mayTurn = !shift.goesBack() && shift.stage() != LifecycleStage.CLEAN_UP;
        String failure = mayTurn ? failure() : null;
        if (failure != null) {
            return turnBack(failure);
        }
        List<HookRun> runs = runs();
        if (!runs.equals(shift.hooks())) {
            return new Hooks(runs);
        }
        if (runs.stream().noneMatch(HookRun::open) && workIsDone() && !now.isBefore(waitedFor())) {
            return onwards();
        }
        if (shift.stage() != LifecycleStage.CLEAN_UP && !now.isBefore(limit())) {
            return shift.goesBack() ? onwards() : turnBack(tooLong());
        }
        return new Stay(until());
    }

    /// Why it has to go back, or null.
    private @Nullable String failure() {
        if (situation.failure() != null) {
            return situation.failure();
        }
        return shift.hooks().stream()
                .map(this::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String failure(HookRun run) {
        LifecycleHook hook = hook(run);
        boolean pause = hook.targetType() == TargetType.PAUSE;
        return switch (run.status()) {
            case AWAITING_ACTION, IN_PROGRESS, SUCCEEDED -> null;
            case FAILED ->
                pause
                        ? ShiftWording.pauseRefused(shift.stage())
                        : ShiftWording.hookFailed(shift.stage(), Objects.requireNonNullElse(run.failure(), ""));
            case TIMED_OUT -> {
                if (hook.onTimeout() == Action.CONTINUE) {
                    yield null;
                }
                yield pause
                        ? ShiftWording.pauseTimedOut(shift.stage())
                        : ShiftWording.hookFailed(shift.stage(), ShiftWording.hookTimedOut(target(hook)));
            }
        };
    }

    /// The hooks after what time does to them.
    private List<HookRun> runs() {
        List<HookRun> after = new ArrayList<>();
        for (HookRun run : shift.hooks()) {
            Instant next = run.nextCallAt();
            if (run.open() && !now.isBefore(run.expiresAt())) {
                after.add(run.ended(Status.TIMED_OUT, null));
            } else if (run.status() == Status.IN_PROGRESS && next != null && !now.isBefore(next)) {
                after.add(run.again());
            } else {
                after.add(run);
            }
        }
        return after;
    }

    private boolean workIsDone() {
        if (shift.goesBack()) {
            return shift.stage() != LifecycleStage.CLEAN_UP || situation.greenLeft() + situation.othersLeft() == 0;
        }
        return switch (shift.stage()) {
            case RECONCILE_SERVICE -> situation.othersLeft() == 0;
            case PRE_SCALE_UP, TEST_TRAFFIC_SHIFT, POST_TEST_TRAFFIC_SHIFT, POST_PRODUCTION_TRAFFIC_SHIFT -> true;
            case SCALE_UP, POST_SCALE_UP, PRE_PRODUCTION_TRAFFIC_SHIFT, PRODUCTION_TRAFFIC_SHIFT, BAKE_TIME ->
                situation.greenReady();
            case CLEAN_UP -> situation.blueLeft() + situation.othersLeft() == 0;
        };
    }

    /// When the waiting that belongs to the stage of `shift` is over.
    ///
    /// @param hasBlue whether there is a revision that traffic comes from
    /// @param minute how long a minute of the strategy's is
    public static Instant waitedFor(TrafficShift shift, ShiftStrategy strategy, boolean hasBlue, Duration minute) {
        return shift.enteredAt().plus(wait(shift, strategy, hasBlue, minute));
    }

    private Instant waitedFor() {
        return shift.enteredAt().plus(waiting());
    }

    private Duration waiting() {
        return wait(shift, situation.strategy(), situation.hasBlue(), situation.minute());
    }

    private static Duration wait(TrafficShift shift, ShiftStrategy strategy, boolean hasBlue, Duration minute) {
        if (shift.goesBack()) {
            return Duration.ZERO;
        }
        return switch (shift.stage()) {
            case PRODUCTION_TRAFFIC_SHIFT ->
                lastStep(shift, strategy, hasBlue) ? Duration.ZERO : minute.multipliedBy(strategy.stepBakeMinutes());
            case BAKE_TIME -> minute.multipliedBy(strategy.bakeMinutes());
            case RECONCILE_SERVICE,
                    PRE_SCALE_UP,
                    SCALE_UP,
                    POST_SCALE_UP,
                    TEST_TRAFFIC_SHIFT,
                    POST_TEST_TRAFFIC_SHIFT,
                    PRE_PRODUCTION_TRAFFIC_SHIFT,
                    POST_PRODUCTION_TRAFFIC_SHIFT,
                    CLEAN_UP -> Duration.ZERO;
        };
    }

    private ShiftStep onwards() {
        return shift.goesBack() ? back() : forth();
    }

    private ShiftStep forth() {
        int production = shift.productionTenths();
        int test = shift.testTenths();
        return switch (shift.stage()) {
            case RECONCILE_SERVICE -> enter(LifecycleStage.PRE_SCALE_UP);
            case PRE_SCALE_UP -> enter(LifecycleStage.SCALE_UP);
            case SCALE_UP -> enter(LifecycleStage.POST_SCALE_UP);
            case POST_SCALE_UP ->
                new Enter(LifecycleStage.TEST_TRAFFIC_SHIFT, shift.step(), production, ShiftStrategy.WHOLE);
            case TEST_TRAFFIC_SHIFT -> enter(LifecycleStage.POST_TEST_TRAFFIC_SHIFT);
            case POST_TEST_TRAFFIC_SHIFT -> enter(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT);
            case PRE_PRODUCTION_TRAFFIC_SHIFT ->
                new Enter(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, shift.step(), steps().get(shift.step()), test);
            case PRODUCTION_TRAFFIC_SHIFT ->
                lastStep()
                        ? enter(LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT)
                        : new Enter(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, shift.step() + 1, production, test);
            case POST_PRODUCTION_TRAFFIC_SHIFT -> enter(LifecycleStage.BAKE_TIME);
            case BAKE_TIME -> enter(LifecycleStage.CLEAN_UP);
            case CLEAN_UP -> new Finish(End.SUCCESSFUL, null);
        };
    }

    private ShiftStep enter(LifecycleStage stage) {
        return new Enter(stage, shift.step(), shift.productionTenths(), shift.testTenths());
    }

    private ShiftStep back() {
        TrafficShift.Retreat retreat = Objects.requireNonNull(shift.retreat());
        return switch (shift.stage()) {
            case PRODUCTION_TRAFFIC_SHIFT ->
                enter(retreat.test() ? LifecycleStage.TEST_TRAFFIC_SHIFT : LifecycleStage.CLEAN_UP);
            case CLEAN_UP -> new Finish(End.ROLLED_BACK, retreat.reason());
            case TEST_TRAFFIC_SHIFT,
                    RECONCILE_SERVICE,
                    PRE_SCALE_UP,
                    SCALE_UP,
                    POST_SCALE_UP,
                    POST_TEST_TRAFFIC_SHIFT,
                    PRE_PRODUCTION_TRAFFIC_SHIFT,
                    POST_PRODUCTION_TRAFFIC_SHIFT,
                    BAKE_TIME -> enter(LifecycleStage.CLEAN_UP);
        };
    }

    private ShiftStep turnBack(String reason) {
        if (!situation.hasBlue()) {
            return new Finish(End.STRANDED, ShiftWording.NO_CANDIDATE);
        }
        if (shift.productionTenths() > 0) {
            return new TurnBack(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, reason);
        }
        return new TurnBack(
                shift.testTenths() > 0 ? LifecycleStage.TEST_TRAFFIC_SHIFT : LifecycleStage.CLEAN_UP, reason);
    }

    private Instant limit() {
        Instant stage = shift.enteredAt().plus(stageLimit());
        Instant whole = shift.startedAt().plus(LIMIT);
        return whole.isBefore(stage) ? whole : stage;
    }

    private Duration stageLimit() {
        boolean paused = shift.hooks().stream().anyMatch(run -> hook(run).targetType() == TargetType.PAUSE);
        if (paused) {
            return PAUSE_LIMIT;
        }
        return shift.stage() == LifecycleStage.BAKE_TIME ? STAGE_LIMIT.plus(waiting()) : STAGE_LIMIT;
    }

    private String tooLong() {
        return now.isBefore(shift.startedAt().plus(LIMIT))
                ? ShiftWording.stageTooLong(shift.stage(), stageLimit().toHours())
                : ShiftWording.deploymentTooLong(LIMIT.toDays());
    }

    /// When time alone changes something.
    private @Nullable Instant until() {
        Instant until = shift.stage() == LifecycleStage.CLEAN_UP ? null : limit();
        if (now.isBefore(waitedFor())) {
            until = earlier(until, waitedFor());
        }
        for (HookRun run : shift.hooks()) {
            if (run.open()) {
                until = earlier(until, run.expiresAt());
                until = earlier(until, run.nextCallAt());
            }
        }
        return until;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    private boolean lastStep() {
        return lastStep(shift, situation.strategy(), situation.hasBlue());
    }

    private static boolean lastStep(TrafficShift shift, ShiftStrategy strategy, boolean hasBlue) {
        return shift.step() >= steps(strategy, hasBlue).size() - 1;
    }

    private List<Integer> steps() {
        return steps(situation.strategy(), situation.hasBlue());
    }

    private static List<Integer> steps(ShiftStrategy strategy, boolean hasBlue) {
        return hasBlue ? strategy.steps() : List.of(ShiftStrategy.WHOLE);
    }

    private LifecycleHook hook(HookRun run) {
        return situation.strategy().hooks().get(run.hook());
    }

    private static String target(LifecycleHook hook) {
        return Objects.requireNonNullElse(hook.target(), "");
    }
}
