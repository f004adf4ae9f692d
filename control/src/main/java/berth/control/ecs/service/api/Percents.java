package berth.control.ecs.service.api;

import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/// The two percents of a deployment configuration.
///
/// @param minimumHealthy of desiredCount, rounded up: healthy tasks that a deployment leaves
/// @param maximum of desiredCount, rounded down: tasks that there may be during one
record Percents(int minimumHealthy, int maximum) {
    static final Percents DEFAULT = new Percents(100, 200);
    static final int HIGHEST_MAXIMUM = 100_000;

    /// These percents with what a request says.
    ///
    /// ECS: what is left out stays; 100 and 100 together are refused, because nothing could ever move.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    Percents with(@Nullable DeploymentConfiguration configuration) {
        if (configuration == null) {
            return this;
        }
        Integer minimum = configuration.minimumHealthyPercent();
        Integer most = configuration.maximumPercent();
        Percents after = new Percents(minimum == null ? minimumHealthy : minimum, most == null ? maximum : most);
        if (!after.equals(this)) {
            after.check();
        }
        return after;
    }

    private void check() {
        if (minimumHealthy < 0 || minimumHealthy > 100) {
            throw Fault.invalidParameter(
                            "minimumHealthyPercent must be between 0 and 100, was %d.".formatted(minimumHealthy))
                    .raise();
        }
        if (maximum < 100 || maximum > HIGHEST_MAXIMUM) {
            throw Fault.invalidParameter(
                            "maximumPercent must be between 100 and %d, was %d.".formatted(HIGHEST_MAXIMUM, maximum))
                    .raise();
        }
        if (minimumHealthy == 100 && maximum == 100) {
            throw Fault.invalidParameter("Both maximumPercent and minimumHealthyPercent cannot be 100 as this will"
                            + " block deployments.")
                    .raise();
        }
    }
}
