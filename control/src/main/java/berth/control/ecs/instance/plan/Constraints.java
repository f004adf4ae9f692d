package berth.control.ecs.instance.plan;

import berth.control.ecs.cluster.plan.query.Expression;
import berth.control.ecs.instance.model.PlacementConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Placement constraints, ready to be checked on many container instances.
///
/// @param distinct whether each task of the group is to be on an instance of its own
/// @param memberOf all of which an instance must satisfy
public record Constraints(boolean distinct, List<MemberOf> memberOf) {
    public static final Constraints NONE = new Constraints(false, List.of());

    /// @param text as it was given
    public record MemberOf(String text, Expression expression) {}

    /// @throws berth.kernel.FaultException InvalidParameterException for an expression that can't be read
    public static Constraints of(List<PlacementConstraint> constraints) {
        boolean distinct = false;
        List<MemberOf> memberOf = new ArrayList<>();
        for (PlacementConstraint constraint : constraints) {
            switch (constraint.type()) {
                case DISTINCT_INSTANCE -> distinct = true;
                case MEMBER_OF -> {
                    String text = Objects.requireNonNull(constraint.expression());
                    memberOf.add(new MemberOf(text, Expression.parse(text)));
                }
            }
        }
        return distinct || !memberOf.isEmpty() ? new Constraints(distinct, List.copyOf(memberOf)) : NONE;
    }
}
