package berth.control;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.api.ListClusters;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.api.ListAttributes;
import berth.control.ecs.instance.api.ListContainerInstances;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.api.ListServices;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.ServiceStatus;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.task.TaskModule;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.api.ListTasks;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.api.ListTaskDefinitionFamilies;
import berth.control.ecs.taskdef.api.ListTaskDefinitions;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;

/// Pages of one over 250 items, of every list, while between any two pages something is made and something deleted:
/// what was there throughout is listed once, neither missed nor repeated.
class PagingTest {
    private static final int ITEMS = 250;

    private final TaskWorld world = new TaskWorld();
    private final Calls calls = world.calls;

    /// @param items their last words, as in their ARNs
    private record Slice(List<String> items, @Nullable String next) {}

    /// Makes and deletes the item of a number, of which its name is made.
    private interface Items {
        Change made(int number);

        Change deleted(int number);
    }

    @BeforeEach
    void host() {
        world.host("h");
    }

    @Test
    void clusters() {
        walk(
                items(
                        number -> Change.put(
                                ClusterViews.CLUSTERS, Cluster.of(name(number), Cluster.Status.ACTIVE, Calls.NOW)),
                        number -> Change.delete(ClusterViews.CLUSTERS, name(number))),
                token -> {
                    var page = calls.call(
                            new ListClusters(),
                            ListClustersRequest.builder()
                                    .maxResults(1)
                                    .nextToken(token)
                                    .build());
                    return new Slice(page.clusterArns(), page.nextToken());
                },
                PagingTest::name);
    }

    @Test
    void familiesOfTaskDefinitions() {
        walk(
                definitions(),
                token -> {
                    var page = calls.call(
                            new ListTaskDefinitionFamilies(),
                            ListTaskDefinitionFamiliesRequest.builder()
                                    .maxResults(1)
                                    .nextToken(token)
                                    .build());
                    return new Slice(page.families(), page.nextToken());
                },
                PagingTest::name);
    }

    @Test
    void taskDefinitionsUpwardsAndDownwards() {
        for (String sort : List.of("ASC", "DESC")) {
            walk(
                    definitions(),
                    token -> {
                        var page = calls.call(
                                new ListTaskDefinitions(),
                                ListTaskDefinitionsRequest.builder()
                                        .sort(sort)
                                        .maxResults(1)
                                        .nextToken(token)
                                        .build());
                        return new Slice(page.taskDefinitionArns(), page.nextToken());
                    },
                    number -> name(number) + ":1");
        }
    }

    @Test
    void revisionsOfOneFamily() {
        walk(
                items(
                        number -> Change.put(TaskDefinitionViews.TASK_DEFINITIONS, definition("f", number + 1)),
                        number -> Change.delete(
                                TaskDefinitionViews.TASK_DEFINITIONS, TaskDefinitionViews.id("f", number + 1))),
                token -> {
                    var page = calls.call(
                            new ListTaskDefinitions(),
                            ListTaskDefinitionsRequest.builder()
                                    .familyPrefix("f")
                                    .maxResults(1)
                                    .nextToken(token)
                                    .build());
                    return new Slice(page.taskDefinitionArns(), page.nextToken());
                },
                number -> "f:" + (number + 1));
    }

    @Test
    void services() {
        walk(
                items(
                        number -> Change.put(ServiceViews.SERVICES, service(name(number))),
                        number -> Change.delete(ServiceViews.SERVICES, "c/" + name(number))),
                token -> {
                    var page = calls.call(
                            new ListServices(),
                            ListServicesRequest.builder()
                                    .cluster("c")
                                    .maxResults(1)
                                    .nextToken(token)
                                    .build());
                    return new Slice(page.serviceArns(), page.nextToken());
                },
                PagingTest::name);
    }

    @Test
    void tasks() {
        Task like = world.commit(world.launch(world.sample(), LaunchType.EC2, 1))
                .tasks()
                .getFirst();
        world.put(Change.delete(TaskViews.TASKS, like.name()));
        walk(
                items(
                        number -> Change.put(
                                TaskViews.TASKS, new Task("c", id(number), like.spec(), like.status(), 1, null)),
                        number -> Change.delete(TaskViews.TASKS, "c/" + id(number))),
                token -> {
                    var page = calls.call(
                            new ListTasks((state, name) -> java.util.OptionalInt.empty()),
                            ListTasksRequest.builder()
                                    .cluster("c")
                                    .maxResults(1)
                                    .nextToken(token)
                                    .build());
                    return new Slice(page.taskArns(), page.nextToken());
                },
                PagingTest::id);
    }

