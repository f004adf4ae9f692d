package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.Fault;
import berth.kernel.host.Firelens;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a log router and the containers that log through it must keep.
///
/// ECS: at most one router, which runs as root and is no container that logs through a router; a router needs
/// somebody who logs through it, and the other way round. Example: `web` with the log driver `awsfirelens` in a
/// definition without firelensConfiguration is refused.
///
/// Differs from ECS: where its words are not known they are Berth's. What would make a configuration that the router
/// can't read is refused here; with ECS it stops the task.
final class FirelensRules {
    private static final List<String> OPTIONS = List.of(Firelens.METADATA, Firelens.FILE_TYPE, Firelens.FILE_VALUE);
    private static final Pattern OBJECT = Pattern.compile("arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9._-]+/.+");
    private static final Pattern ROOT = Pattern.compile("0(:.*)?");
    private static final Pattern BYTES = Pattern.compile("[1-9][0-9]{0,8}");
    private static final List<String> OF_NO_OUTPUT = List.of(Firelens.INCLUDE, Firelens.EXCLUDE, Firelens.BUFFER_LIMIT);

    private FirelensRules() {}

    /// @throws berth.kernel.FaultException ClientException
    static void check(TaskDefinition definition) {
        List<Firelens> routers = definition.containers().stream()
                .map(container -> container.ties().firelens())
                .filter(Objects::nonNull)
                .toList();
        boolean needed = definition.containers().stream().anyMatch(ContainerDefinition::logsThroughRouter);
        if (needed && routers.isEmpty()) {
            throw Fault.client("When awsfirelens log driver is specified in log configuration, a firelens configuration"
                            + " object must be configured in one of the containers.")
                    .raise();
        }
        if (routers.size() > 1) {
            throw Fault.client("Only one container of a task definition can have a firelensConfiguration.")
                    .raise();
        }
        for (ContainerDefinition container : definition.containers()) {
            Firelens router = container.ties().firelens();
            if (router != null) {
                router(container, router);
            }
        }
        if (!needed && !routers.isEmpty()) {
            throw Fault.client("When a firelensConfiguration object is specified, at least one container has to be"
                            + " configured with the awsfirelens log driver.")
                    .raise();
        }
        if (needed) {
            Firelens router = routers.getFirst();
            definition.containers().stream()
                    .filter(ContainerDefinition::logsThroughRouter)
                    .forEach(container -> output(container, router));
        }
    }

    private static void router(ContainerDefinition container, Firelens router) {
        if (container.logsThroughRouter()) {
            throw ContainerRules.invalid(
                            container, "A container with firelensConfiguration cannot use the log driver awsfirelens.")
                    .raise();
        }
        String user = container.settings().user();
        if (user != null && !ROOT.matcher(user).matches()) {
            throw Fault.client("If 'user' field is specified on firelens container, then 'UID' has to be '0'.")
                    .raise();
        }
        TreeSet<String> unknown = new TreeSet<>(router.options().keySet());
        OPTIONS.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw option(container, unknown.first(), "is not known. It must be one of " + OPTIONS + ".")
                    .raise();
        }
        oneOf(container, router, Firelens.METADATA, List.of("true", "false"));
        oneOf(container, router, Firelens.FILE_TYPE, List.of("file", "s3"));
        file(container, router);
    }

    private static void file(ContainerDefinition container, Firelens router) {
        String type = router.options().get(Firelens.FILE_TYPE);
        String value = router.options().get(Firelens.FILE_VALUE);
        if ((type == null) != (value == null || value.isEmpty())) {
            throw option(
                            container,
                            type == null ? Firelens.FILE_VALUE : Firelens.FILE_TYPE,
                            "needs the other: " + Firelens.FILE_TYPE + " and " + Firelens.FILE_VALUE
                                    + " belong together.")
                    .raise();
        }
        if (value == null) {
            return;
        }
        oneLine(container, Firelens.FILE_VALUE, value);
        if (router.object() != null && !OBJECT.matcher(value).matches()) {
            throw Fault.client("Invalid arn syntax.").raise();
        }
    }

    private static void oneOf(ContainerDefinition container, Firelens router, String option, List<String> legal) {
        String value = router.options().get(option);
        if (value != null && !legal.contains(value)) {
            throw option(container, option, "must be one of " + legal + ", was '" + value + "'.")
                    .raise();
        }
    }

    private static void output(ContainerDefinition container, Firelens router) {
        LogConfiguration log = Objects.requireNonNull(container.logConfiguration());
        log.options().forEach((option, value) -> {
            oneLine(container, option, option);
            oneLine(container, option, value);
        });
        String limit = log.options().get(Firelens.BUFFER_LIMIT);
        if (limit != null && !BYTES.matcher(limit).matches()) {
            throw option(container, Firelens.BUFFER_LIMIT, "must be a number of bytes, was '" + limit + "'.")
                    .raise();
        }
        String plugin = router.type().plugin();
        TreeSet<String> rest = new TreeSet<>(log.options().keySet());
        OF_NO_OUTPUT.forEach(rest::remove);
        if (!rest.isEmpty() && !rest.contains(plugin)) {
            throw option(
                            container,
                            plugin,
                            "is missing, which is required for firelens configuration of type "
                                    + router.type().word() + ".")
                    .raise();
        }
    }

    /// A line break would begin another line of the configuration. The value may be a key, so that it is not said.
    private static void oneLine(ContainerDefinition container, String option, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw option(container, option.lines().findFirst().orElse(""), "must be one line.")
                    .raise();
        }
    }

    private static Fault option(ContainerDefinition container, String option, String what) {
        return ContainerRules.invalid(container, "Log option '" + option + "' " + what);
    }
}
