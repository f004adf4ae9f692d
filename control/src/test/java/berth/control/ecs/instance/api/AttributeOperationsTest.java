package berth.control.ecs.instance.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.task.TaskModule;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.store.Change;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;

/// Two container instances, `one` on host h1 and `two` on host h2, in cluster c.
final class AttributeOperationsTest {
    private static final String ARN = "arn:aws:ecs:us-east-1:111122223333:container-instance/c/";

    private final TaskWorld world = new TaskWorld().host("h1").host("h2");

    @BeforeEach
    void register() {
        for (String id : List.of("one", "two")) {
            world.put(Change.put(
                    InstanceViews.CONTAINER_INSTANCES,
                    ContainerInstance.registered("c", id, id.equals("one") ? "h1" : "h2", TaskWorld.NOW)));
        }
    }

    private static Attribute attribute(String name, @Nullable String value, String target) {
        return Attribute.builder()
                .name(name)
                .value(value)
                .targetId(target)
                .targetType("container-instance")
                .build();
    }

    private List<Attribute> put(Attribute... attributes) {
        return world.calls.call(new PutAttributes(), request(attributes)).attributes();
    }

    private static PutAttributesRequest request(Attribute... attributes) {
        return PutAttributesRequest.builder()
                .cluster("c")
                .attributes(attributes)
                .build();
    }

    private Fault refusal(Attribute... attributes) {
        return world.calls.refusal(new PutAttributes(), request(attributes));
    }

    private List<String> listed(String filter) {
        return world.calls
                .call(
                        new ListContainerInstances(TaskModule.instanceTasks()),
                        ListContainerInstancesRequest.builder()
                                .cluster("c")
                                .filter(filter)
                                .build())
                .containerInstanceArns();
    }

    private List<String> names(ListAttributesRequest.Builder request) {
        return world
                .calls
                .call(
                        new ListAttributes(),
                        request.cluster("c").targetType("container-instance").build())
                .attributes()
                .stream()
                .map(one -> one.targetId().substring(ARN.length()) + ' ' + one.name() + '=' + one.value())
                .toList();
    }

    @Test
    void whatWasPutIsListedAndDescribedAndFiltersInstances() {
        assertThat(put(attribute("stack", "prod", "one"), attribute("flag", null, ARN + "two")))
                .containsExactly(attribute("stack", "prod", ARN + "one"), attribute("flag", null, ARN + "two"));
        assertThat(names(ListAttributesRequest.builder().attributeName("stack")))
                .containsExactly("one stack=prod");
        assertThat(names(ListAttributesRequest.builder().attributeName("flag"))).containsExactly("two flag=null");
        assertThat(listed("attribute:stack == prod")).containsExactly(ARN + "one");
        assertThat(listed("attribute:stack !exists")).containsExactly(ARN + "two");
        assertThat(world.calls
                        .call(
                                new DescribeContainerInstances(TaskModule.instanceTasks()),
                                DescribeContainerInstancesRequest.builder()
                                        .cluster("c")
                                        .containerInstances("one")
                                        .build())
                        .containerInstances()
                        .getFirst()
                        .attributes())
                .extracting(Attribute::name)
                .contains(
                        "stack",
                        "ecs.availability-zone",
                        "ecs.cpu-architecture",
                        "ecs.os-type",
                        "ecs.capability.fault-injection",
                        "ecs.capability.task-eni");
    }

    @Test
    void filtersSeeTasks() {
        world.commit(world.launch(world.sample(), LaunchType.EC2, 1));
        assertThat(listed("runningTasksCount == 1")).hasSize(1);
        assertThat(listed("task:group == family:sample-task")).isEqualTo(listed("runningTasksCount > 0"));
        assertThat(listed("not (task:group exists)")).hasSize(1);
    }

    @Test
    void aWrongFilterIsRefused() {
        Fault fault = world.calls.refusal(
                new ListContainerInstances(TaskModule.instanceTasks()),
                ListContainerInstancesRequest.builder()
                        .cluster("c")
                        .filter("stack is prod")
                        .build());
        assertThat(fault.message()).startsWith("Invalid expression 'stack is prod'");
    }

    @Test
    void deletedIsWhatWasMeant() {
        put(attribute("stack", "prod", "one"));
        assertThat(delete(attribute("stack", "test", "one"))).isEmpty();
        assertThat(delete(attribute("stack", null, "one"))).containsExactly(attribute("stack", "prod", ARN + "one"));
        assertThat(delete(attribute("stack", null, "one"))).isEmpty();
        assertThat(listed("attribute:stack exists")).isEmpty();
    }

    private List<Attribute> delete(Attribute attribute) {
        return world.calls
                .call(
                        new DeleteAttributes(),
                        DeleteAttributesRequest.builder()
                                .cluster("c")
                                .attributes(attribute)
                                .build())
                .attributes();
    }

    @Test
    void anInstanceHasTenCustomAttributesAtMost() {
        List<Attribute> ten = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ten.add(attribute("a" + i, "v", "one"));
        }
        put(ten.toArray(Attribute[]::new));
        put(attribute("a3", "w", "one"));
        assertThat(refusal(attribute("b", "v", "one")).code()).isEqualTo("AttributeLimitExceededException");
        ten.add(attribute("b", "v", "one"));
        assertThat(refusal(ten.toArray(Attribute[]::new)).message()).contains("there are 11");
        assertThat(refusal().message()).contains("there are 0");
    }

    @ParameterizedTest
    @CsvSource({
        "ecs.os-type, linux, one, InvalidParameterException",
        "com.amazonaws.ecs.capability.x, 1, one, InvalidParameterException",
        "a b, 1, one, InvalidParameterException",
        "'', 1, one, InvalidParameterException",
        "a, ' b', one, InvalidParameterException",
        "a, b$, one, InvalidParameterException",
        "a, b, '', InvalidParameterException",
        "a, b, three, TargetNotFoundException"
    })
    void wrongAttributesAreRefused(String name, String value, String target, String code) {
        assertThat(refusal(attribute(name, value, target)).code()).isEqualTo(code);
    }

    @Test
    void anUnknownTargetIsNamed() {
        assertThat(refusal(attribute("a", "b", "three")).message()).isEqualTo("Could not find three");
    }

    @Test
    void pagesGoThroughAllAttributesOnce() {
        List<String> all = names(ListAttributesRequest.builder());
        List<String> paged = new ArrayList<>();
        String token = null;
        do {
            var page = world.calls.call(
                    new ListAttributes(),
                    ListAttributesRequest.builder()
                            .cluster("c")
                            .targetType("container-instance")
                            .maxResults(7)
                            .nextToken(token)
                            .build());
            page.attributes()
                    .forEach(one ->
                            paged.add(one.targetId().substring(ARN.length()) + ' ' + one.name() + '=' + one.value()));
            token = page.nextToken();
        } while (token != null);
        assertThat(paged).isEqualTo(all).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    }
}
