package berth.control.ecs.taskdef.api;

import berth.control.dispatch.ResourceName;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.KeyValue;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.kernel.Fault;
import berth.kernel.host.HealthCheck;
import berth.kernel.host.NetworkMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/// Container definitions from and to the SDK's class.
final class ContainerMapper {
    private static final int DEFAULT_INTERVAL_SECONDS = 30;
    private static final int DEFAULT_TIMEOUT_SECONDS = 5;
    private static final int DEFAULT_RETRIES = 3;
    private static final List<String> CONSISTENCIES = List.of("disabled", "enabled");

    private ContainerMapper() {}

    static ContainerDefinition fromSdk(
            software.amazon.awssdk.services.ecs.model.ContainerDefinition given, @Nullable NetworkMode mode) {
        return new ContainerDefinition(
                name(given.name()),
                required("Container.image", given.image()),
                given.cpu() == null ? 0 : given.cpu(),
                given.memory(),
                given.memoryReservation(),
                given.essential() == null || given.essential(),
                given.portMappings().stream()
                        .map(mapping -> PortMapper.fromSdk(given.name(), mapping, mode))
                        .toList(),
                given.command().isEmpty() ? null : given.command(),
                given.entryPoint().isEmpty() ? null : given.entryPoint(),
                given.environment().stream().map(ContainerMapper::keyValue).toList(),
                given.healthCheck() == null ? null : healthCheck(given.healthCheck()),
                given.stopTimeout(),
                given.logConfiguration() == null ? null : logConfiguration(given.logConfiguration()),
                SettingsMapper.fromSdk(given),
                TiesMapper.fromSdk(given),
                EnvironmentFileMapper.fromSdk(given.environmentFiles()),
                versionConsistency(given.versionConsistencyAsString()));
    }

    static software.amazon.awssdk.services.ecs.model.ContainerDefinition toSdk(ContainerDefinition container) {
        var made = software.amazon.awssdk.services.ecs.model.ContainerDefinition.builder()
                .name(container.name())
                .image(container.image())
                .cpu(container.cpu())
                .memory(container.memory())
                .memoryReservation(container.memoryReservation())
                .essential(container.essential())
                .portMappings(
                        container.portMappings().stream().map(PortMapper::toSdk).toList())
                .environment(container.environment().stream()
                        .map(variable -> KeyValuePair.builder()
                                .name(variable.name())
                                .value(variable.value())
                                .build())
                        .toList())
                .stopTimeout(container.stopTimeout())
                .versionConsistency(container.versionConsistency())
                .healthCheck(container.healthCheck() == null ? null : toSdk(container.healthCheck()))
                .logConfiguration(container.logConfiguration() == null ? null : toSdk(container.logConfiguration()));
        SettingsMapper.show(container.settings(), made);
        TiesMapper.show(container.ties(), made);
        if (!container.environmentFiles().isEmpty()) {
            made.environmentFiles(EnvironmentFileMapper.toSdk(container.environmentFiles()));
        }
        if (container.command() != null) {
            made.command(container.command());
        }
        if (container.entryPoint() != null) {
            made.entryPoint(container.entryPoint());
        }
        return made.build();
    }

    private static @Nullable String versionConsistency(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        if (!CONSISTENCIES.contains(given)) {
            throw TaskDefinitionMapper.notOneOf("containerDefinitions.versionConsistency", given, CONSISTENCIES)
                    .raise();
        }
        return given;
    }

    private static String name(@Nullable String given) {
        String name = required("Container.name", given);
        if (name.length() > ResourceName.MAX_LENGTH || !ResourceName.hasGoodCharacters(name)) {
            throw Fault.client("Container.name contains invalid characters.").raise();
        }
        return name;
    }

    static String required(String what, @Nullable String given) {
        if (given == null || given.isEmpty()) {
            throw Fault.client(what + " should not be null or empty.").raise();
        }
        return given;
    }

    private static KeyValue keyValue(KeyValuePair given) {
        return new KeyValue(given.name() == null ? "" : given.name(), given.value() == null ? "" : given.value());
    }

    private static HealthCheck healthCheck(software.amazon.awssdk.services.ecs.model.HealthCheck given) {
        return new HealthCheck(
                given.command(),
                seconds(given.interval(), DEFAULT_INTERVAL_SECONDS),
                seconds(given.timeout(), DEFAULT_TIMEOUT_SECONDS),
                given.retries() == null ? DEFAULT_RETRIES : given.retries(),
                given.startPeriod() == null ? null : Duration.ofSeconds(given.startPeriod()));
    }

    private static Duration seconds(@Nullable Integer given, int otherwise) {
        return Duration.ofSeconds(given == null ? otherwise : given);
    }

    private static software.amazon.awssdk.services.ecs.model.HealthCheck toSdk(HealthCheck check) {
        return software.amazon.awssdk.services.ecs.model.HealthCheck.builder()
                .command(check.command())
                .interval((int) check.interval().toSeconds())
                .timeout((int) check.timeout().toSeconds())
                .retries(check.retries())
                .startPeriod(
                        check.startPeriod() == null
                                ? null
                                : (int) check.startPeriod().toSeconds())
                .build();
    }

    /// Options in the order of their names, so that equal definitions are equal rows.
    private static LogConfiguration logConfiguration(software.amazon.awssdk.services.ecs.model.LogConfiguration given) {
        if (given.logDriverAsString() == null) {
            throw Fault.client("Container.logConfiguration.logDriver should not be null or empty.")
                    .raise();
        }
        return new LogConfiguration(given.logDriverAsString(), new LinkedHashMap<>(new TreeMap<>(given.options())));
    }

    private static software.amazon.awssdk.services.ecs.model.LogConfiguration toSdk(LogConfiguration log) {
        var made = software.amazon.awssdk.services.ecs.model.LogConfiguration.builder()
                .logDriver(log.driver());
        return log.options().isEmpty()
                ? made.build()
                : made.options(log.options()).build();
    }
}
