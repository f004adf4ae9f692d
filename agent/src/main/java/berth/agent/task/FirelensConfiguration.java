package berth.agent.task;

import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Firelens;
import berth.kernel.host.LogRoute;
import berth.kernel.host.NetworkMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The configuration of a task's log router.
///
/// The rule, ECS's own. Records come in at the socket `/var/run/fluent.sock`, and in bridge and awsvpc mode also at
/// port 24224: of all addresses in bridge mode, of 127.0.0.1 in awsvpc mode. A fluentbit of these modes listens at
/// 127.0.0.1:8877 too, for a health check, and throws away what comes there. Then, in this order: of each container
/// that logs through the router, only lines that match its `include-pattern` stay, and none that match its
/// `exclude-pattern`; every record is told its cluster, task and task definition, and on EC2 the instance, unless
/// `enable-ecs-log-metadata` is `false`; the router's own further configuration is included; and each container has
/// an output of the plugin that its option `Name` (fluentd: `@type`) says, with its other options. One without that
/// option has none: the included configuration routes it.
///
/// Worked example: `web` of an awsvpc task of cluster `prod` with the options `Name` `http`, `Host` `logs.example.com`
/// and `exclude-pattern` `^GET /health`:
///
/// ```
/// [INPUT]
///     Name forward
///     unix_path /var/run/fluent.sock
///
/// [INPUT]
///     Name forward
///     Listen 127.0.0.1
///     Port 24224
///
/// [INPUT]
///     Name tcp
///     Tag firelens-healthcheck
///     Listen 127.0.0.1
///     Port 8877
///
/// [FILTER]
///     Name grep
///     Match web-firelens*
///     Exclude log ^GET /health
///
/// [FILTER]
///     Name record_modifier
///     Match *
///     Record ecs_cluster prod
///     Record ecs_task_arn arn:aws:ecs:us-east-1:000000000000:task/prod/0123abcd
///     Record ecs_task_definition web:7
///
/// [OUTPUT]
///     Name null
///     Match firelens-healthcheck
///
/// [OUTPUT]
///     Name http
///     Match web-firelens*
///     Host logs.example.com
/// ```
final class FirelensConfiguration {
    static final String SOCKET = "/var/run/fluent.sock";

    /// Where a health check speaks to a fluentbit.
    static final int HEALTH_PORT = 8877;

    private FirelensConfiguration() {}

    /// @param router of the task
    /// @param ec2InstanceId of this host
    static String text(DesiredTask task, Firelens router, String ec2InstanceId) {
        SortedMap<String, String> metadata = router.metadata() ? metadata(task, ec2InstanceId) : new TreeMap<>();
        String listen = listen(task.networkMode());
        List<Route> routes = routes(task, router.type().plugin());
        return switch (router.type()) {
            case FLUENTBIT -> FluentBitText.of(listen, metadata, included(router), routes);
            case FLUENTD -> FluentdText.of(listen, metadata, included(router), routes);
        };
    }

    private static SortedMap<String, String> metadata(DesiredTask task, String ec2InstanceId) {
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put("ecs_cluster", task.clusterName());
        metadata.put("ecs_task_arn", task.arn());
        metadata.put("ecs_task_definition", task.family() + ':' + task.revision());
        if (!task.launchType().equals("FARGATE")) {
            metadata.put("ec2_instance_id", ec2InstanceId);
        }
        return metadata;
    }

    private static @Nullable String listen(NetworkMode mode) {
        return switch (mode) {
            case BRIDGE -> "0.0.0.0";
            case AWSVPC -> "127.0.0.1";
            case HOST, NONE -> null;
        };
    }

    private static @Nullable String included(Firelens router) {
        return router.object() == null
                ? router.options().get(Firelens.FILE_VALUE)
                : router.type().external();
    }

    private static List<Route> routes(DesiredTask task, String pluginOption) {
        List<Route> routes = new ArrayList<>();
        for (DesiredContainer container : task.containers()) {
            if (container.log() instanceof LogRoute.Router(var options)) {
                SortedMap<String, String> rest = new TreeMap<>(options);
                rest.remove(Firelens.BUFFER_LIMIT);
                routes.add(new Route(
                        container.name() + "-firelens",
                        rest.remove(Firelens.INCLUDE),
                        rest.remove(Firelens.EXCLUDE),
                        rest.remove(pluginOption),
                        rest));
            }
        }
        return routes;
    }

    /// What becomes of one container's records.
    ///
    /// @param tag what their tag begins with
    /// @param include pattern of the lines that stay, or null: all
    /// @param exclude pattern of the lines that go, or null: none
    /// @param plugin of its output, or null: none
    /// @param options of its output
    record Route(
            String tag,
            @Nullable String include,
            @Nullable String exclude,
            @Nullable String plugin,
            SortedMap<String, String> options) {}
}
