package berth.control.ecs.taskdef.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.taskdef.DefinitionUses;
import berth.control.ecs.taskdef.TaskDefinitionModule;
import berth.control.reconcile.Plan;
import berth.control.reconcile.Reconciler;
import berth.kernel.Fault;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

class DeleteTaskDefinitionsTest {
    private final Calls calls = new Calls();
    private final TreeSet<String> used = new TreeSet<>();
    private final DefinitionUses uses = (state, definition) -> used.contains(definition);
    private final Reconciler reconciler =
            (Reconciler) TaskDefinitionModule.module(uses).woken().getFirst();

    @Test
    void anInactiveRevisionIsGoneWhenNothingUsesItAnyMore() {
        register();
        deregister("f:1");
        used.add("f:1");

        DeleteTaskDefinitionsResponse response = delete("f:1");

        assertThat(response.failures()).isEmpty();
        assertThat(response.taskDefinitions()).singleElement().satisfies(one -> {
            assertThat(one.statusAsString()).isEqualTo("DELETE_IN_PROGRESS");
            assertThat(one.deleteRequestedAt()).isEqualTo(Calls.NOW);
        });
        assertThat(look("f:1").changes()).isEmpty();
        assertThat(describe("f:1").statusAsString()).isEqualTo("DELETE_IN_PROGRESS");
        assertThat(calls.call(
                                new ListTaskDefinitions(),
                                ListTaskDefinitionsRequest.builder()
                                        .status("DELETE_IN_PROGRESS")
                                        .build())
                        .taskDefinitionArns())
                .hasSize(1);

        used.clear();
        look("f:1");

        assertThat(calls.refusal(
                        new DescribeTaskDefinition(),
                        DescribeTaskDefinitionRequest.builder()
                                .taskDefinition("f:1")
                                .build()))
                .isEqualTo(Fault.client("Unable to describe task definition."));
        assertThat(calls.call(
                                new ListTaskDefinitionFamilies(),
                                ListTaskDefinitionFamiliesRequest.builder().build())
                        .families())
                .isEmpty();
        assertThat(TagViews.of(calls.state(), "task-definition/f:1")).isEmpty();
    }

    @Test
    void aNumberIsNeverUsedAgain() {
        register();
        register();
        deregister("f:1");
        deregister("f:2");
        delete("f:1", "f:2");
        look("f:1");
        look("f:2");

        assertThat(register().revision()).isEqualTo(3);
    }

    @Test
    void anActiveOneAndOneThatThereIsNotAreFailures() {
        register();

        DeleteTaskDefinitionsResponse response = delete("f:1", "f:9");

        assertThat(response.taskDefinitions()).isEmpty();
        assertThat(response.failures())
                .extracting(failure -> failure.arn().substring(failure.arn().lastIndexOf('/') + 1))
                .containsExactly("f:1", "f:9");
        assertThat(response.failures().getFirst().reason())
                .isEqualTo("The specified task definition is still in ACTIVE status. Please deregister the target and"
                        + " try again.");
    }

    @Test
    void deletingOneAgainAnswersItAsItIs() {
        register();
        deregister("f:1");
        delete("f:1");

        assertThat(delete("f:1").taskDefinitions()).hasSize(1);
    }

    @Test
    void oneToTenAreNamedEachWithItsRevision() {
        assertThat(refusal(List.of()).message())
                .isEqualTo("size of TaskDefinition references list must be greater than 0");
        assertThat(refusal(Collections.nCopies(11, "f:1")).message())
                .isEqualTo("Size of TaskDefinition references list cannot exceed 10");
        assertThat(refusal(List.of("f"))).isEqualTo(Fault.client("Revision is missing."));
    }

    private Fault refusal(List<String> definitions) {
        return calls.refusal(
                new DeleteTaskDefinitions(),
                DeleteTaskDefinitionsRequest.builder()
                        .taskDefinitions(definitions)
                        .build());
    }

    private Plan look(String definition) {
        Plan plan = reconciler.reconcile(calls.state(), definition, calls.context());
        calls.commit(plan.changes());
        return plan;
    }

    private TaskDefinition register() {
        return calls.call(
                        new RegisterTaskDefinition(),
                        RegisterTaskDefinitionRequest.builder()
                                .family("f")
                                .containerDefinitions(
                                        c -> c.name("c").image("busybox").memory(16))
                                .tags(Tag.builder().key("k").value("v").build())
                                .build())
                .taskDefinition();
    }

    private void deregister(String definition) {
        calls.call(
                new DeregisterTaskDefinition(),
                DeregisterTaskDefinitionRequest.builder()
                        .taskDefinition(definition)
                        .build());
    }

    private DeleteTaskDefinitionsResponse delete(String... definitions) {
        return calls.call(
                new DeleteTaskDefinitions(),
                DeleteTaskDefinitionsRequest.builder()
                        .taskDefinitions(definitions)
                        .build());
    }

    private TaskDefinition describe(String definition) {
        return calls.call(
                        new DescribeTaskDefinition(),
                        DescribeTaskDefinitionRequest.builder()
                                .taskDefinition(definition)
                                .build())
                .taskDefinition();
    }
}
