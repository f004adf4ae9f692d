package berth.kernel.host;

import java.time.Instant;
import java.util.List;

/// Consecutive lines of one container's output, numbered from 0 at the container's start.
///
/// @param source the engine's id of the container: lines are counted by it, so that a batch sent twice is stored once
/// @param firstLine number of the first line in `lines`
/// @param last true when the container has exited and these are its last lines
public record LogBatch(String group, String stream, String source, long firstLine, List<Line> lines, boolean last) {
    public LogBatch {
        lines = List.copyOf(lines);
    }

    /// One line without its line end.
    public record Line(Instant at, String text) {}
}
