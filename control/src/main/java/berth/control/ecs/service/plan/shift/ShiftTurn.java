package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ShiftStrategy;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.model.TrafficShift.End;
import berth.control.ecs.service.model.TrafficShift.Retreat;
import berth.control.ecs.service.model.TrafficShift.Side;
import berth.control.ecs.service.plan.DeploymentStrategy.Outcome;
import berth.control.ecs.service.plan.DeploymentStrategy.Scene;
import berth.control.ecs.service.plan.DeploymentStrategy.Turn;
import berth.control.ecs.service.plan.Failure;
import berth.control.ecs.service.plan.Failure.Kind;
import berth.control.ecs.service.plan.Step;
import berth.control.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One turn of a deployment that shifts traffic: what [ShiftPlanner] decides, with the tasks, listener rules
/// and rows that follow from it, in one commit. Lives for one decision.
public final class ShiftTurn {
    private final Scene scene;
    private final Duration minute;
    private final Instant now;
    private final List<Deployment> deployments;
    private final ShiftStrategy strategy;
    private final Deployment green;
    private final @Nullable Deployment blue;
    private final Traffic traffic;
    private ServiceDeployment running;
    private TrafficShift shift;
    private @Nullable Failure givenUp;
    private @Nullable Instant lookAgain;

    /// @param minute how long a minute of the strategy's is
    public ShiftTurn(Scene scene, ServiceDeployment running, Duration minute) {
        this.scene = scene;
        this.running = running;
        this.minute = minute;
        this.now = scene.context().now();
        this.deployments = scene.service().status().deployments();
        this.strategy = ShiftStrategy.of(running.configuration());
        TrafficShift known = running.shift();
        Deployment deployed = known == null ? null : deployment(known.green());
        this.green = deployed == null ? scene.primary() : deployed;
        this.blue = known == null
                ? Sides.serving(scene.state(), deployments.subList(1, deployments.size()))
                : known.blue() == null ? null : deployment(known.blue());
        this.traffic = new Traffic(scene.state(), green.workload());
        this.shift = known == null ? begun(scene, strategy, green, blue, minute) : known;
    }

    public Turn turn() {
        Sides sides = Sides.of(shift, deployments, scene.situation(), running.configuration());
        if (running.shift() == null) {
            begin();
        } else if (shift.end() == End.UNDECIDED) {
            take(ShiftPlanner.next(situation(sides)));
        }
        running = running.with(shift, now);
        boolean greenIsGivenUp = shift.goesBack() || shift.end() == End.STRANDED;
        Step step = sides.step(wanted(sides), greenIsGivenUp);
        return new Turn(step, running, shares(), List.of(), lookAgain, outcome(step));
    }

    private Wanted wanted(Sides sides) {
        return Wanted.of(shift, scene.service().spec().desiredCount(), sides.greenLive());
    }

    private Outcome outcome(Step step) {
        if (givenUp != null) {
            return new Outcome.Failed(givenUp);
        }
        boolean over = shift.end() == End.SUCCESSFUL || shift.end() == End.ROLLED_BACK;
        return over && step.steady() ? new Outcome.Steady() : new Outcome.GoesOn();
    }

    /// Whether there is a revision to go back to: the one that was completed last, if it still serves.
    private boolean mayGoBack() {
        boolean wanted = scene.failure() == null || scene.failure().rollback();
        return wanted
                && blue != null
                && blue.revision().equals(scene.service().status().completed());
    }

    /// The first stage, or the way back at once where the load balancer does not allow a shift.
    private void begin() {
        String trouble = traffic.trouble(!sharesAreLeftOver());
        if (trouble != null) {
            String reason = ShiftWording.networking(trouble);
            take(
                    !mayGoBack()
                            ? new ShiftStep.Finish(End.STRANDED, reason)
                            : new ShiftStep.TurnBack(LifecycleStage.CLEAN_UP, reason));
        }
    }

    /// Whether the weights are those of the deployment before this one, which did not get to its end.
    private boolean sharesAreLeftOver() {
        ServiceDeployment before = ServiceViews.deployment(scene.state(), running.service(), running.after());
        return before != null && before.shift() != null && before.shift().leavesShares();
    }

