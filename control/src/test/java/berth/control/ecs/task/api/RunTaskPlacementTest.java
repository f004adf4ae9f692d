package berth.control.ecs.task.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.ecs.task.TaskWorld;
import berth.kernel.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/// RunTask with constraints and strategies on two hosts.
final class RunTaskPlacementTest {
    private final TaskWorld world = new TaskWorld().host("h1").host("h2");

    RunTaskPlacementTest() {
        world.define(TaskWorld.definition("free", null, null, null, List.of(TaskWorld.web(0))));
        world.fargate();
    }

    private static RunTaskRequest request(Consumer<RunTaskRequest.Builder> more) {
        return RunTaskRequest.builder()
                .cluster("c")
                .taskDefinition("free")
                .applyMutation(more)
                .build();
    }

    private RunTaskResponse run(Consumer<RunTaskRequest.Builder> more) {
        return world.calls.call(new RunTask(Settings.RELAXED), request(more));
    }

    private Fault refusal(Consumer<RunTaskRequest.Builder> more) {
        return world.calls.refusal(new RunTask(Settings.RELAXED), request(more));
    }

    private static PlacementConstraint constraint(String type, String expression) {
        return PlacementConstraint.builder().type(type).expression(expression).build();
    }

    private static PlacementStrategy strategy(String type, String field) {
        return PlacementStrategy.builder().type(type).field(field).build();
    }

    private static PlacementConstraint distinct() {
        return PlacementConstraint.builder().type("distinctInstance").build();
    }

    @Test
    void distinctInstanceRunsOneTaskAnInstanceAndTellsWhyNotMore() {
        RunTaskResponse answer = run(r -> r.count(3).placementConstraints(distinct()));
        assertThat(answer.tasks())
                .extracting(Task::containerInstanceArn)
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(answer.failures())
                .hasSize(2)
                .extracting(Failure::reason)
                .containsOnly("distinctInstance placement constraint unsatisfied.");
        assertThat(run(r -> r.group("other").placementConstraints(distinct())).tasks())
                .hasSize(1);
    }

    @Test
    void memberOfChoosesAmongInstances() {
        assertThat(run(r -> r.placementConstraints(
                                constraint("memberOf", "attribute:ecs.availability-zone == us-east-1a")))
                        .tasks())
                .hasSize(1);
        RunTaskResponse none =
                run(r -> r.placementConstraints(constraint("memberOf", "attribute:ecs.instance-type =~ t2.*")));
        assertThat(none.tasks()).isEmpty();
        assertThat(none.failures())
                .hasSize(2)
                .extracting(Failure::reason)
                .containsOnly("MemberOf placement constraint unsatisfied.");
    }

    @Test
    void anAffinityFollowsATaskGroup() {
        String first = run(r -> r.group("database")).tasks().getFirst().containerInstanceArn();
        assertThat(run(r -> r.count(3).placementConstraints(constraint("memberOf", "task:group == database")))
                        .tasks())
                .extracting(Task::containerInstanceArn)
                .containsOnly(first);
        assertThat(run(r -> r.count(3).placementConstraints(constraint("memberOf", "not(task:group == database)")))
                        .tasks())
                .extracting(Task::containerInstanceArn)
                .doesNotContain(first)
                .hasSize(3);
    }

    @Test
    void binpackFillsOneInstanceAndSpreadBoth() {
        assertThat(run(r -> r.count(4).placementStrategy(strategy("binpack", "cpu")))
                        .tasks())
                .extracting(Task::containerInstanceArn)
                .containsOnly(run(r -> r.placementStrategy(strategy("binpack", "MEMORY")))
                        .tasks()
                        .getFirst()
                        .containerInstanceArn());
        assertThat(run(r -> r.group("g").count(4).placementStrategy(strategy("spread", "host"))).tasks().stream()
                        .map(Task::containerInstanceArn)
                        .distinct())
                .hasSize(2);
        assertThat(run(r -> r.placementStrategy(strategy("random", "ignored"))).tasks())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            distinctInstance; x;               distinctInstance expression should not be specified.
            distinctInstance; '';              distinctInstance expression should not be specified.
            memberOf;         '';              memberOf expression should be specified.
            memberOf;         stack == a;      Invalid expression
            sameRack;         x;               The type of a placement constraint cannot be 'sameRack'.
            """)
    void wrongConstraintsAreRefused(String type, String expression, String message) {
        Fault fault = refusal(r -> r.placementConstraints(constraint(type, expression)));
        assertThat(fault.code()).isEqualTo("InvalidParameterException");
        assertThat(fault.message()).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "binpack, disk, The field 'disk' of placement strategy binpack must be cpu or memory.",
        "spread, rack, The field 'rack' of placement strategy spread must be",
        "spread, attribute:, The field 'attribute:' of placement strategy spread must be",
        "stack, cpu, The type of a placement strategy cannot be 'stack'."
    })
    void wrongStrategiesAreRefused(String type, String field, String message) {
        Fault fault = refusal(r -> r.placementStrategy(strategy(type, field)));
        assertThat(fault.code()).isEqualTo("InvalidParameterException");
        assertThat(fault.message()).startsWith(message);
    }

    @Test
    void tenConstraintsAndFiveStrategiesAreTheMost() {
        PlacementConstraint[] eleven = new PlacementConstraint[11];
        Arrays.fill(eleven, constraint("memberOf", "task:group exists"));
        assertThat(refusal(r -> r.placementConstraints(eleven)).message()).contains("there are 11");
        PlacementStrategy[] six = new PlacementStrategy[6];
        Arrays.fill(six, strategy("random", ""));
        assertThat(refusal(r -> r.placementStrategy(six)).message()).contains("there are 6");
    }

    @Test
    void onFargateThereIsNothingToChooseFrom() {
        assertThat(refusal(r -> r.taskDefinition("fargate")
                                .launchType("FARGATE")
                                .placementConstraints(distinct()))
                        .message())
                .isEqualTo("Placement constraints are not supported with FARGATE launch type.");
        assertThat(refusal(r -> r.taskDefinition("fargate")
                                .launchType("FARGATE")
                                .placementStrategy(strategy("spread", "host")))
                        .message())
                .isEqualTo("Placement strategies are not supported with FARGATE launch type.");
    }
}
