package berth.control.ecs.cluster.api;

import berth.control.ecs.cluster.plan.PlacementRules;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.kernel.Fault;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Placement constraints and strategies between the SDK's classes and the records, for whoever has them.
public final class PlacementMapper {
    private PlacementMapper() {}

    /// @throws berth.kernel.FaultException InvalidParameterException for a type that there is not
    public static List<PlacementConstraint> constraints(
            List<software.amazon.awssdk.services.ecs.model.PlacementConstraint> given) {
        return given.stream()
                .map(one -> new PlacementConstraint(constraintType(one.typeAsString()), one.expression()))
                .toList();
    }

    /// Of a task definition.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException for a type that there is not
    public static List<PlacementConstraint> constraintsOfDefinition(
            List<software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint> given) {
        return given.stream()
                .map(one -> new PlacementConstraint(constraintType(one.typeAsString()), one.expression()))
                .toList();
    }

    /// @throws berth.kernel.FaultException InvalidParameterException for a type that there is not
    public static List<PlacementStrategy> strategies(
            List<software.amazon.awssdk.services.ecs.model.PlacementStrategy> given) {
        return given.stream()
                .map(one -> {
                    PlacementStrategy.Type type = strategyType(one.typeAsString());
                    return new PlacementStrategy(type, PlacementRules.field(type, one.field()));
                })
                .toList();
    }

    public static software.amazon.awssdk.services.ecs.model.PlacementConstraint toSdk(PlacementConstraint record) {
        return software.amazon.awssdk.services.ecs.model.PlacementConstraint.builder()
                .type(record.type().word())
                .expression(record.expression())
                .build();
    }

    public static software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint toSdkOfDefinition(
            PlacementConstraint record) {
        return software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint.builder()
                .type(record.type().word())
                .expression(record.expression())
                .build();
    }

    public static software.amazon.awssdk.services.ecs.model.PlacementStrategy toSdk(PlacementStrategy record) {
        return software.amazon.awssdk.services.ecs.model.PlacementStrategy.builder()
                .type(record.type().word())
                .field(record.field())
                .build();
    }

    private static PlacementConstraint.Type constraintType(@Nullable String word) {
        return Arrays.stream(PlacementConstraint.Type.values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() -> notOneOf("placement constraint", word, "distinctInstance, memberOf")
                        .raise());
    }

    private static PlacementStrategy.Type strategyType(@Nullable String word) {
        return Arrays.stream(PlacementStrategy.Type.values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() -> notOneOf("placement strategy", word, "random, spread, binpack")
                        .raise());
    }

    private static Fault notOneOf(String what, @Nullable String word, String legal) {
        return Fault.invalidParameter("The type of a %s cannot be '%s'. It must be one of [%s]."
                .formatted(what, word == null ? "" : word, legal));
    }
}
