package berth.control.ecs.service.api;

import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleHook.Action;
import berth.control.ecs.service.model.LifecycleHook.TargetType;
import berth.control.ecs.service.model.LifecycleStage;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTimeoutConfiguration;

/// Lifecycle hooks between the SDK's class and the record.
final class LifecycleHookMapper {
    private LifecycleHookMapper() {}

    static LifecycleHook of(DeploymentLifecycleHook given) {
        DeploymentLifecycleHookTimeoutConfiguration timeout = given.timeoutConfiguration();
        return new LifecycleHook(
                targetType(given.targetTypeAsString()),
                given.hookTargetArn(),
                given.roleArn(),
                given.lifecycleStagesAsStrings().stream()
                        .map(LifecycleHookMapper::stage)
                        .toList(),
                Documents.toJson(given.hookDetails()),
                timeout == null || timeout.timeoutInMinutes() == null
                        ? LifecycleHook.DEFAULT_TIMEOUT_MINUTES
                        : timeout.timeoutInMinutes(),
                Words.of(Action.class, "action", timeout == null ? null : timeout.actionAsString(), Action.ROLLBACK));
    }

    private static LifecycleStage stage(String word) {
        return Words.required(LifecycleStage.class, "lifecycleStages", word, LifecycleStage::name);
    }

    private static TargetType targetType(@Nullable String word) {
        return switch (word) {
            case null -> TargetType.AWS_LAMBDA;
            case "AWS_LAMBDA" -> TargetType.AWS_LAMBDA;
            case "PAUSE" -> TargetType.PAUSE;
            default ->
                throw Fault.invalidParameter("Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE")
                        .raise();
        };
    }

    static DeploymentLifecycleHook toSdk(LifecycleHook record) {
        boolean timed = record.timeoutMinutes() != LifecycleHook.DEFAULT_TIMEOUT_MINUTES
                || record.onTimeout() != Action.ROLLBACK;
        return DeploymentLifecycleHook.builder()
                .targetType(record.targetType().name())
                .hookTargetArn(record.target())
                .roleArn(record.roleArn())
                .lifecycleStagesWithStrings(
                        record.stages().stream().map(LifecycleStage::name).toList())
                .hookDetails(Documents.ofJson(record.details()))
                .timeoutConfiguration(
                        timed
                                ? DeploymentLifecycleHookTimeoutConfiguration.builder()
                                        .timeoutInMinutes(record.timeoutMinutes())
                                        .action(record.onTimeout().name())
                                        .build()
                                : null)
                .build();
    }
}
