package berth.control.ecs.service.plan;

import berth.control.ecs.instance.plan.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The events of a service, in ECS's words. What ECS has no words for begins with `Berth: `.
public final class Wording {
    private static final String TROUBLESHOOTING =
            " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

    private final String service;

    /// @param service the short name
    public Wording(String service) {
        this.service = service;
    }

    public String started(List<String> taskIds) {
        return say("has started %d tasks: %s.".formatted(taskIds.size(), tasks(taskIds)));
    }

    public String stoppedRunning(List<String> taskIds) {
        return say("has stopped %d running tasks: %s.".formatted(taskIds.size(), tasks(taskIds)));
    }

    public String stoppedPending(int count) {
        return say("stopped %d pending tasks.".formatted(count));
    }

    public String completed(String deployment) {
        return say("(deployment %s) deployment completed.".formatted(deployment));
    }

    /// @param what `tasks failed to start.` or `alarm detected.`
    public String failed(String deployment, String what) {
        return say("(deployment %s) deployment failed: %s".formatted(deployment, what));
    }

    public String rollingBack(String deployment) {
        return say("rolling back to deployment %s.".formatted(deployment));
    }

    public String steady() {
        return say("has reached a steady state.");
    }

    /// Of one task set.
    public String steady(String taskSet) {
        return "(service %s, taskSet %s) has reached a steady state.".formatted(service, taskSet);
    }

    public String stuck() {
        return say("was unable to stop or start tasks during a deployment because of the service deployment"
                + " configuration. Update the minimumHealthyPercent or maximumPercent value and try again.");
    }

    /// @param deployment whose tasks are protected
    public String unableToScaleIn(String deployment) {
        return say(
                "was unable to reach steady state because task set (%s) was unable to scale in. Reason: The number of"
                                .formatted(deployment)
                        + " protected tasks are more than the desired count of tasks.");
    }

    /// @param counts tasks by zone
    public String unbalanced(SortedMap<String, Integer> counts) {
        List<String> zones = new ArrayList<>();
        counts.forEach(
                (zone, count) -> zones.add((zones.isEmpty() ? "%d tasks in %s" : "%d in %s").formatted(count, zone)));
        return say("is not AZ balanced with %s. AZ Rebalancing in progress.".formatted(listed(zones)));
    }

    /// @param counts tasks by zone
    public String balanced(SortedMap<String, Integer> counts) {
        List<String> zones = new ArrayList<>();
        counts.forEach((zone, count) -> zones.add("%d tasks in %s".formatted(count, zone)));
        return say("is AZ balanced with %s.".formatted(listed(zones)));
    }

    public String startedInZone(String zone, List<String> taskIds) {
        return say("has started %d tasks in %s to AZ Rebalance: %s.".formatted(taskIds.size(), zone, tasks(taskIds)));
    }

    public String stoppedInZone(String zone, List<String> taskIds) {
        return say("has stopped %d running tasks in %s due to AZ rebalancing: %s."
                .formatted(taskIds.size(), zone, tasks(taskIds)));
    }

    public String unplacedInZone(String zone, boolean fargate) {
        return say("is unable to place a task in %s%s."
                .formatted(zone, fargate ? "" : " because no container instance met all of its requirements"));
    }

    /// @param deployment whose tasks are protected
    public String rebalancingHeld(String deployment) {
        return say("was unable to AZ Rebalance because task set (%s) was unable to scale in due to task protection."
                .formatted(deployment));
    }

    public String rebalancingStopped() {
        return say("stopped AZ Rebalancing.");
    }

    /// ECS: the stoppedReason of a task whose zone has more than its share.
    public static String rebalancing(String deployment) {
        return "Availability-zone rebalancing initiated by (deployment %s)".formatted(deployment);
    }

    /// `a`, `a and b`, `a, b, and c`.
    private static String listed(List<String> parts) {
        if (parts.size() < 3) {
            return String.join(" and ", parts);
        }
        return String.join(", ", parts.subList(0, parts.size() - 1)) + ", and " + parts.getLast();
    }

    public String impaired() {
        return say("is unable to consistently start tasks successfully." + TROUBLESHOOTING);
    }

