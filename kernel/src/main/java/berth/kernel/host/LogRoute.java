package berth.kernel.host;

import java.util.SequencedMap;

/// Where a container's output goes.
public sealed interface LogRoute {

    /// The engine's json-file, with its options (`max-size`, `max-file` and others); nothing is captured.
    record JsonFile(SequencedMap<String, String> options) implements LogRoute {}

    /// Another of the engine's own drivers, with its options; nothing is captured.
    ///
    /// @param driver for example `syslog`
    record Driver(String driver, SequencedMap<String, String> options) implements LogRoute {}

    /// Through the task's log router (ECS `awsfirelens`, see [Firelens]).
    ///
    /// @param options as registered; those that the router's output takes may hold keys, so that they are not shown
    record Router(SequencedMap<String, String> options) implements LogRoute {
        @Override
        public String toString() {
            return "Router" + options.keySet();
        }
    }

    /// Captured line by line into a log stream. The control plane made sure that group and stream exist.
    ///
    /// @param group log group name
    /// @param stream log stream name
    /// @param options the options as registered, for the metadata endpoint
    record AwsLogs(String group, String stream, SequencedMap<String, String> options) implements LogRoute {}
}
