package berth.control.ecs.service.plan;

import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import java.time.Instant;

/// ROLLING: tasks are replaced a few at a time, as [DeploymentPlanner] says, and those of DAEMON services host by host,
/// as [DaemonPlanner] does.
///
/// **Rule.** A failure gives the deployment up at once. One that FAILED starts nothing more and takes nothing more
/// away:
/// what serves goes on serving, and lost tasks of the revision before are replaced up to the lower bound. When
/// everything is as wanted the bake time begins, if there is one; after it the deployment is done.
///
/// **Example.** A bake time of 2 minutes and steady at 12:00:00: COMPLETED at 12:02:00. If an alarm goes off at
/// 12:01:00, it goes back, with all its tasks healthy.
public record RollingStrategy() implements DeploymentStrategy {

    @Override
    public Turn turn(Scene scene) {
        Deployment primary = scene.primary();
        if (scene.failure() != null) {
            return Turn.of(Step.NOTHING, new Outcome.Failed(scene.failure()));
        }
        Step step = switch (scene.service().spec().scheduling().strategy()) {
            case REPLICA -> DeploymentPlanner.plan(scene.situation());
            case DAEMON -> DaemonPlanner.plan(scene.situation(), DaemonFleet.of(scene.state(), scene.service()));
        };
        return switch (primary.rollout()) {
            case FAILED -> Turn.of(step.upkeep(), new Outcome.GoesOn());
            case IN_PROGRESS, COMPLETED -> Turn.of(step, outcome(step, scene));
        };
    }

    private static Outcome outcome(Step step, Scene scene) {
        boolean steady = step.steady() && scene.service().status().deployments().size() == 1;
        if (!steady) {
            return new Outcome.GoesOn();
        }
        if (scene.primary().rollout() == Rollout.IN_PROGRESS && scene.bake().isPositive()) {
            Instant since = scene.primary().monitor().bakingSince();
            Instant now = scene.context().now();
            Instant until = (since == null ? now : since).plus(scene.bake());
            // A clock that was put back must not make it bake for longer than it should.
            boolean bakes = now.isBefore(until) && (since == null || !now.isBefore(since.minus(scene.bake())));
            return bakes ? new Outcome.Bakes(until) : new Outcome.Steady();
        }
        return new Outcome.Steady();
    }
}
