package berth.control.ecs.taskdef.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

class TaskDefinitionOperationsTest {
    private static final String ARN = "arn:aws:ecs:us-east-1:111122223333:task-definition/";

    private final Calls calls = new Calls();

    @Test
    void theSameContentIsANewRevisionAndNumbersAreNotUsedAgain() {
        assertThat(register("web").revision()).isEqualTo(1);
        assertThat(register("web").revision()).isEqualTo(2);
        deregister("web:2");
        deregister("web:1");
        assertThat(register("web").revision()).isEqualTo(3);
        assertThat(register("other").revision()).isEqualTo(1);
    }

    @Test
    void aFamilyIsItsLatestActiveRevision() {
        register("web");
        register("web");
        register("web");
        deregister("web:3");

        assertThat(describe("web").taskDefinition().revision()).isEqualTo(2);
        assertThat(describe(ARN + "web").taskDefinition().revision()).isEqualTo(2);
        assertThat(describe("web:3").taskDefinition().statusAsString()).isEqualTo("INACTIVE");
        assertThat(describe(ARN + "web:3").taskDefinition().deregisteredAt()).isEqualTo(Calls.NOW);
    }

    @Test
    void aFamilyWithoutActiveRevisionCannotBeDescribedByItsNameAlone() {
        register("web");
        deregister("web:1");

        assertThat(describeRefusal("web")).isEqualTo(Fault.client("Unable to describe task definition."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope",
                "web:2",
                "web:99999999999999",
                "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1",
                "arn:aws:ecs:us-east-1:111122223333:cluster/web"
            })
    void anUnknownDefinitionCannotBeDescribed(String reference) {
        register("web");

        assertThat(describeRefusal(reference)).isEqualTo(Fault.client("Unable to describe task definition."));
    }

    @ParameterizedTest
    @CsvSource({"web:x,x", "web:,''", "web:1:2,1:2", "web:-1,-1"})
    void aRevisionThatIsNoNumberIsNamed(String reference, String number) {
        register("web");

        assertThat(describeRefusal(reference))
                .isEqualTo(Fault.invalidParameter("Invalid revision number. Number: " + number));
    }

    @Test
    void tagsAreShownOnlyWhenAskedFor() {
        register("web");

        assertThat(describe("web").hasTags()).isFalse();
        assertThat(calls.call(
                                new DescribeTaskDefinition(),
                                DescribeTaskDefinitionRequest.builder()
                                        .taskDefinition("web")
                                        .includeWithStrings("TAGS")
                                        .build())
                        .hasTags())
                .isTrue();
        assertThat(calls.refusal(
                                new DescribeTaskDefinition(),
                                DescribeTaskDefinitionRequest.builder()
                                        .taskDefinition("web")
                                        .includeWithStrings("ALL")
                                        .build())
                        .message())
                .isEqualTo("include cannot be 'ALL'. It must be one of [TAGS].");
    }

    @Test
    void describingOrDeregisteringNothingIsRefused() {
        assertThat(calls.refusal(
                        new DescribeTaskDefinition(),
                        DescribeTaskDefinitionRequest.builder().build()))
                .isEqualTo(Fault.invalidParameter("taskDefinition cannot be empty."));
        assertThat(deregisterRefusal(null)).isEqualTo(Fault.invalidParameter("taskDefinition cannot be empty."));
    }

    @Test
    void deregisteringNeedsARevisionThatExists() {
        register("web");

        assertThat(deregisterRefusal("web")).isEqualTo(Fault.client("Revision is missing."));
        assertThat(deregisterRefusal(ARN + "web")).isEqualTo(Fault.client("Revision is missing."));
        assertThat(deregisterRefusal("web:2"))
                .isEqualTo(
                        Fault.client(
                                "The specified task definition does not exist. Specify a valid account, family, revision and try again."));
    }

    @Test
    void deregisteringAgainAnswersTheSame() {
        register("web");
        TaskDefinition first = deregister("web:1");

        assertThat(first.statusAsString()).isEqualTo("INACTIVE");
        assertThat(deregister("web:1")).isEqualTo(first);
    }

    @Test
    void revisionsAreListedByFamilyAndThenByNumber() {
        for (int i = 0; i < 11; i++) {
            register("a");
        }
        register("a-b");
        register("a1");
        register("B");
        deregister("a:3");

        List<String> ascending = list(null, null, "ASC", 4);

        assertThat(ascending)
                .containsExactly(
                        ARN + "B:1",
                        ARN + "a:1",
                        ARN + "a:2",
                        ARN + "a:4",
                        ARN + "a:5",
                        ARN + "a:6",
                        ARN + "a:7",
                        ARN + "a:8",
                        ARN + "a:9",
                        ARN + "a:10",
                        ARN + "a:11",
                        ARN + "a-b:1",
                        ARN + "a1:1");
        assertThat(list(null, null, "DESC", 3)).containsExactlyElementsOf(ascending.reversed());
        assertThat(list(null, null, null, 100)).containsExactlyElementsOf(ascending);
        assertThat(list(null, "INACTIVE", null, 100)).containsExactly(ARN + "a:3");
        assertThat(list(null, "DELETE_IN_PROGRESS", null, 100)).isEmpty();
        assertThat(list("a", null, "DESC", 4))
                .hasSize(10)
                .startsWith(ARN + "a:11")
                .endsWith(ARN + "a:1");
        assertThat(list("nope", null, null, 100)).isEmpty();
    }

    @Test
    void aPageGoesOnBehindADeregisteredRevision() {
        for (int i = 0; i < 4; i++) {
            register("a");
        }
        var first = calls.call(
                new ListTaskDefinitions(),
                ListTaskDefinitionsRequest.builder().maxResults(2).build());
        deregister("a:2");
        var second = calls.call(
                new ListTaskDefinitions(),
                ListTaskDefinitionsRequest.builder()
                        .maxResults(2)
                        .nextToken(first.nextToken())
                        .build());

        assertThat(first.taskDefinitionArns()).containsExactly(ARN + "a:1", ARN + "a:2");
        assertThat(second.taskDefinitionArns()).containsExactly(ARN + "a:3", ARN + "a:4");
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void aTokenIsGoodForItsOwnFiltersOnly() {
        register("a");
        register("a");
        String token = calls.call(
                        new ListTaskDefinitions(),
                        ListTaskDefinitionsRequest.builder().maxResults(1).build())
                .nextToken();

        assertThat(calls.refusal(
                        new ListTaskDefinitions(),
                        ListTaskDefinitionsRequest.builder()
                                .sort("DESC")
                                .nextToken(token)
                                .build()))
                .isEqualTo(Fault.invalidParameter("Invalid token."));
    }

    @Test
    void wrongStatusAndSortAreRefused() {
        assertThat(calls.refusal(
                        new ListTaskDefinitions(),
                        ListTaskDefinitionsRequest.builder().status("GONE").build()))
                .isEqualTo(Fault.invalidParameter(
                        "status cannot be 'GONE'. It must be one of [ACTIVE, DELETE_IN_PROGRESS, INACTIVE]."));
        assertThat(calls.refusal(
                        new ListTaskDefinitions(),
                        ListTaskDefinitionsRequest.builder().sort("UP").build()))
                .isEqualTo(Fault.invalidParameter("sort cannot be 'UP'. It must be one of [ASC, DESC]."));
        assertThat(calls.refusal(
                                new ListTaskDefinitionFamilies(),
                                ListTaskDefinitionFamiliesRequest.builder()
                                        .status("GONE")
                                        .build())
                        .code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void familiesAreListedByPrefixAndStatus() {
        register("web-a");
        register("web-b");
        register("batch");
        register("web-b");
        deregister("web-a:1");
        deregister("web-b:1");

        assertThat(families(null, null)).containsExactly("batch", "web-a", "web-b");
        assertThat(families("web", null)).containsExactly("web-a", "web-b");
        assertThat(families("web", "ALL")).containsExactly("web-a", "web-b");
        assertThat(families(null, "ACTIVE")).containsExactly("batch", "web-b");
        assertThat(families(null, "INACTIVE")).containsExactly("web-a");
        assertThat(families("x", null)).isEmpty();
    }

    private TaskDefinition register(String family) {
        return calls.call(
                        new RegisterTaskDefinition(),
                        RegisterTaskDefinitionRequest.builder()
                                .family(family)
                                .containerDefinitions(ContainerDefinition.builder()
                                        .name("c")
                                        .image("nginx")
                                        .memory(64)
                                        .build())
                                .build())
                .taskDefinition();
    }

    private TaskDefinition deregister(String reference) {
        return calls.call(
                        new DeregisterTaskDefinition(),
                        DeregisterTaskDefinitionRequest.builder()
                                .taskDefinition(reference)
                                .build())
                .taskDefinition();
    }

    private Fault deregisterRefusal(@Nullable String reference) {
        return calls.refusal(
                new DeregisterTaskDefinition(),
                DeregisterTaskDefinitionRequest.builder()
                        .taskDefinition(reference)
                        .build());
    }

    private DescribeTaskDefinitionResponse describe(String reference) {
        return calls.call(
                new DescribeTaskDefinition(),
                DescribeTaskDefinitionRequest.builder()
                        .taskDefinition(reference)
                        .build());
    }

    private Fault describeRefusal(String reference) {
        return calls.refusal(
                new DescribeTaskDefinition(),
                DescribeTaskDefinitionRequest.builder()
                        .taskDefinition(reference)
                        .build());
    }

    private List<String> list(@Nullable String family, @Nullable String status, @Nullable String sort, int pageSize) {
        List<String> all = new ArrayList<>();
        String token = null;
        do {
            var page = calls.call(
                    new ListTaskDefinitions(),
                    ListTaskDefinitionsRequest.builder()
                            .familyPrefix(family)
                            .status(status)
                            .sort(sort)
                            .maxResults(pageSize)
                            .nextToken(token)
                            .build());
            assertThat(page.taskDefinitionArns()).hasSizeLessThanOrEqualTo(pageSize);
            all.addAll(page.taskDefinitionArns());
            token = page.nextToken();
        } while (token != null);
        return all;
    }

    private List<String> families(@Nullable String prefix, @Nullable String status) {
        List<String> all = new ArrayList<>();
        String token = null;
        do {
            var page = calls.call(
                    new ListTaskDefinitionFamilies(),
                    ListTaskDefinitionFamiliesRequest.builder()
                            .familyPrefix(prefix)
                            .status(status)
                            .maxResults(1)
                            .nextToken(token)
                            .build());
            all.addAll(page.families());
            token = page.nextToken();
        } while (token != null);
        return all;
    }
}
