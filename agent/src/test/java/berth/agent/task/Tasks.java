package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineFault;
import berth.agent.engine.Image;
import berth.kernel.Resources;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Health;
import berth.kernel.host.Interface;
import berth.kernel.host.LogRoute;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.PortBinding;
import berth.kernel.host.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Tasks and containers for tests, with ECS's defaults.
public final class Tasks {
    public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    public static final byte[] SECRET = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private Tasks() {}

    public static String arn(String id) {
        return "arn:aws:ecs:us-east-1:000000000000:task/c/" + id;
    }

    public static DesiredContainer container(String name) {
        return container(name, true, false, List.of(), new LogRoute.JsonFile(new LinkedHashMap<>()));
    }

    public static DesiredContainer container(
            String name, boolean essential, boolean started, List<PortBinding> ports, LogRoute log) {
        return new DesiredContainer(
                "arn:aws:ecs:us-east-1:000000000000:container/" + name,
                name,
                "nginx",
                null,
                essential,
                started,
                256,
                512,
                null,
                ports,
                null,
                null,
                new LinkedHashMap<>(),
                null,
                Duration.ofSeconds(30),
                log,
                null,
                ContainerSettings.NONE);
    }

    /// The same container with variables of its own, and files with more.
    public static DesiredContainer reading(
            DesiredContainer container, Map<String, String> environment, List<String> files) {
        return new DesiredContainer(
                container.arn(),
                container.name(),
                container.image(),
                container.imageDigest(),
                container.essential(),
                container.started(),
                container.cpu(),
                container.memory(),
                container.memoryReservation(),
                container.ports(),
                container.command(),
                container.entryPoint(),
                new LinkedHashMap<>(environment),
                container.healthCheck(),
                container.stopTimeout(),
                container.log(),
                container.registryCredentials(),
                container.settings(),
                container.ties(),
                container.restarts(),
                files);
    }

    public static DesiredTask bridge(String id, boolean run, DesiredContainer... containers) {
        return task(id, run, NetworkMode.BRIDGE, null, null, containers);
    }

    public static DesiredTask awsvpc(String id, boolean run, DesiredContainer... containers) {
        return task(id, run, NetworkMode.AWSVPC, eni("eni-" + id), new Resources(256, 512), containers);
    }

    public static DesiredTask task(
            String id,
            boolean run,
            NetworkMode mode,
            @Nullable Interface eni,
            @Nullable Resources limit,
            DesiredContainer... containers) {
        return new DesiredTask(
                arn(id),
                "c",
                "arn:aws:ecs:us-east-1:000000000000:cluster/c",
                "web",
                3,
                null,
                "family:web",
                eni == null ? "EC2" : "FARGATE",
                "us-east-1a",
                run,
                mode,
                eni,
                limit,
                null,
                T0,
                List.of(containers),
                List.of());
    }

    /// A task with volumes, and with so much ephemeral storage.
    public static DesiredTask with(DesiredTask bare, @Nullable Integer ephemeralGiB, Volume... volumes) {
        return new DesiredTask(
                bare.arn(),
                bare.clusterName(),
                bare.clusterArn(),
                bare.family(),
                bare.revision(),
                bare.serviceName(),
                bare.group(),
                bare.launchType(),
                bare.availabilityZone(),
                bare.run(),
                bare.networkMode(),
                bare.networkInterface(),
                bare.limit(),
                bare.taskRoleArn(),
                bare.createdAt(),
                bare.containers(),
                List.of(volumes),
                bare.namespaces(),
                ephemeralGiB,
                bare.faultInjection());
    }

    public static Interface eni(String id) {
        return new Interface(
                id,
                "vpc-1",
                "172.31.0.0/16",
                "subnet-1",
                "172.31.0.0/20",
                "172.31.0.1",
                "172.31.0.10",
                "02:42:ac:1f:00:0a",
                "ip-172-31-0-10.ec2.internal");
    }

    public static EngineContainer engine(String id, Status status) {
        return engine(id, status, null, new LinkedHashMap<>());
    }

    public static EngineContainer engine(
            String id, Status status, @Nullable String error, SequencedMap<String, String> labels) {
        return engine(id, status, error, labels, List.of());
    }

    /// A container with host ports.
    public static EngineContainer published(String id, Status status, List<PortBinding> ports) {
        return engine(id, status, null, new LinkedHashMap<>(), ports);
    }

    /// The same container in its next run, ten minutes later.
    public static EngineContainer later(EngineContainer running) {
        return new EngineContainer(
                running.id(),
                running.name(),
                running.imageId(),
                running.labels(),
                running.status(),
                running.createdAt(),
                T0.plusSeconds(600),
                null,
                null,
                false,
                null,
                running.health(),
                running.bindings(),
                running.pid());
    }

    /// A container that was started then.
    public static EngineContainer engine(
            String id, Status status, Instant startedAt, @Nullable Integer exitCode, Health health) {
        return new EngineContainer(
                id,
                "ecs-" + id,
                "sha256:1",
                new LinkedHashMap<>(),
                status,
                T0,
                startedAt,
                exitCode == null ? null : startedAt.plusSeconds(9),
                exitCode,
                false,
                null,
                health,
                List.of(),
                0);
    }

    private static EngineContainer engine(
            String id,
            Status status,
            @Nullable String error,
            SequencedMap<String, String> labels,
            List<PortBinding> ports) {
        boolean ran = status != Status.CREATED;
        boolean exited = status == Status.EXITED;
        return new EngineContainer(
                id,
                "ecs-" + id,
                "sha256:1",
                labels,
                status,
                T0,
                ran ? T0.plusSeconds(1) : null,
                exited ? T0.plusSeconds(9) : null,
                exited ? 1 : null,
                false,
                error,
                Health.UNKNOWN,
                ports,
                0);
    }

    public static Image image() {
        return new Image("sha256:1", "sha256:d", true, T0);
    }

    public static EngineFault fault(EngineFault.Kind kind) {
        return new EngineFault(kind, "no " + kind);
    }

    public static ContainerRequests requests(boolean parentCgroups) {
        return new ContainerRequests(
                new RequestConfig(
                        "inst",
                        "us-east-1",
                        "127.0.0.1",
                        new LinkedHashMap<>(),
                        parentCgroups,
                        TaskUrls.everywhere("http://169.254.170.2"),
                        new TaskUrls("http://{gateway}:4566", "http://172.17.0.1:4566", "http://127.0.0.1:4566"),
                        "/data",
                        "/data/firelens",
                        "i-0123456789abcdef0"),
                new MetadataToken(SECRET));
    }

    public static TaskSupervisor supervisor() {
        return new TaskSupervisor(requests(false));
    }
}
