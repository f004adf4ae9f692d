package berth.agent.metadata;

import berth.agent.engine.EngineContainer;
import berth.agent.task.Labels;
import berth.kernel.Resources;
import berth.kernel.host.ContainerState;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Firelens;
import berth.kernel.host.Health;
import berth.kernel.host.Interface;
import berth.kernel.host.LogRoute;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.PortBinding;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JSON of the metadata endpoint, key by key as the ECS agent writes it.
///
/// Version 4 adds to version 3: log driver and options, the container's ARN, the details of its network, launch
/// type, service and group.
final class MetadataBodies {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final double UNITS_PER_CPU = 1024.0;
    private static final int MIN_SHARES = 2;

    private final boolean v4;

    MetadataBodies(boolean v4) {
        this.v4 = v4;
    }

    /// The task and those of its containers that the engine has.
    ObjectNode task(MetadataSubject subject) {
        DesiredTask task = subject.task();
        ObjectNode body = JSON.objectNode();
        body.put("Cluster", task.launchType().equals("FARGATE") ? task.clusterArn() : task.clusterName());
        body.put("TaskARN", task.arn());
        body.put("Family", task.family());
        body.put("Revision", String.valueOf(task.revision()));
        body.put("DesiredStatus", desiredStatus(subject));
        body.put("KnownStatus", knownStatus(subject.observed().containers()));
        taskLimits(body, task.limit());
        time(body, "PullStartedAt", subject.observed().pullStartedAt());
        time(body, "PullStoppedAt", subject.observed().pullStoppedAt());
        time(body, "ExecutionStoppedAt", executionStoppedAt(subject));
        text(body, "AvailabilityZone", task.availabilityZone());
        if (v4) {
            text(body, "LaunchType", task.launchType());
            if (task.networkInterface() != null && task.launchType().equals("EC2")) {
                text(body, "VPCID", task.networkInterface().vpcId());
            }
            text(body, "ServiceName", task.serviceName());
            text(body, "Group", task.group());
            body.put("FaultInjectionEnabled", task.faultInjection());
        }
        ArrayNode containers = JSON.arrayNode();
        for (DesiredContainer container : task.containers()) {
            EngineContainer engine = subject.now().container(container.name()).engine();
            if (engine != null) {
                containers.add(container(subject, container, engine));
            }
        }
        if (!containers.isEmpty()) {
            body.set("Containers", containers);
        }
        return body;
    }

    ObjectNode container(MetadataSubject subject, DesiredContainer container, EngineContainer engine) {
        ObservedContainer observed = observed(subject, container.name());
        ObjectNode body = JSON.objectNode();
        body.put("DockerId", engine.id());
        body.put("Name", container.name());
        body.put("DockerName", engine.name());
        body.put("Image", container.image());
        body.put("ImageID", engine.imageId());
        ports(body, subject.task(), container, engine);
        labels(body, engine);
        body.put("DesiredStatus", desiredStatus(subject));
        body.put("KnownStatus", observed.state().name());
        if (observed.exitCode() != null) {
            body.put("ExitCode", observed.exitCode());
        }
        containerLimits(body, container);
        time(body, "CreatedAt", engine.createdAt());
        time(body, "StartedAt", observed.startedAt());
        time(body, "FinishedAt", observed.finishedAt());
        body.put("Type", "NORMAL");
        if (container.healthCheck() != null) {
            Health health = observed.health();
            body.putObject("Health").put("status", health.name());
        }
        if (v4) {
            log(body, container.log());
            text(body, "ContainerARN", container.arn());
            if (container.ties().restartPolicy() != null) {
                body.put("RestartCount", observed.restarts().count());
            }
        }
        body.set("Networks", networks(subject.task()));
        return body;
    }

    private static String desiredStatus(MetadataSubject subject) {
        return subject.stopping() ? "STOPPED" : "RUNNING";
    }

    /// ECS: a task is as far as the container that is least far.
    private static String knownStatus(List<ObservedContainer> containers) {
        ContainerState least = ContainerState.STOPPED;
        for (ObservedContainer container : containers) {
            if (container.state().compareTo(least) < 0) {
                least = container.state();
            }
        }
        return least.name();
    }

    private static ObservedContainer observed(MetadataSubject subject, String name) {
        return subject.observed().containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseGet(() -> ObservedContainer.absent(name));
    }

