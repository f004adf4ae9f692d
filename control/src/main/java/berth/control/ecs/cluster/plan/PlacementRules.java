package berth.control.ecs.cluster.plan;

import berth.control.ecs.cluster.plan.query.Expression;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.kernel.Fault;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What placement constraints and strategies must keep, whoever gives them.
public final class PlacementRules {
    private static final int MOST_CONSTRAINTS = 10;
    private static final int MOST_STRATEGIES = 5;

    private PlacementRules() {}

    /// ECS: at most 10, those of the task definition included.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static void checkConstraints(List<PlacementConstraint> given, List<PlacementConstraint> ofDefinition) {
        if (given.size() + ofDefinition.size() > MOST_CONSTRAINTS) {
            throw Fault.invalidParameter(
                            "At most %d placement constraints are allowed, those of the task definition included; there are %d."
                                    .formatted(MOST_CONSTRAINTS, given.size() + ofDefinition.size()))
                    .raise();
        }
        given.forEach(PlacementRules::checkConstraint);
    }

    private static void checkConstraint(PlacementConstraint constraint) {
        switch (constraint.type()) {
            case DISTINCT_INSTANCE -> {
                if (constraint.expression() != null) {
                    throw Fault.invalidParameter("distinctInstance expression should not be specified.")
                            .raise();
                }
            }
            case MEMBER_OF -> {
                String expression = constraint.expression();
                if (expression == null || expression.isBlank()) {
                    throw Fault.invalidParameter("memberOf expression should be specified.")
                            .raise();
                }
                Expression.parse(expression);
            }
        }
    }

    /// ECS: a task definition has no distinctInstance.
    ///
    /// @throws berth.kernel.FaultException ClientException, InvalidParameterException
    public static void checkConstraintsOfDefinition(List<PlacementConstraint> given) {
        for (PlacementConstraint constraint : given) {
            if (constraint.type() == PlacementConstraint.Type.DISTINCT_INSTANCE) {
                throw Fault.client("constraint.type 'distinctInstance' is not supported.")
                        .raise();
            }
        }
        if (given.size() > MOST_CONSTRAINTS) {
            throw Fault.client("At most %d placement constraints are allowed; there are %d."
                            .formatted(MOST_CONSTRAINTS, given.size()))
                    .raise();
        }
        given.forEach(PlacementRules::checkConstraint);
    }

    /// @throws berth.kernel.FaultException InvalidParameterException
    public static void checkStrategies(List<PlacementStrategy> given) {
        if (given.size() > MOST_STRATEGIES) {
            throw Fault.invalidParameter("At most %d placement strategies are allowed, there are %d."
                            .formatted(MOST_STRATEGIES, given.size()))
                    .raise();
        }
        given.forEach(PlacementRules::checkStrategy);
    }

    private static void checkStrategy(PlacementStrategy strategy) {
        String field = strategy.field() == null ? "" : strategy.field();
        boolean good = switch (strategy.type()) {
            case RANDOM -> true;
            case BINPACK -> List.of("cpu", "memory").contains(field.toLowerCase(Locale.ROOT));
            case SPREAD ->
                field.equals("host")
                        || field.equals("instanceId")
                        || field.startsWith("attribute:") && field.length() > "attribute:".length();
        };
        if (!good) {
            throw Fault.invalidParameter("The field '%s' of placement strategy %s must be %s."
                            .formatted(field, strategy.type().word(), fields(strategy.type())))
                    .raise();
        }
    }

    private static String fields(PlacementStrategy.Type type) {
        return type == PlacementStrategy.Type.BINPACK
                ? "cpu or memory"
                : "instanceId, host or attribute: and the name of an attribute";
    }

    /// ECS: on Fargate there are no instances to choose from.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException, in ECS's words
    public static void checkFargate(List<PlacementConstraint> constraints, List<PlacementStrategy> strategies) {
        if (!strategies.isEmpty()) {
            throw Fault.invalidParameter("Placement strategies are not supported with FARGATE launch type.")
                    .raise();
        }
        if (!constraints.isEmpty()) {
            throw Fault.invalidParameter("Placement constraints are not supported with FARGATE launch type.")
                    .raise();
        }
    }

    /// The field as it is kept: ECS takes CPU and MEMORY in any case.
    public static @Nullable String field(PlacementStrategy.Type type, @Nullable String given) {
        return switch (type) {
            case RANDOM -> null;
            case BINPACK -> given == null ? null : given.toLowerCase(Locale.ROOT);
            case SPREAD -> given;
        };
    }
}