    public String crashing() {
        return say("Berth: its tasks stop within %d seconds of starting, again and again; the next starts are put"
                        .formatted(Pacing.CRASH.toSeconds())
                + " off, by at most %d seconds each. ECS would start them at once."
                        .formatted(Pacing.CRASHED_LONGEST.toSeconds()));
    }

    public String helped(List<String> sentences) {
        return say("Berth: " + String.join(" ", sentences));
    }

    public String failedToLaunch(String error) {
        return say("failed to launch a task with (error %s).".formatted(error));
    }

    /// Why a task found no host, told by the host that came closest.
    public String unplaced(List<Refusal> refusals) {
        Refusal closest = closest(refusals);
        if (closest == null || closest instanceof Refusal.NoInstances) {
            return say("was unable to place a task because no container instance met all of its requirements."
                    + " Reason: No Container Instances were found in your cluster." + TROUBLESHOOTING);
        }
        if (closest instanceof Refusal.NoCapacity none) {
            return say("was unable to place a task. Reason: " + none.reason() + "." + TROUBLESHOOTING);
        }
        String arn = closest.instanceArn();
        String instance = arn == null ? "host" : "(container-instance " + arn.substring(arn.lastIndexOf('/') + 1) + ")";
        return say("was unable to place a task because no container instance met all of its requirements."
                + " The closest matching " + instance + ' ' + lack(closest) + '.' + TROUBLESHOOTING);
    }

    /// The refusal that was nearest to being none.
    public static @Nullable Refusal closest(List<Refusal> refusals) {
        return refusals.stream()
                .min(Comparator.comparingLong(Refusal::distance))
                .orElse(null);
    }

    /// ECS says some lacks by their code.
    private static String lack(Refusal refusal) {
        boolean byCode = refusal instanceof Refusal.AgentDisconnected || refusal instanceof Refusal.NoAddress;
        return byCode ? "encountered error \"" + refusal.reason() + '"' : refusal.lack();
    }

    /// ECS: the stoppedReason of a task that is replaced or one too many.
    public static String scaling(String deployment) {
        return "Scaling activity initiated by (deployment %s)".formatted(deployment);
    }

    public String registered(int count, String targetGroupArn) {
        return say("registered %d targets in (target-group %s)".formatted(count, targetGroupArn));
    }

    public String deregistered(int count, String targetGroupArn) {
        return say("deregistered %d targets in (target-group %s)".formatted(count, targetGroupArn));
    }

    public String draining(String deployment, int tasks) {
        return "(service %s, taskSet %s) has begun draining connections on %d tasks."
                .formatted(service, deployment, tasks);
    }

    /// ECS: the newer form, with the task.
    public String targetUnhealthy(String taskId, TargetSight target) {
        return say("(task %s) (port %d) is unhealthy in (target-group %s) due to (reason %s)."
                .formatted(taskId, target.port(), target.targetGroupArn(), target.description()));
    }

    public String targetMissing(String deployment, String taskId, TargetSight target) {
        return say("task set (%s) (task %s) is not healthy in target-group (%s) due to %s."
                .formatted(
                        deployment,
                        taskId,
                        target.targetGroupArn(),
                        target.standing() == TargetSight.Standing.TARGET_GROUP_NOT_FOUND
                                ? "TARGET GROUP IS NOT FOUND"
                                : "TARGET IS NOT FOUND"));
    }

    /// ECS: the stoppedReason of a service's task whose health check failed.
    public static String unhealthy() {
        return "Task failed container health checks";
    }

    /// ECS: the stoppedReason of a service's task on an instance that is being drained.
    public static String draining() {
        return "Task stopped because container instance is in DRAINING state";
    }

    /// ECS: the stoppedReason of a service's task whose target is unhealthy.
    public static String unhealthyTarget(String targetGroupArn) {
        return "Task failed ELB health checks in (target-group " + targetGroupArn + ")";
    }

    /// A length of time for people: `4 s`, `27 min`.
    public static String span(Duration span) {
        return span.toSeconds() < 120 ? Math.max(1, span.toSeconds()) + " s" : span.toMinutes() + " min";
    }

    private String say(String what) {
        return "(service " + service + ") " + what;
    }

    private static String tasks(List<String> ids) {
        return ids.stream().map(id -> "(task " + id + ")").collect(Collectors.joining(" "));
    }
}
