package berth.control.ecs.service.plan;

import berth.control.ecs.service.plan.Copy.Phase;
import berth.control.ecs.service.plan.Step.Stop;
import berth.control.ecs.service.plan.Step.Why;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Decides one step of a DAEMON service: one task on each of its hosts, and never two.
///
/// **Rule.** Of the number of hosts D, `lower = ceil(D * minimumHealthyPercent / 100)` healthy tasks must be left.
/// 1. Start one where a host has none at all, not even one that is still stopping.
/// 2. Stop the tasks of older revisions, which makes room for the new ones: those that are not healthy at once, a
///    healthy one while `healthy - 1 >= lower`.
/// 3. Stop unhealthy tasks, to start them anew.
/// 4. Stop those on hosts that are none of the service's any more; on a DRAINING instance when no task of a REPLICA
///    service is left there.
/// 5. A protected task is stopped for its health only.
/// 6. With a healthy new task on each host and nothing else left, the service is steady.
///
/// **Example.** Hosts a, b, c and d, 50 %: lower = 2. Four old tasks are healthy: those of a and b are stopped (4 - 1
/// >= 2, 3 - 1 >= 2). When they are STOPPED, new ones start on a and b; when these are healthy, the old ones of c and d
/// go. At 0 %, which is the default, all four go at once. A fifth host joins: it gets a task of the new revision. The
/// instance on b starts to drain with two tasks of a web service: b's daemon stays until both are gone, then it is
/// stopped, and nothing takes its place.
///
/// ECS: stop first, then start, since there is never more than one on an instance: maximumPercent is 100.
public final class DaemonPlanner {
    private static final Comparator<Copy> OLD_FIRST = Comparator.comparing(Copy::phase)
            .thenComparing(Copy::deployment, Comparator.reverseOrder())
            .thenComparing(Copy::createdAt)
            .thenComparing(Copy::id);

    private final Situation situation;
    private final DaemonFleet fleet;
    private final List<Stop> stops = new ArrayList<>();
    private final List<Copy> held = new ArrayList<>();
    private int healthyLeft;

    private DaemonPlanner(Situation situation, DaemonFleet fleet) {
        this.situation = situation;
        this.fleet = fleet;
        this.healthyLeft = (int) situation.copies().stream()
                .filter(copy -> copy.phase() == Phase.HEALTHY && wanted(copy))
                .count();
    }

    public static Step plan(Situation situation, DaemonFleet fleet) {
        return new DaemonPlanner(situation, fleet).step();
    }

    private Step step() {
        List<String> starts = starts();
        TreeSet<String> served = new TreeSet<>();
        situation.copies().stream()
                .filter(copy -> copy.phase() != Phase.STOPPING)
                .sorted(OLD_FIRST.reversed())
                .filter(copy -> !stays(copy, served))
                .sorted(OLD_FIRST)
                .forEach(this::stop);
        boolean moving = !starts.isEmpty()
                || !stops.isEmpty()
                || situation.copies().stream().anyMatch(copy -> switch (copy.phase()) {
                    case STARTING, SETTLING, STOPPING -> true;
                    case HEALTHY, UNHEALTHY -> false;
                });
        boolean old = situation.copies().stream().anyMatch(copy -> wanted(copy) && copy.deployment() > 0);
        boolean steady = stops.isEmpty()
                && situation.copies().size() == fleet.hosts().size()
                && situation.copies().stream()
                        .allMatch(copy -> copy.phase() == Phase.HEALTHY && copy.deployment() == 0 && wanted(copy))
                && starts.isEmpty();
        boolean stuck = old && !moving && held.isEmpty() && situation.mayStart();
        return new Step(starts.size(), 0, stops, held, stuck, steady, starts);
    }

    private List<String> starts() {
        TreeSet<String> taken = new TreeSet<>();
        situation.copies().forEach(copy -> taken.add(copy.host()));
        return situation.mayStart()
                ? fleet.hosts().stream().filter(host -> !taken.contains(host)).toList()
                : List.of();
    }

    private boolean wanted(Copy copy) {
        return fleet.hosts().contains(copy.host());
    }

    /// Whether it is the one of its host, of the newest revision, and not known to be unhealthy.
    private boolean stays(Copy copy, TreeSet<String> served) {
        return wanted(copy) && copy.deployment() == 0 && copy.phase() != Phase.UNHEALTHY && served.add(copy.host());
    }

    private void stop(Copy copy) {
        if (!mayGo(copy)) {
            return;
        }
        boolean healthy = copy.phase() == Phase.HEALTHY && wanted(copy);
        if (copy.guarded() && copy.phase() != Phase.UNHEALTHY) {
            held.add(copy);
        } else {
            stops.add(new Stop(copy, why(copy)));
            healthyLeft -= healthy ? 1 : 0;
        }
    }

    private boolean mayGo(Copy copy) {
        if (!wanted(copy)) {
            return !fleet.busy().contains(copy.host());
        }
        return switch (copy.phase()) {
            case HEALTHY -> copy.deployment() == 0 || healthyLeft - 1 >= situation.lower();
            case UNHEALTHY, STARTING, SETTLING -> true;
            case STOPPING -> false;
        };
    }

    private Why why(Copy copy) {
        if (copy.phase() == Phase.UNHEALTHY) {
            return Why.UNHEALTHY;
        }
        return fleet.draining().contains(copy.host()) ? Why.DRAINING : Why.SCALING;
    }
}
