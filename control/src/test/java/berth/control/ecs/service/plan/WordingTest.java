package berth.control.ecs.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.plan.Refusal;
import berth.control.ecs.service.plan.TargetSight.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The literal texts that scripts match on.
class WordingTest {
    private static final String ARN = "arn:aws:ecs:us-east-1:111122223333:container-instance/c/";
    private static final String SEE =
            " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
    private final Wording wording = new Wording("web");

    @Test
    void startsAndStopsNameTheirTasks() {
        assertThat(wording.started(List.of("a", "b")))
                .isEqualTo("(service web) has started 2 tasks: (task a) (task b).");
        assertThat(wording.stoppedRunning(List.of("a")))
                .isEqualTo("(service web) has stopped 1 running tasks: (task a).");
        assertThat(wording.stoppedPending(3)).isEqualTo("(service web) stopped 3 pending tasks.");
    }

    @Test
    void aDeploymentEnds() {
        assertThat(wording.completed("ecs-svc/7"))
                .isEqualTo("(service web) (deployment ecs-svc/7) deployment completed.");
        assertThat(wording.steady()).isEqualTo("(service web) has reached a steady state.");
        assertThat(wording.stuck())
                .isEqualTo("(service web) was unable to stop or start tasks during a deployment because of the service"
                        + " deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try"
                        + " again.");
        assertThat(wording.impaired())
                .isEqualTo("(service web) is unable to consistently start tasks successfully." + SEE);
    }

    @Test
    void theClosestInstanceTellsWhatItLacked() {
        assertThat(wording.unplaced(List.of(
                        new Refusal.PortTaken(ARN + "1", 80, "tcp"),
                        new Refusal.NotEnoughMemory(ARN + "2", 512, 500),
                        new Refusal.NotEnoughCpu(ARN + "3", 512, 100))))
                .isEqualTo("(service web) was unable to place a task because no container instance met all of its"
                        + " requirements. The closest matching (container-instance 2) has insufficient memory"
                        + " available." + SEE);
        assertThat(wording.unplaced(List.of(new Refusal.PortTaken(ARN + "1", 80, "tcp"))))
                .contains("(container-instance 1) is already using a port required by your task. For");
        assertThat(wording.unplaced(List.of(new Refusal.AgentDisconnected(ARN + "1"))))
                .contains("(container-instance 1) encountered error \"AGENT\". For");
        assertThat(wording.unplaced(List.of(new Refusal.NoAddress(ARN + "1", "subnet-1"))))
                .contains("encountered error \"RESOURCE:ENI\". For");
    }

    @Test
    void noInstancesAndNoFargateCapacityHaveWordsOfTheirOwn() {
        assertThat(wording.unplaced(List.of(new Refusal.NoInstances())))
                .isEqualTo("(service web) was unable to place a task because no container instance met all of its"
                        + " requirements. Reason: No Container Instances were found in your cluster." + SEE);
        assertThat(wording.unplaced(List.of(new Refusal.NoCapacity(null))))
                .isEqualTo("(service web) was unable to place a task. Reason: Capacity is unavailable at this time."
                        + " Please try again later or in a different availability zone." + SEE);
    }

    @Test
    void reasonsOfStops() {
        assertThat(Wording.scaling("ecs-svc/7")).isEqualTo("Scaling activity initiated by (deployment ecs-svc/7)");
        assertThat(Wording.rebalancing("ecs-svc/7"))
                .isEqualTo("Availability-zone rebalancing initiated by (deployment ecs-svc/7)");
        assertThat(Wording.unhealthy()).isEqualTo("Task failed container health checks");
        assertThat(Wording.unhealthyTarget("arn:tg"))
                .isEqualTo("Task failed ELB health checks in (target-group arn:tg)");
        assertThat(Wording.draining()).contains("container instance is in DRAINING state");
    }

    @Test
    void aDeploymentFails() {
        assertThat(wording.failed("ecs-svc/7", "tasks failed to start."))
                .isEqualTo("(service web) (deployment ecs-svc/7) deployment failed: tasks failed to start.");
        assertThat(wording.failed("ecs-svc/7", "alarm detected."))
                .isEqualTo("(service web) (deployment ecs-svc/7) deployment failed: alarm detected.");
        assertThat(wording.rollingBack("ecs-svc/6")).isEqualTo("(service web) rolling back to deployment ecs-svc/6.");
        assertThat(wording.failedToLaunch("no")).isEqualTo("(service web) failed to launch a task with (error no).");
        assertThat(wording.unableToScaleIn("ecs-svc/7"))
                .isEqualTo("(service web) was unable to reach steady state because task set (ecs-svc/7) was unable to"
                        + " scale in. Reason: The number of protected tasks are more than the desired count of tasks.");
    }

    @Test
    void targetsComeAndGo() {
        assertThat(wording.registered(1, "arn:tg"))
                .isEqualTo("(service web) registered 1 targets in (target-group arn:tg)");
        assertThat(wording.deregistered(2, "arn:tg"))
                .isEqualTo("(service web) deregistered 2 targets in (target-group arn:tg)");
        assertThat(wording.draining("ecs-svc/7", 3))
                .isEqualTo("(service web, taskSet ecs-svc/7) has begun draining connections on 3 tasks.");
        assertThat(wording.targetUnhealthy("a", sight(Standing.UNHEALTHY)))
                .isEqualTo(
                        "(service web) (task a) (port 80) is unhealthy in (target-group arn:tg) due to (reason Health"
                                + " checks failed).");
        assertThat(wording.targetMissing("ecs-svc/7", "a", sight(Standing.TARGET_NOT_FOUND)))
                .isEqualTo("(service web) task set (ecs-svc/7) (task a) is not healthy in target-group (arn:tg) due to"
                        + " TARGET IS NOT FOUND.");
        assertThat(wording.targetMissing("ecs-svc/7", "a", sight(Standing.TARGET_GROUP_NOT_FOUND)))
                .endsWith("due to TARGET GROUP IS NOT FOUND.");
    }

    private static TargetSight sight(Standing standing) {
        return new TargetSight("arn:tg", 80, standing, "Health checks failed");
    }
}
