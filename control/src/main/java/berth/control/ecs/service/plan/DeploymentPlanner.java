package berth.control.ecs.service.plan;

import berth.control.ecs.service.plan.Copy.Phase;
import berth.control.ecs.service.plan.Step.Stop;
import berth.control.ecs.service.plan.Step.Why;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Decides one step of a rolling update, which is also how a service keeps its count: a rollout without old tasks.
///
/// **Rule.** Of the desired count D, `lower = ceil(D * minimumHealthyPercent / 100)` healthy tasks must be left,
/// and there may be at most `upper = floor(D * maximumPercent / 100)` tasks of all deployments together, those
/// that are being stopped included.
/// 1. Start `min(D - new, upper - all)` tasks of the newest revision, where `new` leaves out unhealthy ones.
/// 2. If tasks of the revision that is being replaced were lost and healthy ones lack, replace them with their
///    own revision in the room that is left.
/// 3. Stop old tasks while `healthy - 1 >= lower`: unhealthy ones and those that don't run first, then those of the
///    oldest deployment.
/// 4. Stop new tasks beyond D, in the order of [ScaleIn].
/// 5. Stop unhealthy new tasks once their replacements are healthy, or one at a time where there is no room for a
///    replacement.
/// 6. A protected task is stopped for its health only; it counts in all of the above, so that it can hold a deployment
///    up. Those that would have to go are named.
/// 7. A task on a DRAINING container instance counts as old, whatever its revision; one that doesn't run yet goes at
///    once.
/// 8. With D healthy new tasks and nothing else left, the service is steady.
///
/// **Example.** D = 4, 50 %, 100 %: lower = 2, upper = 4. Four old tasks are healthy. There is no room to start
/// (4 - 4 = 0), but two may go (4 - 1 >= 2, 3 - 1 >= 2, 2 - 1 < 2). When they are STOPPED there is room for two
/// new ones; when those are healthy, the two last old ones go, and two more new ones come. With 100 % and 200 %:
/// lower = 4, upper = 8: four new ones start, and with each that gets healthy one old one goes. With 100 % and
/// 125 % of D = 3, lower = upper = 3: nothing can move, and the step says that it is stuck. With 100 % and 150 % of
/// D = 2 and both old tasks protected: one new task starts (3 - 2), no old one may go, and there it stays until a
/// protection ends.
///
/// D = 2 at 100 % and 200 %, both new and healthy, and the instance of one starts to drain: one task is started, and
/// when that is healthy, the one on the draining instance goes. At 100 % and 100 % nothing can move: stuck, as in ECS.
///
/// ECS: rolling update; tasks that are stopping count towards the upper bound, as the guide says and the API
/// reference does not ([#STOPPING_COUNTS]).
public final class DeploymentPlanner {
    /// Whether a task that is being stopped still counts towards the upper bound.
    static final boolean STOPPING_COUNTS = true;

    private static final Comparator<Copy> OLD_FIRST = Comparator.comparing(Copy::phase)
            .thenComparing(Copy::deployment, Comparator.reverseOrder())
            .thenComparing(Copy::createdAt)
            .thenComparing(Copy::id);

    private final Situation situation;
    private final List<Copy> starting;
    private final List<Copy> settling;
    private final List<Copy> healthy;
    private final List<Copy> unhealthy;
    private final List<Copy> stopping;
    private final List<Copy> old;
    private final List<Stop> stops = new ArrayList<>();
    private final List<Copy> held = new ArrayList<>();
    private int healthyLeft;
    private int room;
    private int started;

    private DeploymentPlanner(Situation situation) {
        this.situation = situation;
        this.stopping = in(situation, true, Phase.STOPPING);
        this.starting = in(situation, false, Phase.STARTING);
        this.settling = in(situation, false, Phase.SETTLING);
        this.healthy = in(situation, false, Phase.HEALTHY);
        this.unhealthy = in(situation, false, Phase.UNHEALTHY);
        this.old = situation.copies().stream()
                .filter(copy -> !copy.isNew() && copy.phase() != Phase.STOPPING)
                .sorted(OLD_FIRST)
                .toList();
        this.healthyLeft = healthy.size()
                + (int) old.stream()
                        .filter(copy -> copy.phase() == Phase.HEALTHY)
                        .count();
        int counted = situation.copies().size() - (STOPPING_COUNTS ? 0 : stopping.size());
        this.room = situation.upper() - counted;
    }

    public static Step plan(Situation situation) {
        return new DeploymentPlanner(situation).step();
    }

