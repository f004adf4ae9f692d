package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.LifecycleStage;

/// The statusReasons of service deployments that shift traffic, in ECS's words where those are known.
public final class ShiftWording {
    private static final String BECAUSE = "Service deployment rolled back because ";

    /// ECS: what a deployment without a predecessor ends with.
    public static final String NO_CANDIDATE = "No rollback candidate was found to run the rollback.";

    private ShiftWording() {}

    public static String hookFailed(LifecycleStage stage, String failure) {
        return BECAUSE + stage + " lifecycle hook(s) failed. " + failure;
    }

    /// A function said FAILED.
    public static String returnedFailed(String target) {
        return "Lifecycle hook target " + target + " returned FAILED status.";
    }

    /// A function's answer made no sense.
    public static String unparsable(String target, String why) {
        return "ECS was unable to parse the response from " + target + " due to " + why;
    }

    /// A function could not be called. The words are Berth's.
    public static String uncallable(String target, String why) {
        return "Lifecycle hook target " + target + " could not be called: " + why;
    }

    /// A function never came to an end. The words are Berth's.
    public static String hookTimedOut(String target) {
        return "Lifecycle hook target " + target + " timed out.";
    }

    public static String pauseTimedOut(LifecycleStage stage) {
        return BECAUSE + stage + " pause hook timed out.";
    }

    /// Somebody ended a pause with ROLLBACK. The words are Berth's.
    public static String pauseRefused(LifecycleStage stage) {
        return BECAUSE + stage + " pause hook was continued with ROLLBACK.";
    }

    /// ECS gives a stage 24 hours. The words are Berth's.
    public static String stageTooLong(LifecycleStage stage, long hours) {
        return BECAUSE + stage + " did not complete within " + hours + " hours.";
    }

    /// ECS gives a deployment 30 days. The words are Berth's.
    public static String deploymentTooLong(long days) {
        return BECAUSE + "it did not complete within " + days + " days.";
    }

    /// ECS: a listener rule or target group doesn't fit.
    public static String networking(String why) {
        return BECAUSE + "of invalid networking configuration. " + why;
    }
}
