package berth.control.elb.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a target is, as DescribeTargetHealth says it.
///
/// @param reason for example `Target.ResponseCodeMismatch`; null when healthy
/// @param description in ELB's words; null when healthy
public record TargetHealth(
        Status status, @Nullable String reason, @Nullable String description) {
    public static final TargetHealth HEALTHY = new TargetHealth(Status.HEALTHY, null, null);

    public static final TargetHealth REGISTERING =
            new TargetHealth(Status.INITIAL, "Elb.RegistrationInProgress", "Target registration is in progress");

    public static final TargetHealth CHECKING =
            new TargetHealth(Status.INITIAL, "Elb.InitialHealthChecking", "Initial health checks in progress");

    public static final TargetHealth DRAINING = new TargetHealth(
            Status.DRAINING, "Target.DeregistrationInProgress", "Target deregistration is in progress");

    public static final TargetHealth NOT_REGISTERED =
            new TargetHealth(Status.UNUSED, "Target.NotRegistered", "Target is not registered to the target group");

    public static final TargetHealth NOT_IN_USE = new TargetHealth(
            Status.UNUSED,
            "Target.NotInUse",
            "Target group is not configured to receive traffic from the load balancer");

    public enum Status {
        INITIAL,
        HEALTHY,
        UNHEALTHY,
        UNHEALTHY_DRAINING,
        UNUSED,
        DRAINING,
        UNAVAILABLE;

        /// As ELB writes it: `unhealthy.draining`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '.');
        }
    }
}
