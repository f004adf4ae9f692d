package berth.control.ecs.instance.model;

import org.jspecify.annotations.Nullable;

/// One step of the order in which the container instances that would do are preferred.
///
/// @param field `cpu` or `memory` for BINPACK; `host`, `instanceId` or `attribute:...` for SPREAD; null for RANDOM
public record PlacementStrategy(Type type, @Nullable String field) {

    /// ECS `type`, with the words of the wire.
    public enum Type {
        RANDOM("random"),
        SPREAD("spread"),
        BINPACK("binpack");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
