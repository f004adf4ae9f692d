package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.Fault;
import berth.kernel.host.HealthCheck;
import berth.kernel.host.RestartPolicy;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one container of a definition must keep, whatever its network mode.
final class ContainerRules {
    /// Docker 20.10 and later refuse less.
    static final int MIN_MEMORY_MIB = 6;

    /// The most shares that Linux takes.
    static final int MAX_CPU_UNITS = 262144;

    private static final int MAX_IGNORED_EXIT_CODES = 50;
    private static final int MAX_IMAGE_LENGTH = 255;
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/#-]*(@sha256:[0-9a-f]{64})?");

    private ContainerRules() {}

    static void check(TaskDefinition definition, ContainerDefinition container) {
        image(container);
        SettingsRules.check(definition, container);
        cpu(container);
        memory(definition, container);
        Integer stopTimeout = container.stopTimeout();
        if (stopTimeout != null && stopTimeout < 0) {
            throw invalid(container, "'stopTimeout' must not be negative, was %d.".formatted(stopTimeout))
                    .raise();
        }
        RestartPolicy policy = container.ties().restartPolicy();
        if (policy != null) {
            restartPolicy(container, policy);
        }
        HealthCheck check = container.healthCheck();
        if (check != null) {
            healthCheck(container, check);
        }
        for (ContainerDefinition.KeyValue variable : container.environment()) {
            if (variable.name().isEmpty()) {
                throw Fault.client("Container.environment name should not be null or empty.")
                        .raise();
            }
        }
    }

    private static void image(ContainerDefinition container) {
        String image = container.image();
        String name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        if (name.length() > MAX_IMAGE_LENGTH) {
            throw Fault.client("Container.image is too long: it has %d characters, at most %d are allowed."
                            .formatted(name.length(), MAX_IMAGE_LENGTH))
                    .raise();
        }
        if (!IMAGE.matcher(image).matches()) {
            throw Fault.client("Container.image contains invalid characters.").raise();
        }
    }

    private static void cpu(ContainerDefinition container) {
        if (container.cpu() < 0 || container.cpu() > MAX_CPU_UNITS) {
            throw invalid(
                            container,
                            "'cpu' must be between 0 and %d, was %d.".formatted(MAX_CPU_UNITS, container.cpu()))
                    .raise();
        }
    }

    private static void memory(TaskDefinition definition, ContainerDefinition container) {
        Integer hard = container.memory();
        Integer soft = container.memoryReservation();
        if (definition.memory() == null && isZero(hard) && isZero(soft)) {
            throw invalid(container, "At least one of 'memory' or 'memoryReservation' must be specified.")
                    .raise();
        }
        minimum(container, "memory", hard);
        minimum(container, "memoryReservation", soft);
        if (hard != null && soft != null && hard < soft) {
            throw invalid(container, "'memory' must be greater than 'memoryReservation'.")
                    .raise();
        }
    }

    private static boolean isZero(@Nullable Integer amount) {
        return amount == null || amount == 0;
    }

    private static void minimum(ContainerDefinition container, String setting, @Nullable Integer amount) {
        if (amount != null && amount < MIN_MEMORY_MIB) {
            throw invalid(container, "'%s' must be at least %d MiB, was %d.".formatted(setting, MIN_MEMORY_MIB, amount))
                    .raise();
        }
    }

    private static void healthCheck(ContainerDefinition container, HealthCheck check) {
        boolean form = check.command().size() > 1
                && (check.command().getFirst().equals("CMD")
                        || check.command().getFirst().equals("CMD-SHELL"));
        if (!form) {
            throw invalid(container, "'healthCheck.command' must begin with CMD or CMD-SHELL and name a command.")
                    .raise();
        }
        range(container, "interval", check.interval(), 5, 300);
        range(container, "timeout", check.timeout(), 2, 60);
        if (check.retries() < 1 || check.retries() > 10) {
            throw invalid(
                            container,
                            "'healthCheck.retries' must be between 1 and 10, was %d.".formatted(check.retries()))
                    .raise();
        }
        Duration startPeriod = check.startPeriod();
        if (startPeriod != null) {
            range(container, "startPeriod", startPeriod, 0, 300);
        }
    }

    private static void restartPolicy(ContainerDefinition container, RestartPolicy policy) {
        long seconds = policy.period().toSeconds();
        if (seconds < 60 || seconds > 1800) {
            throw invalid(
                            container,
                            "'restartPolicy.restartAttemptPeriod' must be between 60 and 1800 seconds, was %d."
                                    .formatted(seconds))
                    .raise();
        }
        if (policy.ignoredExitCodes().size() > MAX_IGNORED_EXIT_CODES) {
            throw invalid(
                            container,
                            "'restartPolicy.ignoredExitCodes' must have at most %d codes, had %d."
                                    .formatted(
                                            MAX_IGNORED_EXIT_CODES,
                                            policy.ignoredExitCodes().size()))
                    .raise();
        }
    }

    private static void range(ContainerDefinition container, String setting, Duration value, int from, int to) {
        if (value.toSeconds() < from || value.toSeconds() > to) {
            throw invalid(
                            container,
                            "'healthCheck.%s' must be between %d and %d seconds, was %d."
                                    .formatted(setting, from, to, value.toSeconds()))
                    .raise();
        }
    }

    static Fault invalid(ContainerDefinition container, String what) {
        return Fault.client("Invalid setting for container '%s'. %s".formatted(container.name(), what));
    }
}
