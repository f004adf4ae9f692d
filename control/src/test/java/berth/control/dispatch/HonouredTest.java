package berth.control.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RuntimePlatform;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Volume;

class HonouredTest {
    private static final Honoured CLUSTER = Honoured.of(CreateClusterRequest.class, "clusterName");

    private static final Honoured DEFINITION =
            Honoured.of(RegisterTaskDefinitionRequest.class, List.of("family", "containerDefinitions.name", "cpu"));

    @Test
    void whatIsHonouredPasses() {
        assertThatCode(() -> CLUSTER.check(
                        CreateClusterRequest.builder().clusterName("c").build()))
                .doesNotThrowAnyException();
    }

    @Test
    void aFieldThatIsNotHonouredIsRefusedByNameWithItsReason() {
        CreateClusterRequest request = CreateClusterRequest.builder()
                .tags(Tag.builder().key("k").value("v").build())
                .build();

        assertThatThrownBy(() -> CLUSTER.refusing("tags", "tags are not kept").check(request))
                .hasMessageContaining("InvalidParameterException")
                .hasMessageContaining("Berth does not support tags[0].key yet: tags are not kept.");
    }

    @Test
    void aLeafDeepInAListIsNamedWithItsIndex() {
        RegisterTaskDefinitionRequest request = definition(
                ContainerDefinition.builder().name("a").build(),
                ContainerDefinition.builder()
                        .name("b")
                        .linuxParameters(LinuxParameters.builder()
                                .initProcessEnabled(false)
                                .build())
                        .build());

        assertThat(DEFINITION.firstRefused(request))
                .contains("containerDefinitions[1].linuxParameters.initProcessEnabled");
    }

    @Test
    void listsMapsTextsAndStructuresWithoutContentCarryNoValue() {
        RegisterTaskDefinitionRequest request = definition(ContainerDefinition.builder()
                        .name("a")
                        .links(List.of())
                        .mountPoints(List.of())
                        .dockerLabels(java.util.Map.of())
                        .user("")
                        .linuxParameters(LinuxParameters.builder().build())
                        .build())
                .toBuilder()
                .runtimePlatform(RuntimePlatform.builder().build())
                .volumes(List.of())
                .build();

        assertThat(DEFINITION.firstRefused(request)).isEmpty();
    }

    @Test
    void anEmptyElementOfAListThatIsNotHonouredIsRefused() {
        RegisterTaskDefinitionRequest request = RegisterTaskDefinitionRequest.builder()
                .volumes(Volume.builder().build())
                .build();

        assertThat(DEFINITION.firstRefused(request)).contains("volumes");
    }

    @Test
    void aListOfTextsIsRefusedAsAWhole() {
        RegisterTaskDefinitionRequest request = definition(ContainerDefinition.builder()
                .dnsServers("10.0.0.1")
                .dockerLabels(java.util.Map.of())
                .build());

        assertThat(DEFINITION.firstRefused(request)).contains("containerDefinitions[0].dnsServers");
    }

    @Test
    void theAcceptedValueOfAFieldPassesAndNoOther() {
        Honoured runTask = Honoured.of(RunTaskRequest.class, "taskDefinition").accepting("enableExecuteCommand", false);

        assertThat(runTask.firstRefused(
                        RunTaskRequest.builder().enableExecuteCommand(false).build()))
                .isEmpty();
        assertThat(runTask.firstRefused(
                        RunTaskRequest.builder().enableExecuteCommand(true).build()))
                .contains("enableExecuteCommand");
    }

    @Test
    void anIdempotencyTokenThatWasNotSentIsNotInvented() {
        assertThat(Honoured.of(RunTaskRequest.class, "taskDefinition")
                        .firstRefused(RunTaskRequest.builder().build()))
                .isEmpty();
    }

    @Test
    void aStructureHonouredAsAWholeCoversItsLeaves() {
        Honoured whole = Honoured.of(RunTaskRequest.class, "networkConfiguration", "count");

        assertThat(whole.refused())
                .contains("cluster", "overrides.containerOverrides.name")
                .noneMatch(leaf -> leaf.startsWith("networkConfiguration"));
    }

    @Test
    void aPathThatTheRequestDoesNotHaveIsADefect() {
        assertThatThrownBy(
                        () -> Honoured.of(RunTaskRequest.class, "taskDefiniton").refused())
                .hasMessageContaining("RunTaskRequest has no field taskDefiniton");
    }

    private static RegisterTaskDefinitionRequest definition(ContainerDefinition... containers) {
        return RegisterTaskDefinitionRequest.builder()
                .family("f")
                .containerDefinitions(containers)
                .build();
    }
}
