package berth.control.ecs.service.plan;

import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.Pace;
import berth.control.ecs.service.model.Service;
import java.time.Duration;
import java.util.List;

/// How long a task that nobody checks must be RUNNING before it counts as healthy.
///
/// **Rule.** As long as the installation says, but at least ten seconds
/// 1. after tasks ended within ten seconds of RUNNING, and
/// 2. while a circuit breaker watches a deployment that replaces another by a revision that was not completed before:
///    whoever switched it on wants no task that serves to be given up for one that ends at once.
///
/// A first deployment has nothing to give up, and one that goes back to the completed revision has proved itself.
///
/// **Example.** D = 4, relaxed (1 s), the breaker on; the new program ends two seconds after its start. By 1. alone all
/// four new tasks would count as healthy after one second, and all four old ones would be stopped for them. With 2. the
/// four end before their ten seconds are over: that is the threshold, and the old ones were never touched.
///
/// ECS: 40 s, always; with `--strict` so here.
public final class Probation {
    private Probation() {}

    /// @param deployments newest first
    /// @param pace of its newest tasks, counted to now
    /// @param wanted what the installation says
    public static Duration of(Service service, List<Deployment> deployments, Pace pace, Duration wanted) {
        Deployment primary = deployments.getFirst();
        boolean watched = service.spec().deployment().circuitBreaker().enable()
                && deployments.size() > 1
                && primary.rollout() == Rollout.IN_PROGRESS
                && !primary.revision().equals(service.status().completed());
        boolean careful = watched || pace.crashes() > 0;
        return careful && wanted.compareTo(Pacing.CRASH) < 0 ? Pacing.CRASH : wanted;
    }
}
