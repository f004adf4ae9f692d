package berth.control.ecs.taskdef.api;

import berth.control.ecs.cluster.api.PlacementMapper;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.Deletion;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition.RuntimePlatform;
import berth.control.ecs.taskdef.plan.Capabilities;
import berth.control.ecs.taskdef.plan.TaskSize;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import berth.kernel.host.Namespaces;
import berth.kernel.host.NetworkMode;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// Task definitions from and to the SDK's classes. What a reader finds is what ECS answers: its defaults filled in.
public final class TaskDefinitionMapper {
    private static final List<String> COMPATIBILITIES = List.of("EC2", "FARGATE", "EXTERNAL");

    private static final List<String> ARCHITECTURES = List.of("ARM64", "X86_64");

    private TaskDefinitionMapper() {}

    /// The revision that a request asks for; `compatibilities` still empty.
    ///
    /// @throws berth.kernel.FaultException for what is missing or no legal value
    static TaskDefinition fromSdk(RegisterTaskDefinitionRequest request, int revision, Context context) {
        NetworkMode mode = networkMode(given(request.networkModeAsString()));
        String cpu = given(request.cpu());
        String memory = given(request.memory());
        return new TaskDefinition(
                request.family(),
                revision,
                TaskDefinition.Status.ACTIVE,
                request.containerDefinitions().stream()
                        .map(container -> ContainerMapper.fromSdk(container, mode))
                        .toList(),
                mode,
                cpu == null ? null : TaskSize.cpu(cpu),
                memory == null ? null : TaskSize.memory(memory),
                requiresCompatibilities(request.requiresCompatibilitiesAsStrings()),
                List.of(),
                given(request.taskRoleArn()),
                given(request.executionRoleArn()),
                context.now(),
                context.caller(),
                null,
                PlacementMapper.constraintsOfDefinition(request.placementConstraints()),
                request.volumes().stream().map(VolumeMapper::fromSdk).toList(),
                TiesMapper.namespaces(request),
                runtimePlatform(request.runtimePlatform()),
                request.ephemeralStorage() == null
                        ? null
                        : request.ephemeralStorage().sizeInGiB(),
                request.enableFaultInjection());
    }

    /// ECS: what was given is shown; nothing of it is filled in.
    private static @Nullable RuntimePlatform runtimePlatform(
            software.amazon.awssdk.services.ecs.model.@Nullable RuntimePlatform given) {
        if (given == null) {
            return null;
        }
        String architecture = given(given.cpuArchitectureAsString());
        String system = given(given.operatingSystemFamilyAsString());
        if (architecture == null && system == null) {
            return null;
        }
        if (architecture != null && !ARCHITECTURES.contains(architecture)) {
            throw notOneOf("runtimePlatform.cpuArchitecture", architecture, ARCHITECTURES)
                    .raise();
        }
        if (system != null && system.startsWith("WINDOWS_")) {
            throw Fault.invalidParameter(
                            "Berth does not support runtimePlatform.operatingSystemFamily=%s yet: there are no Windows containers. Use LINUX."
                                    .formatted(system))
                    .raise();
        }
        if (system != null && !system.equals("LINUX")) {
            throw notOneOf("runtimePlatform.operatingSystemFamily", system, List.of("LINUX"))
                    .raise();
        }
        return new RuntimePlatform(architecture, system);
    }

    /// The definition as DescribeTaskDefinition shows it.
    public static software.amazon.awssdk.services.ecs.model.TaskDefinition toSdk(
            TaskDefinition definition, Account account) {
        var made = software.amazon.awssdk.services.ecs.model.TaskDefinition.builder()
                .taskDefinitionArn(account.ecs("task-definition", definition.name()))
                .containerDefinitions(definition.containers().stream()
                        .map(ContainerMapper::toSdk)
                        .toList())
                .family(definition.family())
                .taskRoleArn(definition.taskRoleArn())
                .executionRoleArn(definition.executionRoleArn())
                .networkMode(
                        definition.networkMode() == null
                                ? null
                                : definition.networkMode().word())
                .revision(definition.revision())
                .enableFaultInjection(definition.enableFaultInjection())
                .pidMode(word(definition.namespaces().pid()))
                .ipcMode(word(definition.namespaces().ipc()))
                .volumes(definition.volumes().stream().map(VolumeMapper::toSdk).toList())
                .status(definition.status().name())
                .placementConstraints(definition.placementConstraints().stream()
                        .map(PlacementMapper::toSdkOfDefinition)
                        .toList())
                .compatibilitiesWithStrings(definition.compatibilities())
                .cpu(text(definition.cpu()))
                .memory(text(definition.memory()))
                .registeredAt(definition.registeredAt())
                .registeredBy(definition.registeredBy())
                .deregisteredAt(definition.deregisteredAt())
                .requiresAttributes(Capabilities.requiredAttributes(definition).stream()
                        .map(name -> Attribute.builder().name(name).build())
                        .toList());
        RuntimePlatform platform = definition.runtimePlatform();
        if (platform != null) {
            made.runtimePlatform(shown -> shown.cpuArchitecture(platform.cpuArchitecture())
                    .operatingSystemFamily(platform.operatingSystemFamily()));
        }
        if (definition.ephemeralStorageGiB() != null) {
            made.ephemeralStorage(shown -> shown.sizeInGiB(definition.ephemeralStorageGiB()));
        }
        if (!definition.requiresCompatibilities().isEmpty()) {
            made.requiresCompatibilitiesWithStrings(definition.requiresCompatibilities());
        }
        return made.build();
    }

    /// With when it was asked to be deleted, if it was.
    static software.amazon.awssdk.services.ecs.model.TaskDefinition toSdk(
            TaskDefinition definition, State state, Account account) {
        Deletion deletion = state.find(TaskDefinitionViews.DELETIONS, definition.name());
        return deletion == null
                ? toSdk(definition, account)
                : toSdk(definition, account).toBuilder()
                        .deleteRequestedAt(deletion.requestedAt())
                        .build();
    }

    /// An empty text is as good as none.
    public static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable String word(Namespaces.@Nullable Mode mode) {
        return mode == null ? null : mode.word();
    }

    private static @Nullable String text(@Nullable Integer number) {
        return number == null ? null : number.toString();
    }

    private static @Nullable NetworkMode networkMode(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return Arrays.stream(NetworkMode.values())
                .filter(mode -> mode.word().equals(word))
                .findFirst()
                .orElseThrow(() -> notOneOf(
                                "networkMode",
                                word,
                                Arrays.stream(NetworkMode.values())
                                        .map(NetworkMode::word)
                                        .toList())
                        .raise());
    }

    private static List<String> requiresCompatibilities(List<String> given) {
        for (String compatibility : given) {
            if (compatibility.equals("MANAGED_INSTANCES")) {
                throw Fault.invalidParameter(
                                "Berth does not support requiresCompatibilities=MANAGED_INSTANCES yet. Use EC2 or FARGATE.")
                        .raise();
            }
            oneOf("requiresCompatibilities", compatibility, COMPATIBILITIES);
        }
        return given.stream().distinct().toList();
    }

    /// A value of an enumeration; what is not given passes.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    static void oneOf(String path, @Nullable String value, List<String> legal) {
        if (value != null && !legal.contains(value)) {
            throw notOneOf(path, value, legal).raise();
        }
    }

    static Fault notOneOf(String path, String value, List<String> legal) {
        return Fault.invalidParameter(
                "%s cannot be '%s'. It must be one of %s.".formatted(path, value, new TreeSet<>(legal)));
    }
}
