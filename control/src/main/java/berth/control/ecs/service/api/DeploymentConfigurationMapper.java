package berth.control.ecs.service.api;

import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.DeploymentConfiguration.Alarms;
import berth.control.ecs.service.model.DeploymentConfiguration.Canary;
import berth.control.ecs.service.model.DeploymentConfiguration.CircuitBreaker;
import berth.control.ecs.service.model.DeploymentConfiguration.Linear;
import berth.control.ecs.service.model.DeploymentConfiguration.Strategy;
import berth.control.ecs.service.model.DeploymentConfiguration.Threshold;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CanaryConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentAlarms;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.LinearConfiguration;
import software.amazon.awssdk.services.ecs.model.ThresholdConfiguration;

/// Deployment configurations between the SDK's class and the record.
final class DeploymentConfigurationMapper {
    static final int LONGEST_BAKE_MINUTES = 1440;

    private DeploymentConfigurationMapper() {}

    /// `before` with what a request says; what is left out stays.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    static DeploymentConfiguration of(
            software.amazon.awssdk.services.ecs.model.@Nullable DeploymentConfiguration given,
            DeploymentConfiguration before) {
        if (given == null) {
            return before;
        }
        Percents percents = new Percents(before.minimumHealthyPercent(), before.maximumPercent()).with(given);
        return new DeploymentConfiguration(
                percents.minimumHealthy(),
                percents.maximum(),
                given.deploymentCircuitBreaker() == null
                        ? before.circuitBreaker()
                        : breaker(given.deploymentCircuitBreaker()),
                given.alarms() == null ? before.alarms() : alarms(given.alarms()),
                Words.of(
                        Strategy.class,
                        "deploymentConfiguration.strategy",
                        given.strategyAsString(),
                        before.strategy()),
                given.bakeTimeInMinutes() == null
                        ? before.bakeTimeInMinutes()
                        : minutes("bakeTimeInMinutes", given.bakeTimeInMinutes(), LONGEST_BAKE_MINUTES),
                given.hasLifecycleHooks()
                        ? given.lifecycleHooks().stream()
                                .map(LifecycleHookMapper::of)
                                .toList()
                        : before.lifecycleHooks(),
                given.linearConfiguration() == null ? before.linear() : linear(given.linearConfiguration()),
                given.canaryConfiguration() == null ? before.canary() : canary(given.canaryConfiguration()));
    }

    private static CircuitBreaker breaker(DeploymentCircuitBreaker given) {
        return new CircuitBreaker(
                Boolean.TRUE.equals(given.enable()),
                Boolean.TRUE.equals(given.rollback()),
                given.thresholdConfiguration() == null ? null : threshold(given.thresholdConfiguration()),
                !Boolean.FALSE.equals(given.resetOnHealthyTask()));
    }

    private static Threshold threshold(ThresholdConfiguration given) {
        Threshold.Type type = Words.required(
                Threshold.Type.class, "thresholdConfiguration.type", given.typeAsString(), Threshold.Type::name);
        if (given.value() == null) {
            throw Fault.invalidParameter("thresholdConfiguration.value cannot be empty.")
                    .raise();
        }
        int most = switch (type) {
            case COUNT -> Integer.MAX_VALUE;
            case BOUNDED_PERCENT, UNBOUNDED_PERCENT -> 100;
        };
        return new Threshold(type, within("thresholdConfiguration.value", given.value(), 1, most));
    }

    private static Alarms alarms(DeploymentAlarms given) {
        return new Alarms(
                given.alarmNames(), Boolean.TRUE.equals(given.enable()), Boolean.TRUE.equals(given.rollback()));
    }

    private static Linear linear(LinearConfiguration given) {
        return new Linear(
                percent("linearConfiguration.stepPercent", given.stepPercent(), 3.0, Linear.DEFAULT.stepPercent()),
                given.stepBakeTimeInMinutes() == null
                        ? Linear.DEFAULT.stepBakeTimeInMinutes()
                        : minutes("stepBakeTimeInMinutes", given.stepBakeTimeInMinutes(), LONGEST_BAKE_MINUTES));
    }

    private static Canary canary(CanaryConfiguration given) {
        return new Canary(
                percent(
                        "canaryConfiguration.canaryPercent",
                        given.canaryPercent(),
                        0.1,
                        Canary.DEFAULT.canaryPercent()),
                given.canaryBakeTimeInMinutes() == null
                        ? Canary.DEFAULT.canaryBakeTimeInMinutes()
                        : minutes("canaryBakeTimeInMinutes", given.canaryBakeTimeInMinutes(), LONGEST_BAKE_MINUTES));
    }

    /// ECS: in steps of 0.1, up to 100.
    private static double percent(String path, @Nullable Double given, double least, double otherwise) {
        if (given == null) {
            return otherwise;
        }
        boolean inSteps = Math.abs(given * 10 - Math.rint(given * 10)) < 1e-6;
        if (given.isNaN() || given < least || given > 100 || !inSteps) {
            throw Fault.invalidParameter(
                            "%s must be between %s and 100.0 in steps of 0.1, was %s.".formatted(path, least, given))
                    .raise();
        }
        return Math.rint(given * 10) / 10;
    }

    private static Integer minutes(String path, int given, int most) {
        return within(path, given, 0, most);
    }

    static int within(String path, int given, int least, int most) {
        if (given < least || given > most) {
            throw Fault.invalidParameter("%s must be between %d and %d, was %d.".formatted(path, least, most, given))
                    .raise();
        }
        return given;
    }

    static software.amazon.awssdk.services.ecs.model.DeploymentConfiguration toSdk(DeploymentConfiguration record) {
        Linear linear = record.linear();
        Canary canary = record.canary();
        return software.amazon.awssdk.services.ecs.model.DeploymentConfiguration.builder()
                .deploymentCircuitBreaker(breaker(record.circuitBreaker()))
                .alarms(alarms(record.alarms()))
                .maximumPercent(record.maximumPercent())
                .minimumHealthyPercent(record.minimumHealthyPercent())
                .strategy(record.strategy().name())
                .bakeTimeInMinutes(record.bakeTimeInMinutes())
                .lifecycleHooks(
                        record.lifecycleHooks().isEmpty()
                                ? null
                                : record.lifecycleHooks().stream()
                                        .map(LifecycleHookMapper::toSdk)
                                        .toList())
                .linearConfiguration(
                        linear == null
                                ? null
                                : LinearConfiguration.builder()
                                        .stepPercent(linear.stepPercent())
                                        .stepBakeTimeInMinutes(linear.stepBakeTimeInMinutes())
                                        .build())
                .canaryConfiguration(
                        canary == null
                                ? null
                                : CanaryConfiguration.builder()
                                        .canaryPercent(canary.canaryPercent())
                                        .canaryBakeTimeInMinutes(canary.canaryBakeTimeInMinutes())
                                        .build())
                .build();
    }

    private static DeploymentCircuitBreaker breaker(CircuitBreaker record) {
        Threshold threshold = record.threshold();
        return DeploymentCircuitBreaker.builder()
                .enable(record.enable())
                .rollback(record.rollback())
                .resetOnHealthyTask(record.resetOnHealthyTask() ? null : Boolean.FALSE)
                .thresholdConfiguration(
                        threshold == null
                                ? null
                                : ThresholdConfiguration.builder()
                                        .type(threshold.type().name())
                                        .value(threshold.value())
                                        .build())
                .build();
    }

    /// ECS: left out where there are none.
    private static @Nullable DeploymentAlarms alarms(Alarms record) {
        return record.equals(Alarms.OFF)
                ? null
                : DeploymentAlarms.builder()
                        .alarmNames(record.alarmNames())
                        .enable(record.enable())
                        .rollback(record.rollback())
                        .build();
    }
}