    private Step step() {
        int start = start();
        int restart = restart();
        stopOld();
        stopSurplus();
        stopUnhealthy();
        boolean moving = start + restart + stops.size() + stopping.size() + starting.size() + settling.size() > 0
                || old.stream().anyMatch(copy -> copy.phase() == Phase.STARTING || copy.phase() == Phase.SETTLING);
        boolean stuck = !moving
                && !old.isEmpty()
                && held.isEmpty()
                && lacking() > 0
                && situation.mayStart()
                && situation.placeable();
        boolean steady = healthy.size() == situation.desired()
                && situation.copies().size() == situation.desired()
                && stops.isEmpty();
        return new Step(start, restart, stops, held, stuck, steady);
    }

    private int start() {
        int count = situation.mayStart() ? Math.clamp(Math.min(lacking(), room), 0, Integer.MAX_VALUE) : 0;
        room -= count;
        started = count;
        return count;
    }

    /// New tasks that are still wanted.
    private int lacking() {
        return situation.desired() - good();
    }

    private int good() {
        return starting.size() + settling.size() + healthy.size();
    }

    private int restart() {
        if (situation.source() < 0) {
            return 0;
        }
        int left = (int) old.stream()
                .filter(copy -> copy.deployment() == situation.source())
                .count();
        int lost = situation.keep() - left;
        int needed = situation.lower() - healthy.size() - old.size();
        int count = Math.clamp(Math.min(Math.min(lost, needed), room), 0, Integer.MAX_VALUE);
        room -= count;
        return count;
    }

    private void stopOld() {
        for (Copy copy : old) {
            if (!mayStopOld(copy)) {
                continue;
            }
            if (copy.guarded() && copy.phase() != Phase.UNHEALTHY) {
                held.add(copy);
            } else {
                stop(copy, why(copy));
            }
        }
    }

    private static Why why(Copy copy) {
        if (copy.phase() == Phase.UNHEALTHY) {
            return Why.UNHEALTHY;
        }
        return copy.leaving() ? Why.DRAINING : Why.SCALING;
    }

    private boolean mayStopOld(Copy copy) {
        return switch (copy.phase()) {
            case HEALTHY -> healthyLeft - 1 >= situation.lower();
            // It serves already, or is about to replace a lost one: it goes when it isn't needed.
            case SETTLING -> healthyLeft >= situation.lower();
            case STARTING ->
                copy.leaving() || copy.deployment() != situation.source() || healthyLeft >= situation.lower();
            case UNHEALTHY -> healthyLeft >= situation.lower() || oneMustGo();
            case STOPPING -> false;
        };
    }

    /// A stop makes room where nothing else does.
    private boolean oneMustGo() {
        return lacking() > 0
                && (room <= 0 && started == 0 || !situation.placeable())
                && stopping.isEmpty()
                && stops.isEmpty()
                && starting.isEmpty()
                && settling.isEmpty();
    }

    private void stopSurplus() {
        int surplus = good() - situation.desired();
        if (surplus <= 0) {
            return;
        }
        List<Copy> candidates = new ArrayList<>(starting);
        candidates.addAll(settling);
        candidates.addAll(healthy);
        List<Copy> chosen = ScaleIn.choose(candidates, surplus, situation.strategy());
        if (chosen.size() < surplus) {
            candidates.stream().filter(Copy::guarded).forEach(held::add);
        }
        int settlingLeft = settling.size();
        for (Copy copy : chosen) {
            boolean settles = copy.phase() == Phase.SETTLING;
            boolean enough = switch (copy.phase()) {
                case HEALTHY -> healthyLeft - 1 >= situation.lower();
                // It runs, and the one that is left for it may be protected and not run yet.
                case SETTLING -> healthyLeft + settlingLeft - 1 >= situation.lower();
                case STARTING, UNHEALTHY, STOPPING -> true;
            };
            if (enough) {
                stop(copy, Why.SCALING);
                settlingLeft -= settles ? 1 : 0;
            }
        }
    }

    private void stopUnhealthy() {
        boolean replacing = !starting.isEmpty() || !settling.isEmpty();
        int surplus = unhealthy.size() - Math.max(0, lacking());
        for (Copy copy : unhealthy) {
            boolean replaced = healthy.size() >= situation.desired();
            boolean tooMany = !replacing && surplus-- > 0;
            if (replaced || tooMany || oneMustGo()) {
                stop(copy, Why.UNHEALTHY);
            }
        }
    }

    private void stop(Copy copy, Why why) {
        stops.add(new Stop(copy, why));
        if (copy.phase() == Phase.HEALTHY) {
            healthyLeft--;
        }
    }

    private static List<Copy> in(Situation situation, boolean ofAll, Phase phase) {
        return situation.copies().stream()
                .filter(copy -> copy.phase() == phase && (ofAll || copy.isNew()))
                .toList();
    }
}
