package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.kernel.Fault;
import berth.kernel.host.Firelens;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which log drivers and options a container may have.
///
/// Of awslogs, `awslogs-group`, `awslogs-region`, `awslogs-stream-prefix` and `awslogs-create-group` decide where
/// the lines go. `mode` and `max-buffer-size` are accepted with any legal value, because what each promises always
/// holds here: the engine writes a container's output to disk before Berth reads it, so a container never waits for
/// its log (non-blocking) and no line is dropped for want of memory (blocking).
///
/// The options of the engine's own drivers are handed to the engine ([EngineLogRules]), those of awsfirelens to the
/// task's log router ([FirelensRules]).
///
/// Differs from ECS: `awslogs-region` must be Berth's own region, the only one whose groups it has.
public final class LogRules {
    public static final String AWSLOGS = "awslogs";
    public static final String JSON_FILE = "json-file";
    public static final String GROUP = "awslogs-group";
    public static final String REGION = "awslogs-region";
    public static final String STREAM_PREFIX = "awslogs-stream-prefix";
    public static final String CREATE_GROUP = "awslogs-create-group";

    private static final String MODE = "mode";
    private static final String MAX_BUFFER_SIZE = "max-buffer-size";
    private static final String MAX_SIZE = "max-size";
    private static final String MAX_FILE = "max-file";

    /// Options that ECS knows and Berth does not follow, with the reason.
    private static final TreeMap<String, String> REFUSED_AWSLOGS = new TreeMap<>();

    static {
        REFUSED_AWSLOGS.put("awslogs-datetime-format", "every line is an event of its own");
        REFUSED_AWSLOGS.put("awslogs-multiline-pattern", "every line is an event of its own");
        REFUSED_AWSLOGS.put("awslogs-endpoint", "lines go to Berth's own log store");
        REFUSED_AWSLOGS.put("awslogs-credentials-endpoint", "lines go to Berth's own log store");
        REFUSED_AWSLOGS.put("awslogs-force-flush-interval-seconds", "lines are flushed as they come");
        REFUSED_AWSLOGS.put("awslogs-max-buffered-events", "lines are flushed as they come");
        REFUSED_AWSLOGS.put("tag", "streams are named by awslogs-stream-prefix");
    }

    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,14}\\s*([kKmMgG]i?[bB]?|[bB])?");
    private static final Pattern BLOCKING = Pattern.compile("blocking|non-blocking");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,5}");
    private static final Pattern GROUP_NAME = Pattern.compile("[a-zA-Z0-9_./#-]{1,512}");
    private static final Pattern STREAM_NAME = Pattern.compile("[^:*]{1,512}");

    private LogRules() {}

    /// @param path of the log configuration, for messages: `containerDefinitions[0].logConfiguration`
    /// @param region Berth's own
    /// @throws berth.kernel.FaultException ClientException or, for what Berth lacks, InvalidParameterException
    static void check(String path, ContainerDefinition container, LogConfiguration log, String region) {
        if (log.driver().equals(AWSLOGS)) {
            awslogs(path, container, log, region);
        } else if (EngineLogRules.knows(log.driver())) {
            EngineLogRules.check(log);
            value(container, log, MAX_SIZE, SIZE, "a size such as 10m");
            value(container, log, MAX_FILE, COUNT, "a number from 1");
            value(container, log, MODE, BLOCKING, "blocking or non-blocking");
            value(container, log, MAX_BUFFER_SIZE, SIZE, "a size such as 25m");
        } else if (!log.driver().equals(Firelens.DRIVER)) {
            throw Fault.invalidParameter("%s.logDriver cannot be '%s'. It must be one of %s."
                            .formatted(
                                    path,
                                    log.driver(),
                                    Stream.concat(
                                                    Stream.of(AWSLOGS, Firelens.DRIVER),
                                                    EngineLogRules.drivers().stream())
                                            .sorted()
                                            .toList()))
                    .raise();
        }
    }

    private static void awslogs(String path, ContainerDefinition container, LogConfiguration log, String region) {
        refuse(path, log, REFUSED_AWSLOGS);
        disallow(log, List.of(GROUP, REGION, STREAM_PREFIX, CREATE_GROUP, MODE, MAX_BUFFER_SIZE));
        List<String> missing = Stream.of(REGION, GROUP)
                .filter(option -> log.options().getOrDefault(option, "").isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            throw Fault.client("Log driver awslogs requires options: " + String.join(", ", missing))
                    .raise();
        }
        String wanted = log.options().getOrDefault(REGION, region);
        if (!wanted.equals(region)) {
            throw Fault.invalidParameter(
                            "Berth does not support %s.options.%s=%s: it keeps the logs of %s only. Say %s, or start Berth with --region %s."
                                    .formatted(path, REGION, wanted, region, region, wanted))
                    .raise();
        }
        value(container, log, GROUP, GROUP_NAME, "1 to 512 letters, digits and . - _ / #");
        value(container, log, STREAM_PREFIX, STREAM_NAME, "1 to 512 characters without : and *");
        value(container, log, CREATE_GROUP, Pattern.compile("true|false"), "true or false");
        value(container, log, MODE, BLOCKING, "blocking or non-blocking");
        value(container, log, MAX_BUFFER_SIZE, SIZE, "a size such as 25m");
    }

    private static void refuse(String path, LogConfiguration log, TreeMap<String, String> refused) {
        for (String option : log.options().keySet()) {
            if (refused.containsKey(option)) {
                throw Fault.invalidParameter("Berth does not support %s.options.%s yet: %s. Leave it out."
                                .formatted(path, option, refused.get(option)))
                        .raise();
            }
        }
    }

    static void disallow(LogConfiguration log, List<String> allowed) {
        TreeSet<String> disallowed = new TreeSet<>(log.options().keySet());
        allowed.forEach(disallowed::remove);
        if (!disallowed.isEmpty()) {
            throw Fault.client("Log driver %s disallows options: %s"
                            .formatted(log.driver(), String.join(", ", disallowed)))
                    .raise();
        }
    }

    private static void value(
            ContainerDefinition container, LogConfiguration log, String option, Pattern legal, String words) {
        String value = log.options().get(option);
        if (value != null && !legal.matcher(value).matches()) {
            throw Fault.client("Invalid setting for container '%s'. Log option '%s' must be %s, was '%s'."
                            .formatted(container.name(), option, words, value))
                    .raise();
        }
    }
}
