package berth.agent.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a container shares with others, in Docker's words.
///
/// @param links `ID:alias`, on the engine's default bridge only
/// @param pidMode `host`, `container:ID`, or null: its own
/// @param ipcMode `host`, `none`, `shareable`, `container:ID`, or null: the engine's default
public record Joins(
        List<String> links,
        @Nullable String pidMode,
        @Nullable String ipcMode) {
    public static final Joins NOTHING = new Joins(List.of(), null, null);

    public Joins {
        links = List.copyOf(links);
    }
}
