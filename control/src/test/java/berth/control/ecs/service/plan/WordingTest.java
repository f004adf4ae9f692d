package berth.control.ecs.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.plan.Refusal;
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
}
