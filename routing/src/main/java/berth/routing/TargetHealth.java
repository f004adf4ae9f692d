package berth.routing;

import org.jspecify.annotations.Nullable;

/// How a target is, in ELB's words (DescribeTargetHealth).
///
/// @param reason null when healthy
/// @param description empty when healthy
public record TargetHealth(State state, @Nullable Reason reason, String description) {
    public static final TargetHealth HEALTHY = new TargetHealth(State.HEALTHY, null, "");
    public static final TargetHealth REGISTERING =
            new TargetHealth(State.INITIAL, Reason.ELB_REGISTRATION_IN_PROGRESS, "Target registration is in progress");
    public static final TargetHealth CHECKING =
            new TargetHealth(State.INITIAL, Reason.ELB_INITIAL_HEALTH_CHECKING, "Initial health checks in progress");
    public static final TargetHealth DRAINING = new TargetHealth(
            State.DRAINING, Reason.TARGET_DEREGISTRATION_IN_PROGRESS, "Target deregistration is in progress");
    public static final TargetHealth NOT_REGISTERED = new TargetHealth(
            State.UNUSED, Reason.TARGET_NOT_REGISTERED, "Target is not registered to the target group");
    public static final TargetHealth NOT_IN_USE = new TargetHealth(
            State.UNUSED,
            Reason.TARGET_NOT_IN_USE,
            "Target group is not configured to receive traffic from the load balancer");
    public static final TargetHealth CHECKS_DISABLED =
            new TargetHealth(State.UNAVAILABLE, Reason.TARGET_HEALTH_CHECK_DISABLED, "Health checks are disabled");

    /// ELB's TargetHealthStateEnum.
    public enum State {
        INITIAL("initial"),
        HEALTHY("healthy"),
        UNHEALTHY("unhealthy"),
        UNHEALTHY_DRAINING("unhealthy.draining"),
        UNUSED("unused"),
        DRAINING("draining"),
        UNAVAILABLE("unavailable");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /// As ELB writes it.
        public String word() {
            return word;
        }
    }

    /// ELB's TargetHealthReasonEnum.
    public enum Reason {
        ELB_REGISTRATION_IN_PROGRESS("Elb.RegistrationInProgress"),
        ELB_INITIAL_HEALTH_CHECKING("Elb.InitialHealthChecking"),
        TARGET_RESPONSE_CODE_MISMATCH("Target.ResponseCodeMismatch"),
        TARGET_TIMEOUT("Target.Timeout"),
        TARGET_FAILED_HEALTH_CHECKS("Target.FailedHealthChecks"),
        TARGET_NOT_REGISTERED("Target.NotRegistered"),
        TARGET_NOT_IN_USE("Target.NotInUse"),
        TARGET_DEREGISTRATION_IN_PROGRESS("Target.DeregistrationInProgress"),
        TARGET_INVALID_STATE("Target.InvalidState"),
        TARGET_IP_UNUSABLE("Target.IpUnusable"),
        TARGET_HEALTH_CHECK_DISABLED("Target.HealthCheckDisabled"),
        ELB_INTERNAL_ERROR("Elb.InternalError");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /// As ELB writes it.
        public String code() {
            return code;
        }
    }
}
