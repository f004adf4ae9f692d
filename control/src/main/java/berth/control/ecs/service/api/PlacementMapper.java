package berth.control.ecs.service.api;

import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import java.util.List;

/// Placement constraints and strategies between the SDK's classes and the records.
final class PlacementMapper {
    private PlacementMapper() {}

    static List<PlacementConstraint> constraints(
            List<software.amazon.awssdk.services.ecs.model.PlacementConstraint> given) {
        return given.stream()
                .map(one -> new PlacementConstraint(
                        Words.required(
                                PlacementConstraint.Type.class,
                                "placementConstraints.type",
                                one.typeAsString(),
                                PlacementConstraint.Type::word),
                        one.expression()))
                .toList();
    }

    static List<PlacementStrategy> strategy(List<software.amazon.awssdk.services.ecs.model.PlacementStrategy> given) {
        return given.stream()
                .map(one -> new PlacementStrategy(
                        Words.required(
                                PlacementStrategy.Type.class,
                                "placementStrategy.type",
                                one.typeAsString(),
                                PlacementStrategy.Type::word),
                        one.field()))
                .toList();
    }

    static software.amazon.awssdk.services.ecs.model.PlacementConstraint toSdk(PlacementConstraint record) {
        return software.amazon.awssdk.services.ecs.model.PlacementConstraint.builder()
                .type(record.type().word())
                .expression(record.expression())
                .build();
    }

    static software.amazon.awssdk.services.ecs.model.PlacementStrategy toSdk(PlacementStrategy record) {
        return software.amazon.awssdk.services.ecs.model.PlacementStrategy.builder()
                .type(record.type().word())
                .field(record.field())
                .build();
    }
}
