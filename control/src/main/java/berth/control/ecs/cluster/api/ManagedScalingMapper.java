package berth.control.ecs.cluster.api;

import berth.control.dispatch.Honoured;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ManagedScaling;

/// What the capacity provider of an Auto Scaling group may say about its scaling, from and to the SDK's class.
///
/// Differs from ECS: managed scaling lets tasks wait for room, and that is all. Its sizes and paces can have no other
/// values than ECS's defaults; nothing ends an instance, so there is nothing to protect and nothing to drain.
final class ManagedScalingMapper {
    static final String GROUP = "autoScalingGroupProvider.";

    private static final int TARGET_CAPACITY = 100;
    private static final int MINIMUM_STEP = 1;
    private static final int MAXIMUM_STEP = 10_000;
    private static final int WARMUP_SECONDS = 300;

    private ManagedScalingMapper() {}

    /// These members and no others of a group, beside those that an operation honours itself.
    static Honoured fields(Honoured own) {
        return own.accepting(GROUP + "managedScaling.targetCapacity", TARGET_CAPACITY)
                .accepting(GROUP + "managedScaling.minimumScalingStepSize", MINIMUM_STEP)
                .accepting(GROUP + "managedScaling.maximumScalingStepSize", MAXIMUM_STEP)
                .accepting(GROUP + "managedScaling.instanceWarmupPeriod", WARMUP_SECONDS)
                .accepting(GROUP + "managedTerminationProtection", "DISABLED")
                .accepting(GROUP + "managedDraining", "DISABLED")
                .refusing(
                        GROUP + "managedScaling",
                        "there is no Auto Scaling that could make or end instances; tasks wait for room all the same")
                .refusing(GROUP + "managedTerminationProtection", "nothing ends an instance from outside")
                .refusing(GROUP + "managedDraining", "nothing ends an instance from outside")
                .refusing("managedInstancesProvider", "there are no managed instances");
    }

    /// Whether it is to be on.
    ///
    /// ECS: DISABLED where no status is given.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException for another word
    static boolean fromSdk(@Nullable ManagedScaling given, boolean before) {
        String word = given == null ? null : given.statusAsString();
        return switch (word) {
            case null -> before;
            case "ENABLED" -> true;
            case "DISABLED" -> false;
            default ->
                throw Fault.invalidParameter(
                                "managedScaling.status must be one of [ENABLED,DISABLED], was '" + word + "'.")
                        .raise();
        };
    }

    static ManagedScaling toSdk(boolean enabled) {
        return enabled
                ? ManagedScaling.builder()
                        .status("ENABLED")
                        .targetCapacity(TARGET_CAPACITY)
                        .minimumScalingStepSize(MINIMUM_STEP)
                        .maximumScalingStepSize(MAXIMUM_STEP)
                        .instanceWarmupPeriod(WARMUP_SECONDS)
                        .build()
                : ManagedScaling.builder().status("DISABLED").build();
    }
}
