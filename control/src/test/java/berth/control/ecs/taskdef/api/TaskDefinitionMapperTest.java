package berth.control.ecs.taskdef.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.KeyValue;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.control.ecs.taskdef.model.ContainerDefinition.PortMapping;
import berth.control.ecs.taskdef.model.PortRange;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.HealthCheck;
import berth.kernel.host.Namespaces;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.RestartPolicy;
import berth.kernel.host.Ties;
import berth.kernel.host.Volume;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

class TaskDefinitionMapperTest {
    private static final List<Volume> VOLUMES = List.of(
            new Volume("scratch", new Volume.Host(null)),
            new Volume("host", new Volume.Host("/srv")),
            new Volume("task", new Volume.Docker(false, null, null, map(), map())),
            new Volume("shared", new Volume.Docker(true, true, "local", map("type", "tmpfs"), map("a", "b"))),
            new Volume("efs", new Volume.Efs("fs-12345678", "/a", null, null, null)),
            new Volume(
                    "point",
                    new Volume.Efs(
                            "fs-12345678",
                            null,
                            "ENABLED",
                            2999,
                            new Volume.Efs.Authorization("fsap-12345678", "ENABLED"))),
            new Volume("ebs", new Volume.AtLaunch()),
            new Volume(
                    "s3",
                    new Volume.S3Files(
                            "arn:aws:s3files:us-east-1:000000000000:file-system/fs-12345678",
                            "/",
                            2999,
                            "arn:aws:s3files:us-east-1:000000000000:file-system/fs-12345678/access-point/fsap-12345678")));

    /// What Describe shows can be registered again, and is then the same definition.
    @Property(tries = 200)
    void aDefinitionSurvivesTheWayToTheSdkAndBack(@ForAll("definitions") TaskDefinition definition) {
        Calls calls = new Calls();
        var shown = TaskDefinitionMapper.toSdk(definition, Calls.ACCOUNT);
        var again = TaskDefinitionMapper.fromSdk(
                RegisterTaskDefinitionRequest.builder()
                        .family(shown.family())
                        .networkMode(shown.networkModeAsString())
                        .cpu(shown.cpu())
                        .pidMode(shown.pidModeAsString())
                        .ipcMode(shown.ipcModeAsString())
                        .memory(shown.memory())
                        .requiresCompatibilitiesWithStrings(shown.requiresCompatibilitiesAsStrings())
                        .taskRoleArn(shown.taskRoleArn())
                        .executionRoleArn(shown.executionRoleArn())
                        .containerDefinitions(shown.containerDefinitions())
                        .volumes(shown.volumes())
                        .runtimePlatform(shown.runtimePlatform())
                        .ephemeralStorage(shown.ephemeralStorage())
                        .enableFaultInjection(shown.enableFaultInjection())
                        .build(),
                shown.revision(),
                calls.context());

        assertThat(again.withCompatibilities(definition.compatibilities())).isEqualTo(definition);
    }

    @Provide
    Arbitrary<TaskDefinition> definitions() {
        Arbitrary<@Nullable NetworkMode> modes =
                Arbitraries.of(NetworkMode.class).injectNull(0.3);
        return modes.flatMap(mode -> Combinators.combine(
                        containers(mode).list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.integers().between(128, 4096).injectNull(0.5),
                        Arbitraries.integers().between(512, 8192).injectNull(0.5),
                        Arbitraries.of("EC2", "FARGATE", "EXTERNAL")
                                .list()
                                .uniqueElements()
                                .ofMaxSize(3),
                        Arbitraries.of("role-a", "role-b").injectNull(0.5),
                        Arbitraries.integers().between(1, 1_000_000))
                .as((containers, cpu, memory, requires, role, revision) -> new TaskDefinition(
                        "family",
                        revision,
                        TaskDefinition.Status.ACTIVE,
                        containers,
                        mode,
                        cpu,
                        memory,
                        requires,
                        List.of("EC2"),
                        role,
                        role,
                        Calls.NOW,
                        Calls.CALLER,
                        null,
                        List.of(),
                        VOLUMES,
                        new Namespaces(
                                revision % 2 == 0 ? Namespaces.Mode.TASK : null,
                                revision % 3 == 0 ? Namespaces.Mode.NONE : null),
                        cpu == null ? null : new TaskDefinition.RuntimePlatform("ARM64", role == null ? null : "LINUX"),
                        memory == null ? null : 21,
                        role == null ? null : revision % 2 == 0)));
    }

