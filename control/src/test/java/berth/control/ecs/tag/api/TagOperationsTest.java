package berth.control.ecs.tag.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.TaggedResourcesByViews;
import berth.control.dispatch.Calls;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.api.DescribeTasks;
import berth.control.ecs.task.api.RunTask;
import berth.control.ecs.taskdef.api.DescribeTaskDefinition;
import berth.control.ecs.taskdef.api.RegisterTaskDefinition;
import berth.control.store.Change;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;

class TagOperationsTest {
    private static final String ECS = "arn:aws:ecs:us-east-1:111122223333:";
    private static final String CLUSTER = ECS + "cluster/c";

    private final TaskWorld world = new TaskWorld().host("h");
    private final Calls calls = world.calls;
    private final TaggedResourcesByViews resources = new TaggedResourcesByViews();
    private final TagResource tag = new TagResource(resources);
    private final UntagResource untag = new UntagResource(resources);
    private final ListTagsForResource list = new ListTagsForResource(resources);
    private final RunTask run = new RunTask(Settings.RELAXED);

    @Test
    void tagsMergeAndANewValueTakesThePlaceOfTheOld() {
        give(CLUSTER, "team", "a");
        give(CLUSTER, "env", "prod");
        give(CLUSTER, "team", "b");

        assertThat(tags(CLUSTER)).isEqualTo(Map.of("team", "b", "env", "prod"));

        calls.call(
                untag,
                UntagResourceRequest.builder()
                        .resourceArn(CLUSTER)
                        .tagKeys("team", "unknown")
                        .build());

        assertThat(tags(CLUSTER)).isEqualTo(Map.of("env", "prod"));
    }

