package berth.control.ecs.taskdef.api;

import berth.kernel.Fault;
import berth.kernel.host.Ties;
import berth.kernel.host.Ties.Condition;
import berth.kernel.host.Ties.Dependency;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;

/// What ties the containers of a definition together, from and to the SDK's class.
final class TiesMapper {
    private TiesMapper() {}

    static Ties fromSdk(ContainerDefinition given) {
        return new Ties(
                given.dependsOn().stream()
                        .map(one -> new Dependency(
                                ContainerMapper.required("Container.dependsOn.containerName", one.containerName()),
                                condition(one.conditionAsString())))
                        .toList(),
                given.startTimeout() == null ? null : Duration.ofSeconds(given.startTimeout()));
    }

    private static Condition condition(@Nullable String given) {
        String word = ContainerMapper.required("Container.dependsOn.condition", given);
        return Arrays.stream(Condition.values())
                .filter(condition -> condition.name().equals(word))
                .findFirst()
                .orElseThrow(() -> notOneOf(word).raise());
    }

    private static Fault notOneOf(String word) {
        return TaskDefinitionMapper.notOneOf(
                "containerDefinitions.dependsOn.condition",
                word,
                Arrays.stream(Condition.values()).map(Condition::name).toList());
    }

    static void show(Ties ties, ContainerDefinition.Builder made) {
        if (!ties.dependsOn().isEmpty()) {
            made.dependsOn(ties.dependsOn().stream()
                    .map(one -> ContainerDependency.builder()
                            .containerName(one.container())
                            .condition(one.condition().name())
                            .build())
                    .toList());
        }
        made.startTimeout(
                ties.startTimeout() == null ? null : (int) ties.startTimeout().toSeconds());
    }
}