    private static Arbitrary<ContainerDefinition> containers(@Nullable NetworkMode mode) {
        Arbitrary<List<String>> words = Arbitraries.strings()
                .alpha()
                .ofMinLength(1)
                .ofMaxLength(5)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
        Arbitrary<@Nullable Integer> amounts =
                Arbitraries.integers().between(6, 4096).injectNull(0.4);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1024),
                        amounts,
                        words.injectNull(0.5),
                        healthChecks().injectNull(0.5),
                        logs().injectNull(0.5),
                        ports(mode).list().ofMaxSize(3),
                        words,
                        Arbitraries.of(true, false))
                .as((cpu, amount, command, check, log, ports, values, essential) -> new ContainerDefinition(
                        "name",
                        "image:1",
                        cpu,
                        amount,
                        amount,
                        essential,
                        ports,
                        command,
                        command,
                        values.stream().map(value -> new KeyValue(value, value)).toList(),
                        check,
                        amount,
                        log,
                        ContainerSettings.NONE,
                        ties(values, amount),
                        values.stream()
                                .map(value -> "arn:aws:s3:::bucket/" + value + ".env")
                                .toList(),
                        essential ? null : "disabled"));
    }

    private static Ties ties(List<String> others, @Nullable Integer seconds) {
        return new Ties(
                others.stream()
                        .map(other -> new Ties.Dependency(other, Ties.Condition.values()[other.length() % 4]))
                        .toList(),
                seconds == null ? null : Duration.ofSeconds(seconds),
                seconds == null
                        ? null
                        : new RestartPolicy(seconds % 2 == 0, List.of(seconds), Duration.ofSeconds(seconds)),
                others.stream()
                        .map(other -> new Ties.Link(other, other.length() % 2 == 0 ? other : "alias"))
                        .toList());
    }

    private static SequencedMap<String, String> map(String... words) {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            map.put(words[i], words[i + 1]);
        }
        return map;
    }

    private static Arbitrary<PortMapping> ports(@Nullable NetworkMode mode) {
        Arbitrary<PortMapping> one = Combinators.combine(
                        Arbitraries.integers().between(1, 65535),
                        Arbitraries.integers().between(0, 65535),
                        Arbitraries.of("tcp", "udp"),
                        Arbitraries.of("web", "api").injectNull(0.5),
                        Arbitraries.of("http", "grpc").injectNull(0.5))
                .as((port, host, protocol, name, app) -> new PortMapping(
                        port,
                        mode == NetworkMode.AWSVPC || mode == NetworkMode.HOST ? port : host,
                        protocol,
                        null,
                        name,
                        app));
        Arbitrary<PortMapping> range = Arbitraries.integers()
                .between(1, 60000)
                .map(first -> new PortMapping(0, null, "tcp", new PortRange(first, first + 9), null, null));
        return Arbitraries.oneOf(one, range);
    }

    private static Arbitrary<HealthCheck> healthChecks() {
        return Combinators.combine(
                        Arbitraries.integers().between(5, 300),
                        Arbitraries.integers().between(1, 10),
                        Arbitraries.integers().between(0, 300).injectNull(0.5))
                .as((interval, retries, start) -> new HealthCheck(
                        List.of("CMD", "true"),
                        Duration.ofSeconds(interval),
                        Duration.ofSeconds(5),
                        retries,
                        start == null ? null : Duration.ofSeconds(start)));
    }

    private static Arbitrary<LogConfiguration> logs() {
        return Arbitraries.maps(Arbitraries.of("awslogs-group", "awslogs-region", "mode"), Arbitraries.of("a", "b"))
                .ofMaxSize(3)
                .map(options -> new LogConfiguration("awslogs", new LinkedHashMap<>(new TreeMap<>(options))));
    }
}