    @Test
    void theFiftiethTagIsTakenAndTheNextIsRefused() {
        for (int i = 0; i < 50; i++) {
            give(CLUSTER, "key" + i, "");
        }
        give(CLUSTER, "key7", "another value");

        var fault = calls.refusal(tag, tagging(CLUSTER, tag("one more", "")));

        assertThat(fault.code()).isEqualTo("LimitExceededException");
        assertThat(tags(CLUSTER)).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource({
        "aws:mine,  v,    cannot start with aws:",
        "AWS:mine,  v,    cannot start with aws:",
        "'',        v,    1 to 128 characters",
        "semi;colon, v,   letters",
        "key,       <v>,  letters"
    })
    void aBadTagIsRefusedByName(String key, String value, String why) {
        var fault = calls.refusal(tag, tagging(CLUSTER, tag(key, value)));

        assertThat(fault.code()).isEqualTo("InvalidParameterException");
        assertThat(fault.message()).contains(why);
    }

    @Test
    void keysAndValuesHaveTheirLengths() {
        give(CLUSTER, "k".repeat(128), "v".repeat(256));

        assertThat(calls.refusal(tag, tagging(CLUSTER, tag("k".repeat(129), "")))
                        .message())
                .contains("has 129");
        assertThat(calls.refusal(tag, tagging(CLUSTER, tag("k", "v".repeat(257))))
                        .message())
                .contains("has 257");
    }

    @Test
    void aKeyMustNotBeThereTwiceNorMoreThanFifty() {
        assertThat(calls.refusal(tag, tagging(CLUSTER, tag("k", "1"), tag("k", "2")))
                        .message())
                .contains("must be unique");
        Tag[] many = IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "")).toArray(Tag[]::new);
        assertThat(calls.refusal(tag, tagging(CLUSTER, many)).message())
                .isEqualTo("Tags cannot have more than 50 entries, has 51.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "arn:aws:ecs:us-east-1:111122223333:nothing/x",
                "arn:aws:ecs:us-east-1:999999999999:cluster/c",
                "arn:aws:ecs:us-east-1:111122223333:task-definition/f"
            })
    void anArnOfSomethingElseIsInvalid(String arn) {
        assertThat(calls.refusal(tag, tagging(arn, tag("k", "v"))).message()).isEqualTo("The ARN provided is invalid.");
    }

    @Test
    void shortArnsOfServicesAreRefusedInEcssWords() {
        assertThat(calls.refusal(tag, tagging(ECS + "service/web", tag("k", "v")))
                        .message())
                .isEqualTo("Long arn format must be used for tagging operations");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(calls.refusal(tag, tagging(ECS + "cluster/nope", tag("k", "v")))
                        .code())
                .isEqualTo("ClusterNotFoundException");
        assertThat(calls.refusal(tag, tagging(ECS + "service/c/nope", tag("k", "v")))
                        .code())
                .isEqualTo("ResourceNotFoundException");
        assertThat(calls.refusal(list, listing(ECS + "task/c/" + "0".repeat(32)))
                        .code())
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void aDeletedClusterCannotBeTaggedAndItsSuccessorHasNoneOfItsTags() {
        give(CLUSTER, "team", "a");
        world.put(Change.put(ClusterViews.CLUSTERS, TaskWorld.cluster().with(Cluster.Status.INACTIVE)));

        assertThat(calls.refusal(tag, tagging(CLUSTER, tag("k", "v"))).message())
                .isEqualTo("The specified cluster is inactive. Specify an active cluster and try again.");
        calls.commit(TagViews.replaced(calls.state(), "cluster/c", new TreeMap<>()));
        assertThat(tags(CLUSTER)).isEmpty();
    }

    @Test
    void theCapacityProvidersOfFargateHaveNoTags() {
        String arn = ECS + "capacity-provider/FARGATE";

        assertThat(tags(arn)).isEmpty();
        assertThat(calls.refusal(tag, tagging(arn, tag("k", "v"))).message()).contains("reserved");
    }

    @Test
    void tasksAreBornWithTheDefinitionsTagsTheirOwnAndEcss() {
        register();

        Task task = run(r -> r.propagateTags("TASK_DEFINITION")
                .enableECSManagedTags(true)
                .tags(tag("team", "own"), tag("job", "7")));

        assertThat(map(task.tags()))
                .isEqualTo(Map.of("team", "own", "cost", "4", "job", "7", "aws:ecs:clusterName", "c"));
        assertThat(tags(task.taskArn())).isEqualTo(map(task.tags()));
    }

    @Test
    void withoutPropagationATaskHasItsOwnTagsAlone() {
        register();

        assertThat(run(r -> r.tags(tag("job", "7"))).tags()).containsExactly(tag("job", "7"));
        assertThat(run(r -> r.propagateTags("NONE")).tags()).isEmpty();
    }

    @Test
    void aTaskOnItsOwnHasNoServiceToTakeTagsFrom() {
        register();

        var fault = calls.refusal(run, request(r -> r.propagateTags("SERVICE")));

        assertThat(fault.code()).isEqualTo("InvalidParameterException");
        assertThat(fault.message()).contains("SERVICE");
    }

    @Test
    void tagsAreShownOnlyWhereTheyAreAskedFor() {
        register();
        String arn = run(r -> r.tags(tag("job", "7"))).taskArn();
        give(arn, "later", "yes");

        assertThat(describe(arn, false).tags()).isEmpty();
        assertThat(describe(arn, true).tags()).containsExactly(tag("job", "7"), tag("later", "yes"));
        var definition = new DescribeTaskDefinition();
        assertThat(calls.call(
                                definition,
                                DescribeTaskDefinitionRequest.builder()
                                        .taskDefinition("f")
                                        .build())
                        .hasTags())
                .isFalse();
        assertThat(calls.call(
                                definition,
                                DescribeTaskDefinitionRequest.builder()
                                        .taskDefinition("f")
                                        .includeWithStrings("TAGS")
                                        .build())
                        .tags())
                .containsExactly(tag("cost", "4"), tag("team", "a"));
    }

    @Test
    void ecssOwnTagsCannotBeTakenAway() {
        register();
        String arn = run(r -> r.enableECSManagedTags(true)).taskArn();

        var fault = calls.refusal(
                untag,
                UntagResourceRequest.builder()
                        .resourceArn(arn)
                        .tagKeys("aws:ecs:clusterName")
                        .build());

        assertThat(fault.message()).contains("reserved");
        assertThat(tags(arn)).containsKey("aws:ecs:clusterName");
    }

    private void register() {
        calls.call(
                new RegisterTaskDefinition(),
                RegisterTaskDefinitionRequest.builder()
                        .family("f")
                        .containerDefinitions(c -> c.name("c").image("busybox").memory(16))
                        .tags(tag("team", "a"), tag("cost", "4"))
                        .build());
    }

    private Task run(Consumer<RunTaskRequest.Builder> with) {
        return calls.call(run, request(with)).tasks().getFirst();
    }

    private static RunTaskRequest request(Consumer<RunTaskRequest.Builder> with) {
        return RunTaskRequest.builder()
                .cluster("c")
                .taskDefinition("f")
                .applyMutation(with)
                .build();
    }

    private Task describe(String arn, boolean tags) {
        DescribeTasksRequest.Builder request =
                DescribeTasksRequest.builder().cluster("c").tasks(arn);
        return calls.call(
                        new DescribeTasks(),
                        tags ? request.includeWithStrings("TAGS").build() : request.build())
                .tasks()
                .getFirst();
    }

    private void give(String arn, String key, String value) {
        calls.call(tag, tagging(arn, tag(key, value)));
    }

    private Map<String, String> tags(String arn) {
        return map(calls.call(list, listing(arn)).tags());
    }

    private static Map<String, String> map(List<Tag> tags) {
        Map<String, String> map = new TreeMap<>();
        tags.forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }

    private static TagResourceRequest tagging(String arn, Tag... tags) {
        return TagResourceRequest.builder().resourceArn(arn).tags(tags).build();
    }

    private static ListTagsForResourceRequest listing(String arn) {
        return ListTagsForResourceRequest.builder().resourceArn(arn).build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
