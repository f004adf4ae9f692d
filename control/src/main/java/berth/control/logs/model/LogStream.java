package berth.control.logs.model;

import java.time.Instant;

/// A log stream of a group. Its events are in the log store.
public record LogStream(String group, String stream, Instant createdAt) {
    /// `group:stream`; a stream's name has no colon.
    public String name() {
        return group + ':' + stream;
    }
}