    private static @Nullable Instant executionStoppedAt(MetadataSubject subject) {
        Instant first = null;
        for (DesiredContainer container : subject.task().containers()) {
            Instant finished = observed(subject, container.name()).finishedAt();
            if (container.essential() && finished != null && (first == null || finished.isBefore(first))) {
                first = finished;
            }
        }
        return first;
    }

    private static void taskLimits(ObjectNode body, @Nullable Resources limit) {
        if (limit != null) {
            ObjectNode limits = body.putObject("Limits");
            if (limit.cpu() > 0) {
                limits.put("CPU", limit.cpu() / UNITS_PER_CPU);
            }
            if (limit.memory() > 0) {
                limits.put("Memory", limit.memory());
            }
        }
    }

    private static void containerLimits(ObjectNode body, DesiredContainer container) {
        ObjectNode limits = body.putObject("Limits");
        limits.put("CPU", Math.max(MIN_SHARES, container.cpu()));
        if (container.memory() != null) {
            limits.put("Memory", container.memory());
        }
    }

    private static void ports(ObjectNode body, DesiredTask task, DesiredContainer container, EngineContainer engine) {
        boolean published = task.networkMode() == NetworkMode.BRIDGE;
        List<PortBinding> ports = published ? engine.bindings() : container.ports();
        if (ports.isEmpty()) {
            return;
        }
        ArrayNode array = body.putArray("Ports");
        for (PortBinding port : ports) {
            ObjectNode entry = array.addObject();
            entry.put("ContainerPort", port.containerPort());
            entry.put("Protocol", port.protocol());
            if (published) {
                entry.put("HostPort", port.hostPort());
                text(entry, "HostIp", port.bindIp());
            }
        }
    }

    /// The labels that ECS and the user gave; our own stay ours.
    private static void labels(ObjectNode body, EngineContainer engine) {
        ObjectNode labels = JSON.objectNode();
        for (Map.Entry<String, String> label : new TreeMap<>(engine.labels()).entrySet()) {
            if (!label.getKey().startsWith(Labels.PREFIX)) {
                labels.put(label.getKey(), label.getValue());
            }
        }
        if (!labels.isEmpty()) {
            body.set("Labels", labels);
        }
    }

    private static void log(ObjectNode body, LogRoute route) {
        switch (route) {
            case LogRoute.JsonFile(var options) -> {
                body.put("LogDriver", "json-file");
                options(body, options);
            }
            case LogRoute.Driver(var driver, var options) -> {
                SequencedMap<String, String> shown = new LinkedHashMap<>(options);
                shown.remove("splunk-token");
                body.put("LogDriver", driver);
                options(body, shown);
            }
            case LogRoute.Router(var options) -> body.put("LogDriver", Firelens.DRIVER);
            case LogRoute.AwsLogs(var group, var stream, var options) -> {
                SequencedMap<String, String> shown = new LinkedHashMap<>(options);
                shown.remove("awslogs-stream-prefix");
                shown.put("awslogs-group", group);
                shown.put("awslogs-stream", stream);
                body.put("LogDriver", "awslogs");
                options(body, shown);
            }
        }
    }

    private static void options(ObjectNode body, SequencedMap<String, String> options) {
        if (!options.isEmpty()) {
            ObjectNode node = body.putObject("LogOptions");
            options.forEach(node::put);
        }
    }

    private ArrayNode networks(DesiredTask task) {
        ArrayNode networks = JSON.arrayNode();
        ObjectNode network = networks.addObject();
        network.put("NetworkMode", task.networkMode().word());
        Interface eni = task.networkInterface();
        if (eni != null && task.networkMode() == NetworkMode.AWSVPC) {
            network.putArray("IPv4Addresses").add(eni.address());
            if (v4) {
                network.put("AttachmentIndex", 0);
                network.put("MACAddress", eni.mac());
                network.put("IPv4SubnetCIDRBlock", eni.subnetCidr());
                text(network, "PrivateDNSName", eni.privateDnsName());
                String prefix = eni.vpcCidr().substring(eni.vpcCidr().indexOf('/') + 1);
                network.put("SubnetGatewayIpv4Address", eni.gateway() + '/' + prefix);
            }
        }
        return networks;
    }

    private static void text(ObjectNode body, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            body.put(key, value);
        }
    }

    private static void time(ObjectNode body, String key, @Nullable Instant at) {
        if (at != null) {
            body.put(key, at.toString());
        }
    }
}
