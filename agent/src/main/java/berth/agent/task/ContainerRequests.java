package berth.agent.task;

import berth.agent.engine.ContainerRequest;
import berth.agent.engine.ContainerRequest.ParentCgroup;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.Image;
import berth.agent.engine.Mount;
import berth.kernel.Invariants;
import berth.kernel.Resources;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Firelens;
import berth.kernel.host.LogRoute;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.PortBinding;
import berth.kernel.host.RestartPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns a wanted container into the engine's request.
///
/// Limits, by example: a Fargate task of cpu 256 and memory 512 with a container of cpu 0 and no memory of its
/// own. Where a task can have a cgroup, that holds a quota of 256 units and 512 MiB, and the container 2 shares
/// (ECS: 0 and 1 become 2) and no limit. Elsewhere the container itself gets the quota of 256 units and 512
/// MiB.
public final class ContainerRequests {
    private static final int MIN_SHARES = 2;
    private static final int MAX_SHARES = 262_144;
    private static final long MIB = 1024L * 1024L;

    private final RequestConfig config;
    private final MetadataToken tokens;

    public ContainerRequests(RequestConfig config, MetadataToken tokens) {
        this.config = config;
        this.tokens = tokens;
    }

    /// The reference to pull for a container.
    public String imageOf(DesiredContainer container) {
        return ImageNames.reference(container, config.imageMap());
    }

    /// A container of a task of which nothing else is known.
    ///
    /// @param pause the running pause container of an awsvpc task, else null
    ContainerRequest of(DesiredTask task, DesiredContainer container, Image image, @Nullable EngineContainer pause) {
        return from(task, container, image, TaskNow.unseen(task.arn()).withPause(pause));
    }

    /// @param now with a running pause container for an awsvpc task, and with all that the container joins and reads
    ContainerRequest from(DesiredTask task, DesiredContainer container, Image image, TaskNow now) {
        EngineContainer pause = now.pause();
        SortedMap<String, String> ids = new TreeMap<>();
        now.present().forEach((name, engine) -> ids.put(name, engine.id()));
        Resources limit = task.limit();
        Resources shared = config.parentCgroups() ? limit : null;
        Resources own = config.parentCgroups() ? null : limit;
        return new ContainerRequest(
                ContainerNames.of(config.installation(), task.arn(), task.family(), task.revision(), container.name()),
                image.id(),
                labels(task, container, image),
                networkMode(task, container, pause),
                null,
                Math.clamp(container.cpu(), MIN_SHARES, MAX_SHARES),
                own == null || own.cpu() == 0 ? null : own.cpu(),
                bytes(container.memory() == null && own != null ? Integer.valueOf(own.memory()) : container.memory()),
                bytes(container.memoryReservation()),
                shared == null ? null : new ParentCgroup(task.id(), shared.cpu(), shared.memory() * MIB),
                ports(task, container),
                container.command(),
                container.entryPoint(),
                environment(task, container, now),
                container.healthCheck(),
                logOptions(config, task, container),
                task.networkMode() == NetworkMode.AWSVPC,
                container.settings(),
                mounts(task, container, now),
                Mounts.volumesFrom(config, task, container),
                logDriver(container.log()),
                Companions.joins(task, container, pause, ids));
    }

    private static @Nullable Long bytes(@Nullable Integer mib) {
        return mib == null || mib == 0 ? null : mib * MIB;
    }

    private static String networkMode(DesiredTask task, DesiredContainer container, @Nullable EngineContainer pause) {
        if (ContainerSettings.on(container.settings().disableNetworking())) {
            return NetworkMode.NONE.word();
        }
        if (task.networkMode() != NetworkMode.AWSVPC) {
            return task.networkMode().word();
        }
        Invariants.check(pause != null, "a container of %s is created before its interface exists", task.arn());
        return "container:" + (pause == null ? "" : pause.id());
    }

    private List<PortBinding> ports(DesiredTask task, DesiredContainer container) {
        if (task.networkMode() != NetworkMode.BRIDGE
                || ContainerSettings.on(container.settings().disableNetworking())) {
            return List.of();
        }
        return container.ports().stream()
                .map(port -> port.bindIp().isEmpty()
                        ? new PortBinding(
                                config.publishAddress(), port.containerPort(), port.hostPort(), port.protocol())
                        : port)
                .toList();
    }

