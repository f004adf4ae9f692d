package berth.control.explain;

import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.DeploymentConfiguration.Alarms;
import berth.control.ecs.service.model.DeploymentConfiguration.CircuitBreaker;
import berth.control.ecs.service.model.DeploymentConfiguration.Strategy;
import berth.control.ecs.service.model.Monitor.AlarmWatch;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Rollback;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.model.TrafficShift.End;
import berth.control.ecs.service.plan.Copy.Phase;
import berth.control.ecs.service.plan.Failure;
import berth.control.ecs.service.plan.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells of the newest service deployment of a service: how far it is, what its bounds leave it to do, and when its
/// circuit breaker or its alarms would give it up.
final class DeploymentStory {
    private final Service service;
    private final @Nullable ServiceDeployment running;
    private final Situation situation;
    private final Duration minute;
    private final Instant now;
    private final List<String> lines = new ArrayList<>();

    /// @param minute how long a minute of its configuration is
    DeploymentStory(
            Service service, @Nullable ServiceDeployment running, Situation situation, Duration minute, Instant now) {
        this.service = service;
        this.running = running;
        this.situation = situation;
        this.minute = minute;
        this.now = now;
    }

    List<String> tell() {
        Deployment primary = service.status().primary();
        if (running != null && !running.status().terminal()) {
            how(running);
        } else if (running != null && running.statusReason() != null) {
            lines.add("The last service deployment, %s, is %s: %s"
                    .formatted(running.id(), running.status(), running.statusReason()));
        }
        if (primary.rollout() == Rollout.IN_PROGRESS) {
            watched(primary);
        }
        return List.copyOf(lines);
    }

    private void how(ServiceDeployment running) {
        Strategy strategy = running.configuration().strategy();
        Instant since = running.times().startedAt();
        lines.add("Service deployment %s, %s, is %s%s.%s"
                .formatted(
                        running.id(),
                        strategy,
                        running.status(),
                        since == null ? "" : " since " + Words.ago(since, now),
                        running.statusReason() == null ? "" : " " + running.statusReason()));
        Rollback rollback = running.rollback();
        if (rollback != null) {
            lines.add("It goes back to service revision %s since %s."
                    .formatted(rollback.revision(), Words.ago(rollback.startedAt(), now)));
        }
        TrafficShift shift = running.shift();
        if (shift != null && shift.end() == End.UNDECIDED) {
            lines.addAll(new ShiftStory(service, running, shift, situation, minute, now).tell());
        } else if (strategy == Strategy.ROLLING) {
            rolling(service.status().primary());
        }
    }

    /// What the bounds leave a rolling update to do.
    private void rolling(Deployment primary) {
        long healthy = count(Phase.HEALTHY, null);
        long renewed = count(Phase.HEALTHY, 0);
        int all = situation.copies().size();
        long older = situation.copies().stream()
                .filter(copy -> !copy.isNew() && copy.phase() != Phase.STOPPING)
                .count();
        if (older > 0) {
            lines.add(("%d of %s of the PRIMARY deployment %s healthy; %s of older ones %s left. With %d healthy in all"
                            + " and a lower bound of %d, %d may be stopped now; with %d there, those that are stopping"
                            + " included, and an upper bound of %d, %d may be started.")
                    .formatted(
                            renewed,
                            Words.count(situation.desired(), "task"),
                            renewed == 1 ? "is" : "are",
                            Words.count((int) older, "task"),
                            older == 1 ? "is" : "are",
                            healthy,
                            situation.lower(),
                            Math.max(0, healthy - situation.lower()),
                            all,
                            situation.upper(),
                            Math.max(0, situation.upper() - all)));
        }
        Instant baking = primary.monitor().bakingSince();
        if (baking != null && primary.rollout() == Rollout.IN_PROGRESS) {
            lines.add("Everything is as wanted since %s; it is watched until its bake time is over."
                    .formatted(Words.ago(baking, now)));
        }
    }

    private long count(Phase phase, @Nullable Integer deployment) {
        return situation.copies().stream()
                .filter(copy -> copy.phase() == phase && (deployment == null || copy.deployment() == deployment))
                .count();
    }

    private void watched(Deployment primary) {
        CircuitBreaker breaker = service.spec().deployment().circuitBreaker();
        if (breaker.enable()) {
            lines.add("Its circuit breaker has counted %s; at %d the deployment fails%s."
                    .formatted(
                            Words.count(Failure.counted(primary, breaker), "failed task")
                                    + (breaker.resetOnHealthyTask() ? " in a row" : " since it began"),
                            breaker.failures(service.spec().desiredCount()),
                            breaker.rollback() ? " and goes back" : ""));
        }
        Alarms alarms = service.spec().deployment().alarms();
        if (alarms.enable()) {
            lines.add(
                    primary.monitor().alarms() == AlarmWatch.IGNORED
                            ? "Its alarms don't count: one of them was in ALARM when it began."
                            : "It fails%s when one of its alarms goes off: %s."
                                    .formatted(
                                            alarms.rollback() ? " and goes back" : "",
                                            String.join(", ", alarms.alarmNames())));
        }
    }
}
