package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The labels on our containers. They hold all that a new agent needs to adopt a container without having heard
/// of its task: who it belongs to, how long to wait for it to stop, where its lines go.
///
/// ECS's own five (`com.amazonaws.ecs.…`) are there for people and tools.
public final class Labels {
    /// What every label of our own begins with.
    public static final String PREFIX = ContainerSettings.OWN_LABELS;
    /// ARN of the task.
    public static final String TASK = "berth.task";
    /// Name of the container in the task definition.
    public static final String CONTAINER = "berth.container";
    /// On a pause container: the interface whose namespace it holds. Set by the engine's adapter.
    public static final String INTERFACE = "berth.eni";
    /// On a task's container: the interface whose namespace it joined.
    public static final String TASK_INTERFACE = "berth.task-eni";
    /// Place of the container in the task definition, from 0.
    public static final String INDEX = "berth.index";
    /// ARN of the container; the source of its log lines.
    public static final String CONTAINER_ARN = "berth.container-arn";
    /// Seconds between stop signal and SIGKILL.
    public static final String STOP_TIMEOUT = "berth.stop-timeout";
    /// Log group and stream of the `awslogs` driver; absent for others.
    public static final String LOG_GROUP = "berth.log-group";

    public static final String LOG_STREAM = "berth.log-stream";
    /// Digest of the image's manifest, where a registry told one.
    public static final String IMAGE_DIGEST = "berth.image-digest";

    /// The restart policy, where one is enabled: seconds that a run must last, a colon, exit codes that are final.
    public static final String RESTART = "berth.restart";

    /// On a task's log router.
    public static final String ROUTER = "berth.firelens";

    public static final String ECS_CLUSTER = "com.amazonaws.ecs.cluster";
    public static final String ECS_CONTAINER = "com.amazonaws.ecs.container-name";
    public static final String ECS_TASK = "com.amazonaws.ecs.task-arn";
    public static final String ECS_FAMILY = "com.amazonaws.ecs.task-definition-family";
    public static final String ECS_REVISION = "com.amazonaws.ecs.task-definition-version";

    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(30);

    private Labels() {}

    /// A label's value, or null.
    public static @Nullable String of(EngineContainer container, String label) {
        return container.labels().get(label);
    }

    /// Place in the task definition; containers without one come last.
    public static int index(EngineContainer container) {
        return number(of(container, INDEX), Integer.MAX_VALUE);
    }

    /// The stop timeout of a container whose task is unknown; ECS's 30 s where it carries none.
    public static Duration stopTimeout(EngineContainer container) {
        int seconds = number(of(container, STOP_TIMEOUT), -1);
        return seconds < 0 ? DEFAULT_STOP_TIMEOUT : Duration.ofSeconds(seconds);
    }

    /// Whether the container's lines are captured.
    public static boolean captured(EngineContainer container) {
        return of(container, LOG_GROUP) != null
                && of(container, LOG_STREAM) != null
                && of(container, CONTAINER_ARN) != null;
    }

    /// The restart policy of a container, or null.
    public static @Nullable RestartPolicy restartPolicy(EngineContainer container) {
        String text = of(container, RESTART);
        if (text == null || text.indexOf(':') < 0) {
            return null;
        }
        int seconds = number(text.substring(0, text.indexOf(':')), -1);
        List<Integer> codes = Stream.of(text.substring(text.indexOf(':') + 1).split(","))
                .map(code -> number(code, -1))
                .filter(code -> code >= 0)
                .toList();
        return seconds < 0 ? null : new RestartPolicy(true, codes, Duration.ofSeconds(seconds));
    }

    /// What [#RESTART] says of a policy that is enabled.
    static String text(RestartPolicy policy) {
        return policy.period().toSeconds() + ":"
                + policy.ignoredExitCodes().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static int number(@Nullable String text, int otherwise) {
        if (text == null || text.isEmpty() || text.length() > 9) {
            return otherwise;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return otherwise;
            }
        }
        return Integer.parseInt(text);
    }
}
