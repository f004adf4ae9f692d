package berth.control.ecs.service.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a BLUE_GREEN, LINEAR or CANARY deployment is.
///
/// @param green the side that is deployed
/// @param blue the side that serves, or null where there is none
/// @param stage where it is; on the way back PRODUCTION_TRAFFIC_SHIFT and TEST_TRAFFIC_SHIFT are gone through
///     again
/// @param step which traffic step is next or under way, from 0
/// @param productionTenths green's share of the production traffic, in tenths of a percent
/// @param testTenths green's share of the test traffic, in tenths of a percent
/// @param startedAt when the first stage began
/// @param enteredAt when this stage, or this traffic step, began
/// @param hooks those of this stage
/// @param retreat set from the moment on at which it was decided to go back
/// @param end what it came to; UNDECIDED while it goes on
public record TrafficShift(
        Side green,
        @Nullable Side blue,
        LifecycleStage stage,
        int step,
        int productionTenths,
        int testTenths,
        Instant startedAt,
        Instant enteredAt,
        List<HookRun> hooks,
        @Nullable Retreat retreat,
        End end) {
    public TrafficShift {
        hooks = List.copyOf(hooks);
    }

    /// One that begins with `stage`.
    public static TrafficShift begun(
            Side green, @Nullable Side blue, LifecycleStage stage, List<HookRun> hooks, Instant now) {
        return new TrafficShift(green, blue, stage, 0, 0, 0, now, now, hooks, null, End.UNDECIDED);
    }

    public boolean goesBack() {
        return retreat != null;
    }

    /// It goes on to another stage or traffic step.
    public TrafficShift entered(
            LifecycleStage next, int atStep, int production, int test, List<HookRun> runs, Instant now) {
        return new TrafficShift(green, blue, next, atStep, production, test, startedAt, now, runs, retreat, end);
    }

    /// It turns back from here.
    public TrafficShift turned(Retreat why) {
        return new TrafficShift(
                green, blue, stage, step, productionTenths, testTenths, startedAt, enteredAt, hooks, why, end);
    }

    public TrafficShift with(List<HookRun> runs) {
        return new TrafficShift(
                green, blue, stage, step, productionTenths, testTenths, startedAt, enteredAt, runs, retreat, end);
    }

    /// The same with one hook's run replaced.
    public TrafficShift with(HookRun run) {
        List<HookRun> runs = new ArrayList<>(hooks);
        runs.replaceAll(other -> other.id().equals(run.id()) ? run : other);
        return with(runs);
    }

    public TrafficShift ended(End how) {
        return new TrafficShift(
                green, blue, stage, step, productionTenths, testTenths, startedAt, enteredAt, hooks, retreat, how);
    }

    /// Whether a deployment of the service is one of its sides while it goes on, tasks or not.
    public boolean holds(String deployment) {
        return end == End.UNDECIDED
                && (green.deployment().equals(deployment)
                        || blue != null && blue.deployment().equals(deployment));
    }

    /// Whether traffic may be shared out between the sides with nobody to shift it on: the deployment was replaced on
    /// its
    /// way, or failed there without a way back.
    public boolean leavesShares() {
        return end == End.UNDECIDED || end == End.STRANDED && (productionTenths > 0 || testTenths > 0);
    }

    /// @param deployment id of the deployment whose tasks it has, `ecs-svc/` and digits
    /// @param revision id of the service revision that it rolled out
    public record Side(String deployment, String revision) {}

    /// @param reason the statusReason of the service deployment
    /// @param production whether production traffic was shifted before
    /// @param test whether test traffic was shifted before
    public record Retreat(String reason, Instant at, boolean production, boolean test) {}

    /// What it came to.
    public enum End {
        UNDECIDED,
        /// Green serves alone.
        SUCCESSFUL,
        /// Blue serves alone again.
        ROLLED_BACK,
        /// It failed, and there was no revision to go back to.
        STRANDED
    }
}