    private static TrafficShift begun(
            Scene scene, ShiftStrategy strategy, Deployment green, @Nullable Deployment blue, Duration minute) {
        Instant now = scene.context().now();
        Side other = blue == null ? null : side(blue);
        TrafficShift first = TrafficShift.begun(side(green), other, LifecycleStage.PRE_SCALE_UP, List.of(), now);
        int others = Sides.of(
                        first,
                        scene.service().status().deployments(),
                        scene.situation(),
                        DeploymentConfiguration.DEFAULT)
                .othersLeft();
        LifecycleStage stage = ShiftPlanner.first(others);
        List<HookRun> runs =
                HookRuns.of(strategy, stage, minute, scene.context().ids(), now);
        return TrafficShift.begun(side(green), other, stage, runs, now);
    }

    private ShiftSituation situation(Sides sides) {
        return new ShiftSituation(
                strategy,
                shift,
                mayGoBack(),
                scene.service().spec().desiredCount(),
                sides.healthyGreen(),
                sides.left(sides.greenAt()),
                sides.blueAt() < 0 ? 0 : sides.left(sides.blueAt()),
                sides.othersToGo(wanted(sides)),
                failure(),
                minute,
                now);
    }

    private @Nullable String failure() {
        if (scene.failure() != null) {
            return scene.failure().statusReason();
        }
        String trouble = traffic.trouble(false);
        return trouble == null ? null : ShiftWording.networking(trouble);
    }

    private void take(ShiftStep step) {
        switch (step) {
            case ShiftStep.Stay(var until) -> lookAgain = until;
            case ShiftStep.Hooks(var runs) -> shift = shift.with(runs);
            case ShiftStep.Enter to ->
                shift = shift.entered(
                        to.stage(), to.step(), to.productionTenths(), to.testTenths(), runs(to.stage()), now);
            case ShiftStep.TurnBack back -> turnBack(back.stage(), back.reason());
            case ShiftStep.Finish over -> finish(over.end(), over.reason());
        }
    }

    private void turnBack(LifecycleStage stage, String reason) {
        shift = shift.turned(new Retreat(reason, now, shift.productionTenths() > 0, shift.testTenths() > 0))
                .entered(stage, shift.step(), 0, 0, runs(stage), now);
        givenUp = failed(reason);
    }

    private void finish(End end, @Nullable String reason) {
        shift = shift.ended(end);
        givenUp = switch (end) {
            case UNDECIDED, SUCCESSFUL, ROLLED_BACK -> null;
            case STRANDED -> stranded(failed(Objects.requireNonNullElse(reason, "")));
        };
    }

    /// It stays where it is, even if there once was a revision that was completed: nothing of that serves any more.
    private Failure stranded(Failure why) {
        boolean nothingWasEverCompleted = scene.service().status().completed() == null;
        return nothingWasEverCompleted
                ? why
                : new Failure(why.kind(), false, why.rolloutReason(), why.event(), why.statusReason());
    }

    private Failure failed(String reason) {
        Failure known = scene.failure();
        return known == null ? new Failure(Kind.LIFECYCLE, true, reason, reason, reason) : known;
    }

    /// The weights, written again at every look in which something else may have changed them.
    private List<Change> shares() {
        Retreat retreat = shift.retreat();
        boolean untouched = retreat != null && !retreat.production() && !retreat.test();
        return shift.end() == End.UNDECIDED && !untouched
                ? traffic.shares(shift.productionTenths(), shift.testTenths(), blue != null)
                : List.of();
    }

    private List<HookRun> runs(LifecycleStage stage) {
        return HookRuns.of(strategy, stage, minute, scene.context().ids(), now);
    }

    private @Nullable Deployment deployment(Side side) {
        return deployments.stream()
                .filter(one -> one.id().equals(side.deployment()))
                .findFirst()
                .orElse(null);
    }

    private static Side side(Deployment deployment) {
        return new Side(deployment.id(), deployment.revision());
    }
}
