package berth.control.ecs.instance.model;

import org.jspecify.annotations.Nullable;

/// A rule that the container instance of a task must follow.
///
/// @param expression in the cluster query language for MEMBER_OF, else null
public record PlacementConstraint(Type type, @Nullable String expression) {

    /// ECS `type`, with the words of the wire.
    public enum Type {
        DISTINCT_INSTANCE("distinctInstance"),
        MEMBER_OF("memberOf");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
