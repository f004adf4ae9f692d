package berth.control.logs.model;

import java.time.Instant;

/// A stream that is gone and whose events still have to be deleted from the log store.
public record LogDeletion(String group, String stream, Instant at) {
    /// As [LogStream#name].
    public String name() {
        return group + ':' + stream;
    }
}
