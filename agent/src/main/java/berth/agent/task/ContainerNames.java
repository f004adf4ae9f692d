package berth.agent.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The names of a task's containers and volumes on the engine.
final class ContainerNames {
    private static final int SUFFIX = 20;

    private ContainerNames() {}

    /// ECS: `ecs-FAMILY-REVISION-NAME-` and 20 hex digits, of the container's name only `[A-Za-z0-9-]`. The
    /// digits are random there; here they follow from installation, task and name, so that a creation repeated
    /// after a crash finds the first one's container.
    static String of(String installation, String taskArn, String family, int revision, String container) {
        String kept = container.replaceAll("[^A-Za-z0-9-]", "");
        return "ecs-" + family + '-' + revision + '-' + kept + '-' + digits(installation, taskArn, container);
    }

    /// The docker volume of a task's own, named alike.
    static String ofVolume(String installation, String taskArn, String family, int revision, String volume) {
        return of(installation, taskArn + "\nvolume", family, revision, volume);
    }

    private static String digits(String installation, String taskArn, String container) {
        String text = installation + '\n' + taskArn + '\n' + container;
        return HexFormat.of().formatHex(sha256(text)).substring(0, SUFFIX);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
