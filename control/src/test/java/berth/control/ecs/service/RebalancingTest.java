package berth.control.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RebalancingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    /// Five tasks in us-east-1a, and then two zones more.
    private void unbalanced() {
        world.createOnFargate(5);
        goOn();
        assertThat(world.messages().getLast()).isEqualTo("(service web) has reached a steady state.");
        world.subnet(2, "us-east-1b");
        world.subnet(3, "us-east-1c");
        world.settle();
    }

    private void goOn() {
        world.settle();
        world.start();
        world.pass(SECOND);
        world.settle();
    }

    private void end() {
        world.stop();
        world.settle();
    }

    private Map<String, Integer> zones() {
        TreeMap<String, Integer> zones = new TreeMap<>();
        world.running().forEach(task -> zones.merge(task.spec().zone(), 1, Integer::sum));
        return zones;
    }

    private List<String> said(int last) {
        List<String> messages = world.messages();
        return messages.subList(messages.size() - last, messages.size());
    }

    @Test
    void fiveTasksOfOneZoneAreEvenedOutOverThree() {
        unbalanced();
        assertThat(said(3))
                .containsExactly(
                        "(service web) is not AZ balanced with 5 tasks in us-east-1a, 0 in us-east-1b, and 0 in"
                                + " us-east-1c. AZ Rebalancing in progress.",
                        "(service web) has started 2 tasks in us-east-1b to AZ Rebalance: (task) (task).",
                        "(service web) has started 1 tasks in us-east-1c to AZ Rebalance: (task).");
        assertThat(world.running())
                .as("nothing is stopped before they are healthy")
                .hasSize(5);

        goOn();
        Task moved = world.state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, "c/web").stream()
                .filter(task -> task.status().stoppedReason() != null)
                .findFirst()
                .orElseThrow();
        assertThat(moved.status().stoppedReason())
                .startsWith("Availability-zone rebalancing initiated by (deployment ecs-svc/");
        end();
        assertThat(said(3))
                .containsExactly(
                        "(service web) has stopped 3 running tasks in us-east-1a due to AZ rebalancing: (task) (task)"
                                + " (task).",
                        "(service web) is AZ balanced with 2 tasks in us-east-1a, 2 tasks in us-east-1b, and 1 tasks in"
                                + " us-east-1c.",
                        "(service web) has reached a steady state.");
        assertThat(zones()).isEqualTo(Map.of("us-east-1a", 2, "us-east-1b", 2, "us-east-1c", 1));
        world.settle();
        assertThat(world.look().changes()).isEmpty();
    }

    @Test
    void onInstancesTasksAreMovedToTheZoneOfANewOne() {
        world.create("sample-task:1", 4, 100, 200);
        goOn();
        assertThat(zones()).isEqualTo(Map.of("us-east-1a", 4));
        world.instanceIn("us-east-1b");
        goOn();
        assertThat(world.messages())
                .contains("(service web) is not AZ balanced with 4 tasks in us-east-1a and 0 in us-east-1b. AZ"
                        + " Rebalancing in progress.");
        end();
        assertThat(zones()).isEqualTo(Map.of("us-east-1a", 2, "us-east-1b", 2));
    }

    @Test
    void withoutTheSettingNothingIsMoved() {
        world.createOnFargate(3);
        goOn();
        world.update(request -> request.availabilityZoneRebalancing("DISABLED"));
        world.subnet(2, "us-east-1b");
        world.settle();
        assertThat(zones()).isEqualTo(Map.of("us-east-1a", 3));
    }

    @Test
    void aDeploymentStopsIt() {
        unbalanced();
        world.update(request -> request.taskDefinition("sample-task:2"));
        world.settle();
        assertThat(world.messages()).contains("(service web) stopped AZ Rebalancing.");
        for (int i = 0; i < 6; i++) {
            goOn();
            end();
        }
        assertThat(world.described().deployments()).hasSize(1);
        assertThat(zones().values()).as("at most one apart").allMatch(count -> count == 1 || count == 2);
    }

    @Test
    void protectedTasksAreLeftWhereTheyAreAndThatIsSaidOnce() {
        world.createOnFargate(2);
        goOn();
        world.tasks().forEach(task -> world.protect(task, Duration.ofHours(1)));
        world.subnet(2, "us-east-1b");
        world.settle();
        world.settle();
        assertThat(said(1))
                .containsExactly("(service web) was unable to AZ Rebalance because task set (ecs-svc/N) was unable to"
                        + " scale in due to task protection.");
        assertThat(world.running()).hasSize(2);

        world.protect(world.running().getFirst(), Duration.ZERO);
        goOn();
        end();
        assertThat(zones()).isEqualTo(Map.of("us-east-1a", 1, "us-east-1b", 1));
    }

    @Test
    void protectionThatComesInBetweenStopsItAndTheServiceStaysAtItsCount() {
        world.createOnFargate(2);
        goOn();
        world.subnet(2, "us-east-1b");
        world.settle();
        world.running().forEach(task -> world.protect(task, Duration.ofHours(1)));
        goOn();
        end();
        assertThat(world.messages()).contains("(service web) stopped AZ Rebalancing.");
        assertThat(zones()).isEqualTo(Map.of("us-east-1a", 2));
    }
}
