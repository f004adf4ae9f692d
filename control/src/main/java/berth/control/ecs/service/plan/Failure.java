package berth.control.ecs.service.plan;

import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.DeploymentConfiguration.CircuitBreaker;
import berth.control.ecs.service.model.Monitor.AlarmWatch;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a deployment is given up.
///
/// **Rule.** A deployment that is IN_PROGRESS and does not go back already is given up when
/// 1. StopServiceDeployment asked for it; then it goes back, whatever was configured;
/// 2. its circuit breaker is on and its failures have come to the threshold: those in a row, or all since it began
/// where
///    `resetOnHealthyTask` is false;
/// 3. its alarms are on, none of them was in ALARM when it began, and one is now.
///
/// Whether it goes back says the flag of what fired first. A failure is a task that found no place, that ended before
/// it
/// counted as healthy, or that was stopped for its health; a task that becomes healthy ends the row.
///
/// **Example.** D = 4 and the default threshold: max(3, 4 / 2) = 3. An image that isn't there: four tasks start and
/// four
/// fail; that is 3 or more, so the deployment fails at the next look.
///
/// ECS: deployment circuit breaker, deployment alarms.
/// Differs from ECS: a task that got to RUNNING and ended before it counted as healthy is a failure too. ECS waits 40 s
/// for such a task and never fails a deployment whose program ends at once.
///
/// @param rolloutReason rolloutStateReason of the deployment
/// @param event end of the event, or null where ECS says none
/// @param statusReason of the service deployment
public record Failure(
        Kind kind,
        boolean rollback,
        String rolloutReason,
        @Nullable String event,
        String statusReason) {

    public enum Kind {
        REQUESTED,
        BREAKER,
        ALARM,
        /// A lifecycle hook, a stage's time or the load balancer, of a deployment that shifts traffic.
        LIFECYCLE
    }

    /// Null while there is no reason to give it up.
    ///
    /// @param running the service deployment that it belongs to, or null
    /// @param desiredCount of the service now
    /// @param inAlarm those of its alarms that are in ALARM
    public static @Nullable Failure of(
            Deployment primary,
            @Nullable ServiceDeployment running,
            DeploymentConfiguration configuration,
            int desiredCount,
            List<String> inAlarm) {
        Status status = running == null ? Status.IN_PROGRESS : running.status();
        return switch (status) {
            case ROLLBACK_REQUESTED -> requested(primary);
            case PENDING, IN_PROGRESS -> seen(primary, configuration, desiredCount, inAlarm);
            case STOP_REQUESTED, STOPPED, ROLLBACK_IN_PROGRESS, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED, SUCCESSFUL ->
                null;
        };
    }

    private static Failure requested(Deployment primary) {
        return new Failure(
                Kind.REQUESTED,
                true,
                "ECS deployment " + primary.id() + " stopped.",
                null,
                "Service deployment rolled back because StopServiceDeployment was called.");
    }

    private static @Nullable Failure seen(
            Deployment primary, DeploymentConfiguration configuration, int desiredCount, List<String> inAlarm) {
        CircuitBreaker breaker = configuration.circuitBreaker();
        switch (primary.rollout()) {
            case COMPLETED, FAILED -> {
                return null;
            }
            case IN_PROGRESS -> {
                // It is watched.
            }
        }
        if (breaker.enable() && counted(primary, breaker) >= breaker.failures(desiredCount)) {
            return new Failure(
                    Kind.BREAKER,
                    breaker.rollback(),
                    "ECS deployment circuit breaker: tasks failed to start.",
                    "tasks failed to start.",
                    breaker.rollback()
                            ? "Service deployment rolled back because the circuit breaker threshold was exceeded."
                            : "Service deployment stopped because the circuit breaker threshold was exceeded.");
        }
        boolean rollback = configuration.alarms().rollback();
        if (configuration.alarms().enable() && primary.monitor().alarms() == AlarmWatch.WATCHED && !inAlarm.isEmpty()) {
            return new Failure(
                    Kind.ALARM,
                    rollback,
                    "ECS deployment failed: alarm detected.",
                    "alarm detected.",
                    (rollback ? "Service deployment rolled back" : "Service deployment stopped")
                            + " because an alarm was detected.");
        }
        return null;
    }

    /// What the circuit breaker counts.
    public static int counted(Deployment deployment, CircuitBreaker breaker) {
        return breaker.resetOnHealthyTask()
                ? deployment.failedTasks()
                : deployment.monitor().failures();
    }
}
