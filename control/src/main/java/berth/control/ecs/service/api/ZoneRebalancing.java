package berth.control.ecs.service.api;

import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.ServiceSpec.Options;
import berth.control.ecs.service.model.ServiceSpec.Placement;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;

/// Which services may have their tasks evened out over zones.
///
/// ECS: REPLICA services with maximumPercent above 100 and not of launch type EXTERNAL, without a constraint on
/// attribute:ecs.availability-zone, and whose placement strategy, if they have one, begins with spread over it. A new
/// service that may have it and says nothing has it.
final class ZoneRebalancing {
    private static final String ZONE = "attribute:ecs.availability-zone";

    private ZoneRebalancing() {}

    /// @param word as in the request, or null
    /// @param otherwise what holds where the request says nothing; null: whatever the service may have
    /// @throws berth.kernel.FaultException InvalidParameterException for a service that may not have it
    static ServiceSpec applied(ServiceSpec spec, @Nullable String word, @Nullable Boolean otherwise) {
        String refusal = refusal(spec);
        boolean wanted = switch (word) {
            case null -> otherwise == null ? refusal == null : otherwise;
            case "ENABLED" -> true;
            case "DISABLED" -> false;
            default ->
                throw Fault.invalidParameter(
                                "availabilityZoneRebalancing must be ENABLED or DISABLED, was '" + word + "'.")
                        .raise();
        };
        if (wanted && refusal != null) {
            throw Fault.invalidParameter("AvailabilityZoneRebalancing does not support " + refusal)
                    .raise();
        }
        Options options = spec.options();
        return spec.with(new Options(
                options.healthCheckGracePeriodSeconds(),
                wanted,
                options.propagateTags(),
                options.enableECSManagedTags(),
                options.enableExecuteCommand()));
    }

    private static @Nullable String refusal(ServiceSpec spec) {
        if (spec.isExternal()) {
            return "the EXTERNAL deployment controller";
        }
        if (spec.maximumPercent() <= 100) {
            return "maximumPercent <= 100";
        }
        if (spec.isDaemon()) {
            return "the DAEMON scheduling strategy";
        }
        if (spec.launchType() == LaunchType.EXTERNAL) {
            return "the EXTERNAL launch type";
        }
        return placement(spec.placement());
    }

    private static @Nullable String placement(Placement placement) {
        for (PlacementConstraint constraint : placement.constraints()) {
            if (constraint.expression() != null && constraint.expression().contains(ZONE)) {
                return "placement constraints on " + ZONE;
            }
        }
        if (placement.strategy().isEmpty()) {
            return null;
        }
        PlacementStrategy first = placement.strategy().getFirst();
        boolean spreads = first.type() == PlacementStrategy.Type.SPREAD && ZONE.equals(first.field());
        return spreads ? null : "a placement strategy that does not begin with spread on " + ZONE;
    }
}
