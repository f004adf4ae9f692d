package berth.control.ecs.service.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One task of a service, as far as a rollout has to know it.
///
/// @param id 32 hex digits
/// @param deployment position of its deployment: 0 is the PRIMARY one, larger is older
/// @param zone availability zone, for the balance when scaling in
/// @param host where it runs
/// @param guarded whether it is protected: then neither scale-in nor a deployment stops it
/// @param provider its capacity provider, or null where a launch type was asked for
/// @param leaving whether its container instance is DRAINING: it is to be replaced like one of an older deployment
public record Copy(
        String id,
        int deployment,
        Phase phase,
        String zone,
        String host,
        Instant createdAt,
        boolean guarded,
        boolean leaving,
        @Nullable String provider) {

    /// One of a launch type.
    public Copy(
            String id,
            int deployment,
            Phase phase,
            String zone,
            String host,
            Instant createdAt,
            boolean guarded,
            boolean leaving) {
        this(id, deployment, phase, zone, host, createdAt, guarded, leaving, null);
    }

    /// The same of another deployment.
    public Copy at(int position) {
        return new Copy(id, position, phase, zone, host, createdAt, guarded, leaving, provider);
    }

    /// Whether it is one of those that are wanted.
    public boolean isNew() {
        return deployment == 0 && !leaving;
    }

    /// How far a task of a service is, in the order in which it is given up.
    public enum Phase {
        /// RUNNING, and a health check of an essential container failed.
        UNHEALTHY,
        /// Not RUNNING yet.
        STARTING,
        /// RUNNING, but not yet counted as healthy.
        SETTLING,
        /// RUNNING and counted as healthy.
        HEALTHY,
        /// It was decided to stop it; it still holds what it reserved.
        STOPPING;

        /// Whether nothing speaks against a task that is so far.
        boolean isWanted() {
            return switch (this) {
                case STARTING, SETTLING, HEALTHY -> true;
                case UNHEALTHY, STOPPING -> false;
            };
        }
    }
}
