package berth.control.ecs.service.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that has its say in some stages of a deployment.
///
/// @param target URL that stands for the function; null for PAUSE
/// @param roleArn as given; kept and shown, nothing here is called by a role
/// @param stages the stages in which it runs
/// @param details a JSON object that is handed over with every call, or null
/// @param timeoutMinutes how long it may take in one stage
/// @param onTimeout what its silence means
public record LifecycleHook(
        TargetType targetType,
        @Nullable String target,
        @Nullable String roleArn,
        List<LifecycleStage> stages,
        @Nullable String details,
        int timeoutMinutes,
        Action onTimeout) {
    /// ECS: 24 hours, for both kinds.
    public static final int DEFAULT_TIMEOUT_MINUTES = 1440;

    public LifecycleHook {
        stages = List.copyOf(stages);
    }

    /// ECS `targetType`.
    public enum TargetType {
        /// A function that is called and answers.
        AWS_LAMBDA,
        /// Waits for ContinueServiceDeployment.
        PAUSE
    }

    /// ECS: what ContinueServiceDeployment asks for, and what a time-out does.
    public enum Action {
        CONTINUE,
        ROLLBACK
    }
}