    @Test
    void containerInstances() {
        walk(
                instances(),
                token -> {
                    var page = calls.call(
                            new ListContainerInstances(TaskModule.instanceTasks()),
                            ListContainerInstancesRequest.builder()
                                    .cluster("c")
                                    .maxResults(1)
                                    .nextToken(token)
                                    .build());
                    return new Slice(page.containerInstanceArns(), page.nextToken());
                },
                PagingTest::id);
    }

    @Test
    void attributes() {
        walk(
                instances(),
                token -> {
                    var page = calls.call(
                            new ListAttributes(),
                            ListAttributesRequest.builder()
                                    .cluster("c")
                                    .targetType("container-instance")
                                    .attributeName("number")
                                    .maxResults(1)
                                    .nextToken(token)
                                    .build());
                    return new Slice(
                            page.attributes().stream()
                                    .map(attribute -> attribute.targetId())
                                    .toList(),
                            page.nextToken());
                },
                PagingTest::id);
    }

    /// The items of even numbers are there throughout; those of odd ones come and go.
    private void walk(Items items, Function<@Nullable String, Slice> list, Function<Integer, String> name) {
        TreeSet<String> throughout = new TreeSet<>();
        TreeSet<Integer> fleeting = new TreeSet<>();
        List<Change> first = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            first.add(items.made(2 * i));
            throughout.add(name.apply(2 * i));
            if (i % 3 == 0) {
                first.add(items.made(2 * i + 1));
                fleeting.add(2 * i + 1);
            }
        }
        calls.commit(first);
        List<String> seen = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            Slice page = list.apply(token);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(1);
            page.items().forEach(item -> seen.add(item.substring(item.lastIndexOf('/') + 1)));
            token = page.next();
            int comes = 2 * (pages * 7 % ITEMS) + 1;
            int goes = 2 * (pages * 11 % ITEMS) + 1;
            if (fleeting.add(comes)) {
                calls.commit(List.of(items.made(comes)));
            }
            if (fleeting.remove(goes)) {
                calls.commit(List.of(items.deleted(goes)));
            }
            pages++;
        } while (token != null && pages < 4 * ITEMS);

        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.stream().filter(throughout::contains)).hasSize(ITEMS);
    }

    private Items definitions() {
        return items(
                number -> Change.put(TaskDefinitionViews.TASK_DEFINITIONS, definition(name(number), 1)),
                number -> Change.delete(TaskDefinitionViews.TASK_DEFINITIONS, TaskDefinitionViews.id(name(number), 1)));
    }

    private Items instances() {
        return items(
                number -> Change.put(
                        InstanceViews.CONTAINER_INSTANCES,
                        ContainerInstance.registered("c", id(number), "h", Calls.NOW)
                                .with(new TreeMap<>(java.util.Map.of("number", Integer.toString(number))))),
                number -> Change.delete(InstanceViews.CONTAINER_INSTANCES, "c/" + id(number)));
    }

    private static TaskDefinition definition(String family, int revision) {
        TaskDefinition one = TaskWorld.definition(family, null, null, null, List.of(TaskWorld.web(80)));
        return new TaskDefinition(
                one.family(),
                revision,
                one.status(),
                one.containers(),
                null,
                null,
                null,
                one.requiresCompatibilities(),
                one.compatibilities(),
                null,
                null,
                one.registeredAt(),
                one.registeredBy(),
                null);
    }

    private static Service service(String name) {
        return new Service(
                "c",
                name,
                ServiceSpec.of(
                        WorkloadConfiguration.of("f:1", LaunchType.EC2, null, null),
                        0,
                        DeploymentConfiguration.DEFAULT,
                        new ServiceSpec.Origin(null, Calls.CALLER, Calls.NOW, null)),
                ServiceStatus.first(List.of(), null));
    }

    private static Items items(Function<Integer, Change> made, Function<Integer, Change> deleted) {
        return new Items() {
            @Override
            public Change made(int number) {
                return made.apply(number);
            }

            @Override
            public Change deleted(int number) {
                return deleted.apply(number);
            }
        };
    }

    /// Names that sort otherwise than their numbers.
    private static String name(int number) {
        return "n" + number;
    }

    private static String id(int number) {
        return "%032x".formatted(number * 2_654_435_761L);
    }
}
