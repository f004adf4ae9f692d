package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.instance.model.PlacementStrategy.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The strategies that hold where none are given, and what their fields mean.
public final class Strategies {
    private static final String ATTRIBUTE = "attribute:";

    /// ECS: a service goes to the zone with the fewest of its tasks, and there to the instance with the fewest.
    public static final List<PlacementStrategy> OF_SERVICES = List.of(
            new PlacementStrategy(Type.SPREAD, ATTRIBUTE + Attributes.ZONE),
            new PlacementStrategy(Type.SPREAD, "instanceId"));

    /// ECS: RunTask has no default, so that any instance that fits is right; here the one with the fewest tasks of
    /// the group.
    public static final List<PlacementStrategy> OF_TASKS = List.of(new PlacementStrategy(Type.SPREAD, "instanceId"));

    private Strategies() {}

    /// What a binpack packs.
    static RoomOrder packs(PlacementStrategy strategy) {
        return "cpu".equalsIgnoreCase(strategy.field()) ? RoomOrder.CPU : RoomOrder.MEMORY;
    }

    /// The attribute over which a spread goes; null for one over instances.
    static @Nullable String spreadAttribute(PlacementStrategy strategy) {
        String field = strategy.field();
        return field != null && field.startsWith(ATTRIBUTE) ? field.substring(ATTRIBUTE.length()) : null;
    }
}