    /// Lines that are captured are counted from the container's start, hence no rotation there.
    private static SequencedMap<String, String> logOptions(
            RequestConfig config, DesiredTask task, DesiredContainer container) {
        return switch (container.log()) {
            case LogRoute.JsonFile(var options) -> new LinkedHashMap<>(options);
            case LogRoute.Driver(var driver, var options) -> new LinkedHashMap<>(options);
            case LogRoute.Router(var options) -> FirelensRequests.logOptions(config, task, container, options);
            case LogRoute.AwsLogs(var group, var stream, var options) -> new LinkedHashMap<>();
        };
    }

    private static String logDriver(LogRoute route) {
        return switch (route) {
            case LogRoute.Driver(var driver, var options) -> driver;
            case LogRoute.Router router -> "fluentd";
            case LogRoute.JsonFile file -> "json-file";
            case LogRoute.AwsLogs captured -> "json-file";
        };
    }

    private List<Mount> mounts(DesiredTask task, DesiredContainer container, TaskNow now) {
        List<Mount> mounts = new ArrayList<>(Mounts.of(config, task, container));
        Firelens router = container.ties().firelens();
        if (router != null) {
            mounts.addAll(FirelensRequests.mounts(config, task, router, now));
        }
        return mounts;
    }

    private static SequencedMap<String, String> labels(DesiredTask task, DesiredContainer container, Image image) {
        SequencedMap<String, String> labels =
                new LinkedHashMap<>(container.settings().dockerLabels());
        labels.put(Labels.TASK, task.arn());
        labels.put(Labels.CONTAINER, container.name());
        labels.put(Labels.CONTAINER_ARN, container.arn());
        labels.put(Labels.INDEX, String.valueOf(task.containers().indexOf(container)));
        labels.put(Labels.STOP_TIMEOUT, String.valueOf(container.stopTimeout().toSeconds()));
        if (task.networkInterface() != null && task.networkMode() == NetworkMode.AWSVPC) {
            labels.put(Labels.TASK_INTERFACE, task.networkInterface().id());
        }
        if (container.log() instanceof LogRoute.AwsLogs(var group, var stream, var options)) {
            labels.put(Labels.LOG_GROUP, group);
            labels.put(Labels.LOG_STREAM, stream);
        }
        if (container.ties().firelens() != null) {
            labels.put(Labels.ROUTER, "");
        }
        RestartPolicy policy = container.ties().restartPolicy();
        if (policy != null && policy.enabled()) {
            labels.put(Labels.RESTART, Labels.text(policy));
        }
        if (image.digest() != null) {
            labels.put(Labels.IMAGE_DIGEST, image.digest());
        }
        labels.put(Labels.ECS_CLUSTER, task.clusterName());
        labels.put(Labels.ECS_CONTAINER, container.name());
        labels.put(Labels.ECS_TASK, task.arn());
        labels.put(Labels.ECS_FAMILY, task.family());
        labels.put(Labels.ECS_REVISION, String.valueOf(task.revision()));
        return labels;
    }

    /// The task's own variables first, in its order, then those of its files in theirs; what ECS adds only where the
    /// task says nothing itself.
    private SequencedMap<String, String> environment(DesiredTask task, DesiredContainer container, TaskNow now) {
        SequencedMap<String, String> environment = new LinkedHashMap<>(container.environment());
        for (String file : container.environmentFiles()) {
            EnvironmentFile.parse(now.files().getOrDefault(file, "")).forEach(environment::putIfAbsent);
        }
        FirelensRequests.environment(task, container, now).forEach(environment::putIfAbsent);
        String metadata = config.metadata().of(task.networkMode(), task.networkInterface());
        if (metadata != null) {
            String token = tokens.of(task.arn(), container.name());
            environment.putIfAbsent("ECS_CONTAINER_METADATA_URI", metadata + "/v3/" + token);
            environment.putIfAbsent("ECS_CONTAINER_METADATA_URI_V4", metadata + "/v4/" + token);
            environment.putIfAbsent("ECS_AGENT_URI", metadata + "/api/" + token);
        }
        environment.putIfAbsent(
                "AWS_EXECUTION_ENV", task.launchType().equals("FARGATE") ? "AWS_ECS_FARGATE" : "AWS_ECS_EC2");
        if (!environment.containsKey("AWS_REGION") && !environment.containsKey("AWS_DEFAULT_REGION")) {
            environment.put("AWS_REGION", config.region());
            environment.put("AWS_DEFAULT_REGION", config.region());
        }
        String aws = config.aws().of(task.networkMode(), task.networkInterface());
        if (aws != null) {
            environment.putIfAbsent("AWS_ENDPOINT_URL", aws);
        }
        return environment;
    }
}
