package berth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.store.Writer.Answer;
import berth.kernel.Resources;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/// 500 calls for ten tasks each, on a machine that holds twenty.
class BatchTest {
    private static final int CALLS = 500;
    private static final int TASKS = 10;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final World world = new World(29, new World.Setup(1, new Resources(20 * 64, 20 * 128), false, null));
    private final ArrayDeque<Integer> open = new ArrayDeque<>();
    private final TreeMap<Integer, List<String>> answers = new TreeMap<>();
    private int refused;

    @Test
    void allRunThroughACapacityProviderAndNoExitCodeIsLostThoughAllIsKilledInTheMiddle() {
        world.chaos().calm(true);
        world.start();
        world.run(Duration.ofSeconds(5));
        new Workload(world).prepare();
        world.run(RETRY);
        provider();
        for (int call = 0; call < CALLS; call++) {
            open.add(call);
        }
        submit();
        for (int kill = 1; kill <= 3; kill++) {
            int enough = kill * CALLS / 4;
            world.runUntil("some calls were answered", Duration.ofHours(2), () -> answers.size() >= enough);
            world.killAll();
            world.start();
        }
        world.runUntil("every call was answered", Duration.ofHours(4), () -> answers.size() == CALLS);
        world.runUntil("every task stopped", Duration.ofHours(1), () -> live() == 0);

        assertThat(refused).as("calls that found the waiting room full").isPositive();
        TreeSet<String> known = new TreeSet<>();
        answers.forEach((call, arns) -> {
            assertThat(arns).hasSize(TASKS);
            for (String arn : arns) {
                Task task = Objects.requireNonNull(published(arn));
                known.add(task.name());
                assertThat(task.status().containers())
                        .extracting(TaskContainer::exitCode)
                        .containsExactly(call % 7);
            }
        });
        assertThat(known).hasSize(CALLS * TASKS);
        assertThat(tasks()).as("and the one that made the instance").hasSize(CALLS * TASKS + 1);
    }

    /// One call at a time, again with its token where no answer came, later where there is no room to wait.
    private void submit() {
        Integer call = open.peek();
        if (call == null) {
            return;
        }
        if (world.control() != null) {
            world.call("RunTask", request(call), answer -> answered(call, answer));
        }
        world.timeline().schedule(null, RETRY.plusSeconds(1), () -> {
            if (call.equals(open.peek())) {
                submit();
            }
        });
    }

    private void answered(int call, Answer<SdkPojo> answer) {
        if (open.isEmpty() || open.peek() != call) {
            return;
        }
        switch (answer) {
            case Answer.Done<SdkPojo>(var response) -> {
                List<String> arns = new ArrayList<>();
                ((RunTaskResponse) response).tasks().forEach(task -> arns.add(task.taskArn()));
                answers.put(call, arns);
                open.remove();
                world.timeline().schedule(null, Duration.ofMillis(5), this::submit);
            }
            case Answer.Refused<SdkPojo>(var fault) -> {
                assertThat(fault.message()).isEqualTo("Tasks provisioning capacity limit exceeded.");
                refused++;
            }
        }
    }

    private static RunTaskRequest request(int call) {
        return RunTaskRequest.builder()
                .cluster(Workload.CLUSTER)
                .taskDefinition("job")
                .count(TASKS)
                .clientToken("call-" + call)
                .capacityProviderStrategy(item -> item.capacityProvider("batch").weight(1))
                .overrides(overrides -> overrides.containerOverrides(
                        main -> main.name("main").command(SimProgram.COMMAND, "exits", Integer.toString(call % 7))))
                .build();
    }

    /// The machine's container instance is the group's one member.
    private void provider() {
        world.mustCall(
                "CreateCapacityProvider",
                CreateCapacityProviderRequest.builder()
                        .name("batch")
                        .autoScalingGroupProvider(
                                group -> group.autoScalingGroupArn("batch").managedScaling(s -> s.status("ENABLED")))
                        .build());
        world.run(RETRY);
        world.mustCall(
                "PutClusterCapacityProviders",
                PutClusterCapacityProvidersRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .capacityProviders("batch")
                        .defaultCapacityProviderStrategy(List.of())
                        .build());
        // The first task on EC2 makes the machine an instance of the cluster.
        world.mustCall(
                "RunTask",
                RunTaskRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .taskDefinition("job")
                        .launchType("EC2")
                        .build());
        world.run(Duration.ofSeconds(30));
        ContainerInstance instance = Objects.requireNonNull(world.control())
                .published()
                .by(InstanceViews.CONTAINER_INSTANCES, InstanceViews.BY_CLUSTER, Workload.CLUSTER)
                .getFirst();
        world.mustCall(
                "PutAttributes",
                PutAttributesRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .attributes(Attribute.builder()
                                .name(CapacityProvider.GROUP_ATTRIBUTE)
                                .value("batch")
                                .targetType("container-instance")
                                .targetId(instance.id())
                                .build())
                        .build());
        world.run(Duration.ofSeconds(1));
    }

    private Task published(String arn) {
        return Objects.requireNonNull(Objects.requireNonNull(world.control())
                .published()
                .find(TaskViews.TASKS, arn.substring(arn.indexOf('/') + 1)));
    }

    private int live() {
        return Objects.requireNonNull(world.control()).published().count(TaskViews.LIVE_BY_CLUSTER, Workload.CLUSTER);
    }

    private List<Task> tasks() {
        return new ArrayList<>(
                Objects.requireNonNull(world.control()).published().all(TaskViews.TASKS));
    }
}
