package berth.control.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.ecs.service.api.CreateService;
import berth.control.ecs.service.api.DescribeServices;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.task.model.Task;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.Tag;

/// What tags the tasks of a service are born with.
class ServiceTagsTest {
    private final ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    @Test
    void aServicesTagsGoToItsTasksWithEcssOwn() {
        create(s -> s.propagateTags("SERVICE").enableECSManagedTags(true).tags(tag("team", "a")));
        world.settle();

        assertThat(task().tags())
                .isEqualTo(
                        new TreeMap<>(Map.of("team", "a", "aws:ecs:clusterName", "c", "aws:ecs:serviceName", "web")));
    }

    @Test
    void withoutPropagationTasksHaveNone() {
        create(s -> s.tags(tag("team", "a")));
        world.settle();

        assertThat(task().tags()).isEmpty();
    }

    @Test
    void tasksThatStartLaterTakeTheTagsThatTheServiceHasThen() {
        create(s -> s.propagateTags("SERVICE").tags(tag("team", "a")));
        world.settle();
        world.commit(TagViews.replaced(world.state, "service/c/web", new TreeMap<>(Map.of("team", "b"))));

        world.update(u -> u.desiredCount(2));
        world.settle();

        assertThat(world.tasks()).extracting(task -> task.tags().get("team")).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void theDefinitionsTagsGoToTasksWhereTheServiceSaysSo() {
        world.commit(
                TagViews.replaced(world.state, "task-definition/sample-task:1", new TreeMap<>(Map.of("cost", "4"))));
        create(s -> s.propagateTags("TASK_DEFINITION").tags(tag("team", "a")));
        world.settle();

        assertThat(task().tags()).isEqualTo(new TreeMap<>(Map.of("cost", "4")));
    }

    @Test
    void aServiceIsShownWithWhatItWasToldAndWithTagsWhereAsked() {
        create(s -> s.propagateTags("SERVICE").enableECSManagedTags(true).tags(tag("team", "a")));

        var shown = describe(true);
        assertThat(shown.propagateTagsAsString()).isEqualTo("SERVICE");
        assertThat(shown.enableECSManagedTags()).isTrue();
        assertThat(shown.tags()).containsExactly(tag("team", "a"));
        assertThat(describe(false).tags()).isEmpty();
    }

    @Test
    void theSameNameAnewHasNoneOfTheOldTags() {
        create(s -> s.tags(tag("team", "a")));
        world.delete();
        world.settle();
        world.stop();
        world.settle();

        create(s -> {});

        assertThat(describe(true).tags()).isEmpty();
    }

    private void create(Consumer<CreateServiceRequest.Builder> with) {
        world.call(
                new CreateService(world.settings),
                CreateServiceRequest.builder()
                        .cluster("c")
                        .serviceName("web")
                        .taskDefinition("sample-task:1")
                        .desiredCount(1)
                        .applyMutation(with)
                        .build());
    }

    private software.amazon.awssdk.services.ecs.model.Service describe(boolean tags) {
        DescribeServicesRequest.Builder request =
                DescribeServicesRequest.builder().cluster("c").services("web");
        return new DescribeServices()
                .handle(
                        tags ? request.includeWithStrings("TAGS").build() : request.build(),
                        world.state,
                        world.context())
                .services()
                .getFirst();
    }

    private Task task() {
        return world.tasks().getFirst();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
