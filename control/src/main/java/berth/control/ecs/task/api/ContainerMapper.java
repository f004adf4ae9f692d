package berth.control.ecs.task.api;

import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.task.plan.EffectiveContainer;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.PortMapping;
import berth.control.ecs.taskdef.model.PortRange;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.Account;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.PortBinding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;

/// Shows the containers of a task. ECS: amounts are texts, `0` for CPU that was left out.
final class ContainerMapper {
    private ContainerMapper() {}

    static List<Container> toSdk(Task task, TaskDefinition definition, Account account) {
        return task.status().containers().stream()
                .map(container -> toSdk(task, container, definition, account))
                .toList();
    }

    private static Container toSdk(Task task, TaskContainer container, TaskDefinition definition, Account account) {
        EffectiveContainer effective = EffectiveContainer.of(
                definition.container(container.name()), task.spec().overrides());
        return Container.builder()
                .containerArn(account.ecs("container", task.name() + '/' + container.id()))
                .taskArn(TaskViews.arn(account, task))
                .name(container.name())
                .image(effective.definition().image())
                .imageDigest(container.imageDigest())
                .runtimeId(container.runtimeId())
                .lastStatus(container.status().name())
                .exitCode(container.exitCode())
                .reason(container.reason())
                .networkBindings(bindings(task, container, effective.definition()))
                .networkInterfaces(interfaces(task))
                .healthStatus(container.health().name())
                .cpu(Integer.toString(effective.cpu()))
                .memory(text(effective.memory()))
                .memoryReservation(text(effective.memoryReservation()))
                .build();
    }

    /// ECS: awsvpc has none; the ports of a range are one.
    private static List<NetworkBinding> bindings(Task task, TaskContainer container, ContainerDefinition definition) {
        if (task.spec().networkMode() == NetworkMode.AWSVPC) {
            return List.of();
        }
        List<NetworkBinding> shown = new ArrayList<>();
        for (PortBinding port : container.bindings()) {
            PortRange range = rangeOf(port, definition);
            if (range == null) {
                shown.add(binding(port));
            } else if (port.containerPort() == range.first()) {
                PortRange outside = new PortRange(port.hostPort(), port.hostPort() + range.last() - range.first());
                shown.add(NetworkBinding.builder()
                        .bindIP(port.bindIp())
                        .containerPortRange(range.toString())
                        .hostPortRange(outside.toString())
                        .protocol(port.protocol())
                        .build());
            }
        }
        return shown;
    }

    private static @Nullable PortRange rangeOf(PortBinding port, ContainerDefinition definition) {
        for (PortMapping mapping : definition.portMappings()) {
            PortRange range = mapping.range();
            if (range != null && mapping.protocol().equals(port.protocol()) && range.holds(port.containerPort())) {
                return range;
            }
        }
        return null;
    }

    private static NetworkBinding binding(PortBinding port) {
        return NetworkBinding.builder()
                .bindIP(port.bindIp())
                .containerPort(port.containerPort())
                .hostPort(port.hostPort())
                .protocol(port.protocol())
                .build();
    }

    private static List<NetworkInterface> interfaces(Task task) {
        Task.Attachment attachment = task.spec().attachment();
        if (attachment == null || task.status().last() == Task.LastStatus.PROVISIONING) {
            return List.of();
        }
        return List.of(NetworkInterface.builder()
                .attachmentId(attachment.id())
                .privateIpv4Address(attachment.networkInterface().address())
                .build());
    }

    static @Nullable String text(@Nullable Integer amount) {
        return amount == null ? null : amount.toString();
    }
}
