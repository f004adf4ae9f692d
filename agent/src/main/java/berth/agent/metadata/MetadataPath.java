package berth.agent.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path of the metadata endpoint.
///
/// @param token what stands for the container
record MetadataPath(boolean v4, String token, Kind kind) {
    enum Kind {
        CONTAINER,
        TASK,
        CONTAINER_STATS,
        TASK_STATS
    }

    /// Reads a path; null if there is nothing like it.
    static @Nullable MetadataPath parse(String path) {
        List<String> parts = List.of(path.split("/", -1));
        int end = parts.getLast().isEmpty() ? parts.size() - 1 : parts.size();
        if (end < 3 || !parts.getFirst().isEmpty()) {
            return null;
        }
        String version = parts.get(1);
        Kind kind = kind(String.join("/", parts.subList(3, end)));
        if (kind == null || parts.get(2).isEmpty() || !(version.equals("v4") || version.equals("v3"))) {
            return null;
        }
        return new MetadataPath(version.equals("v4"), parts.get(2), kind);
    }

    private static @Nullable Kind kind(String rest) {
        return switch (rest) {
            case "" -> Kind.CONTAINER;
            case "task", "taskWithTags" -> Kind.TASK;
            case "stats" -> Kind.CONTAINER_STATS;
            case "task/stats" -> Kind.TASK_STATS;
            default -> null;
        };
    }
}
