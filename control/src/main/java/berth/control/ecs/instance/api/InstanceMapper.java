package berth.control.ecs.instance.api;

import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.instance.InstanceTasks;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.plan.Attributes;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Resource;

/// Shows a container instance as the SDK's class.
///
/// Differs from ECS: ec2InstanceId is made from the host's own id. What remains counts the tasks of all clusters and of
/// Fargate on the host.
final class InstanceMapper {
    private InstanceMapper() {}

    static software.amazon.awssdk.services.ecs.model.ContainerInstance toSdk(
            State state, ContainerInstance instance, InstanceTasks tasks, Account account) {
        Host host = Objects.requireNonNull(state.find(InstanceViews.HOSTS, instance.hostId()));
        Allocation allocation = InstanceViews.allocation(state, host.id());
        InstanceTasks.Counts counts = tasks.counts(state, instance);
        return software.amazon.awssdk.services.ecs.model.ContainerInstance.builder()
                .containerInstanceArn(account.ecs("container-instance", instance.name()))
                .ec2InstanceId(host.ec2InstanceId())
                .version(instance.version())
                .versionInfo(v -> v.agentVersion(host.agentVersion())
                        .agentHash("")
                        .dockerVersion("DockerVersion: " + host.engineVersion()))
                .remainingResources(resources(
                        InstanceViews.remaining(state, host),
                        ports(host.reservedPorts(), allocation.tcp()),
                        ports(List.of(), allocation.udp())))
                .registeredResources(resources(host.capacity(), ports(host.reservedPorts(), List.of()), List.of()))
                .status(instance.status().name())
                .agentConnected(host.connected())
                .runningTasksCount(counts.running())
                .pendingTasksCount(counts.pending())
                .attributes(attributes(host, instance))
                .registeredAt(instance.registeredAt())
                .capacityProviderName(CapacityProviderViews.ofInstance(
                        state, instance.cluster(), instance.attributes().get(CapacityProvider.GROUP_ATTRIBUTE)))
                .attachments(List.of())
                .tags(List.of())
                .build();
    }

    private static List<Attribute> attributes(Host host, ContainerInstance instance) {
        return Attributes.of(host, instance).entrySet().stream()
                .map(entry -> Attribute.builder()
                        .name(entry.getKey())
                        .value(entry.getValue().isEmpty() ? null : entry.getValue())
                        .build())
                .toList();
    }

    private static List<Resource> resources(Resources amounts, List<String> tcp, List<String> udp) {
        return List.of(
                number("CPU", amounts.cpu()),
                number("MEMORY", amounts.memory()),
                set("PORTS", tcp),
                set("PORTS_UDP", udp));
    }

    /// ECS: the fields of the other types are there as 0.
    private static Resource number(String name, int value) {
        return Resource.builder()
                .name(name)
                .type("INTEGER")
                .doubleValue(0.0)
                .longValue(0L)
                .integerValue(value)
                .build();
    }

    private static Resource set(String name, List<String> values) {
        return Resource.builder()
                .name(name)
                .type("STRINGSET")
                .doubleValue(0.0)
                .longValue(0L)
                .integerValue(0)
                .stringSetValue(values)
                .build();
    }

    private static List<String> ports(List<Integer> reserved, List<Integer> taken) {
        TreeSet<Integer> all = new TreeSet<>(reserved);
        all.addAll(taken);
        List<String> texts = new ArrayList<>();
        all.forEach(port -> texts.add(port.toString()));
        return texts;
    }
}
