package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Which options the engine's own log drivers may have. Their values are the engine's to judge: what it refuses
/// stops the task with its words.
///
/// ECS: an option that the driver does not know is disallowed. Example: syslog with `splunk-url` is `Log driver syslog
/// disallows options: splunk-url`, splunk without one `Log driver splunk requires options: splunk-url, splunk-token`.
final class EngineLogRules {
    /// Of every driver: what goes along with a line, and whether a container waits for its log.
    private static final List<String> EVERYWHERE =
            List.of("env", "env-regex", "labels", "labels-regex", "max-buffer-size", "mode", "tag");

    private static final SequencedMap<String, List<String>> OPTIONS = new LinkedHashMap<>();
    private static final SequencedMap<String, List<String>> REQUIRED = new LinkedHashMap<>();

    static {
        OPTIONS.put("json-file", List.of("compress", "max-file", "max-size"));
        OPTIONS.put(
                "syslog",
                List.of(
                        "syslog-address",
                        "syslog-facility",
                        "syslog-format",
                        "syslog-tls-ca-cert",
                        "syslog-tls-cert",
                        "syslog-tls-key",
                        "syslog-tls-skip-verify"));
        OPTIONS.put("journald", List.of());
        OPTIONS.put(
                "gelf",
                List.of(
                        "gelf-address",
                        "gelf-compression-level",
                        "gelf-compression-type",
                        "gelf-tcp-max-reconnect",
                        "gelf-tcp-reconnect-delay"));
        OPTIONS.put(
                "fluentd",
                List.of(
                        "fluentd-address",
                        "fluentd-async",
                        "fluentd-async-connect",
                        "fluentd-buffer-limit",
                        "fluentd-max-retries",
                        "fluentd-request-ack",
                        "fluentd-retry-wait",
                        "fluentd-sub-second-precision"));
        OPTIONS.put(
                "splunk",
                List.of(
                        "splunk-caname",
                        "splunk-capath",
                        "splunk-format",
                        "splunk-gzip",
                        "splunk-gzip-level",
                        "splunk-index",
                        "splunk-insecureskipverify",
                        "splunk-source",
                        "splunk-sourcetype",
                        "splunk-token",
                        "splunk-url",
                        "splunk-verify-connection"));
        REQUIRED.put("gelf", List.of("gelf-address"));
        REQUIRED.put("splunk", List.of("splunk-url", "splunk-token"));
    }

    private EngineLogRules() {}

    static List<String> drivers() {
        return List.copyOf(OPTIONS.keySet());
    }

    static boolean knows(String driver) {
        return OPTIONS.containsKey(driver);
    }

    /// @param log of a driver that is known
    /// @throws berth.kernel.FaultException ClientException
    static void check(LogConfiguration log) {
        List<String> allowed = new ArrayList<>(EVERYWHERE);
        allowed.addAll(OPTIONS.getOrDefault(log.driver(), List.of()));
        LogRules.disallow(log, allowed);
        List<String> missing = REQUIRED.getOrDefault(log.driver(), List.of()).stream()
                .filter(option -> log.options().getOrDefault(option, "").isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            throw Fault.client("Log driver %s requires options: %s".formatted(log.driver(), String.join(", ", missing)))
                    .raise();
        }
    }
}
