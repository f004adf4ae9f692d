package berth.control.ecs.taskdef.api;

import berth.kernel.Fault;
import berth.kernel.host.Firelens;
import berth.kernel.host.Namespaces;
import berth.kernel.host.Namespaces.Mode;
import berth.kernel.host.RestartPolicy;
import berth.kernel.host.Ties;
import berth.kernel.host.Ties.Condition;
import berth.kernel.host.Ties.Dependency;
import berth.kernel.host.Ties.Link;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.ContainerRestartPolicy;
import software.amazon.awssdk.services.ecs.model.FirelensConfiguration;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

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
                given.startTimeout() == null ? null : Duration.ofSeconds(given.startTimeout()),
                given.restartPolicy() == null ? null : restartPolicy(given.restartPolicy()),
                given.links().stream().map(TiesMapper::link).toList(),
                given.firelensConfiguration() == null ? null : firelens(given.firelensConfiguration()));
    }

    /// Options in the order of their names, so that equal definitions are equal rows.
    private static Firelens firelens(FirelensConfiguration given) {
        String word = ContainerMapper.required("Container.firelensConfiguration.type", given.typeAsString());
        Firelens.Type type = Firelens.Type.of(word)
                .orElseThrow(() -> TaskDefinitionMapper.notOneOf(
                                "containerDefinitions.firelensConfiguration.type",
                                word,
                                Arrays.stream(Firelens.Type.values())
                                        .map(Firelens.Type::word)
                                        .toList())
                        .raise());
        return new Firelens(type, new LinkedHashMap<>(new TreeMap<>(given.options())));
    }

    private static FirelensConfiguration toSdk(Firelens router) {
        var made = FirelensConfiguration.builder().type(router.type().word());
        return router.options().isEmpty()
                ? made.build()
                : made.options(router.options()).build();
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

    private static RestartPolicy restartPolicy(ContainerRestartPolicy given) {
        if (given.enabled() == null) {
            throw Fault.client("Container.restartPolicy.enabled should not be null.")
                    .raise();
        }
        return new RestartPolicy(
                given.enabled(),
                given.ignoredExitCodes(),
                given.restartAttemptPeriod() == null ? null : Duration.ofSeconds(given.restartAttemptPeriod()));
    }

    private static ContainerRestartPolicy toSdk(RestartPolicy policy) {
        Duration period = policy.attemptPeriod();
        var made = ContainerRestartPolicy.builder()
                .enabled(policy.enabled())
                .restartAttemptPeriod(period == null ? null : (int) period.toSeconds());
        return policy.ignoredExitCodes().isEmpty()
                ? made.build()
                : made.ignoredExitCodes(policy.ignoredExitCodes()).build();
    }

    /// ECS: `name:alias`, or `name` for both.
    private static Link link(String given) {
        int colon = given.indexOf(':');
        String name = colon < 0 ? given : given.substring(0, colon);
        String alias = colon < 0 ? given : given.substring(colon + 1);
        if (name.isEmpty() || alias.isEmpty()) {
            throw Fault.client("Container.links must be of the form name or name:alias, was '%s'.".formatted(given))
                    .raise();
        }
        return new Link(name, alias);
    }

    private static String text(Link link) {
        return link.alias().equals(link.container()) ? link.container() : link.container() + ':' + link.alias();
    }

    /// Which namespaces the containers of a task share.
    static Namespaces namespaces(RegisterTaskDefinitionRequest request) {
        return new Namespaces(
                mode("pidMode", request.pidModeAsString(), List.of(Mode.HOST, Mode.TASK)),
                mode("ipcMode", request.ipcModeAsString(), List.of(Mode.HOST, Mode.TASK, Mode.NONE)));
    }

    private static @Nullable Mode mode(String field, @Nullable String given, List<Mode> legal) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        return legal.stream()
                .filter(mode -> mode.word().equals(given))
                .findFirst()
                .orElseThrow(() -> TaskDefinitionMapper.notOneOf(
                                field, given, legal.stream().map(Mode::word).toList())
                        .raise());
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
        if (!ties.links().isEmpty()) {
            made.links(ties.links().stream().map(TiesMapper::text).toList());
        }
        made.firelensConfiguration(ties.firelens() == null ? null : toSdk(ties.firelens()));
        made.restartPolicy(ties.restartPolicy() == null ? null : toSdk(ties.restartPolicy()));
        made.startTimeout(
                ties.startTimeout() == null ? null : (int) ties.startTimeout().toSeconds());
    }
}
