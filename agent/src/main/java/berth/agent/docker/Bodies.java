package berth.agent.docker;

import berth.agent.engine.ContainerRequest;
import berth.agent.engine.Joins;
import berth.kernel.host.HealthCheck;
import berth.kernel.host.Interface;
import berth.kernel.host.PortBinding;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The bodies of the requests that create things, as the negotiated version wants them. Pure.
final class Bodies {
    /// The kernel's default period of a CPU quota, in microseconds.
    static final long CPU_PERIOD_MICROS = 100_000;

    private Bodies() {}

    /// @param labels all of them
    /// @param parentCgroup path below the cgroup root, or null
    static ObjectNode container(
            ContainerRequest request, SequencedMap<String, String> labels, @Nullable String parentCgroup) {
        ObjectNode body = Json.object();
        body.put("Image", request.imageId());
        if (request.hostname() != null) {
            body.put("Hostname", request.hostname());
        }
        List<String> environment = request.environment().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        body.set("Env", Json.array(environment));
        body.set("Labels", Json.object(labels));
        words(body, "Cmd", request.command());
        words(body, "Entrypoint", request.entryPoint());
        body.set("Healthcheck", healthCheck(request.healthCheck()));
        if (!request.ports().isEmpty()) {
            ObjectNode exposed = body.putObject("ExposedPorts");
            request.ports().forEach(port -> exposed.putObject(portKey(port)));
        }
        ObjectNode host = hostConfig(request, parentCgroup);
        SettingsBody.put(request, body, host);
        joins(request.joins(), host);
        MountsBody.put(request, labels.getOrDefault(Labels.INSTALLATION, ""), host);
        body.set("HostConfig", host);
        return body;
    }

    private static void joins(Joins joins, ObjectNode host) {
        words(host, "Links", joins.links());
        if (joins.pidMode() != null) {
            host.put("PidMode", joins.pidMode());
        }
        if (joins.ipcMode() != null) {
            host.put("IpcMode", joins.ipcMode());
        }
    }

    private static void words(ObjectNode body, String field, @Nullable List<String> words) {
        if (words != null && !words.isEmpty()) {
            body.set(field, Json.array(words));
        }
    }

    private static ObjectNode hostConfig(ContainerRequest request, @Nullable String parentCgroup) {
        ObjectNode host = Json.object();
        host.put("NetworkMode", request.networkMode());
        host.put("CpuShares", request.cpuShares());
        if (request.cpuQuota() != null) {
            host.put("CpuPeriod", CPU_PERIOD_MICROS);
            host.put("CpuQuota", quotaMicros(request.cpuQuota()));
        }
        if (request.memory() != null) {
            host.put("Memory", request.memory());
        }
        if (request.memoryReservation() != null) {
            host.put("MemoryReservation", request.memoryReservation());
        }
        if (parentCgroup != null) {
            host.put("CgroupParent", parentCgroup);
        }
        ObjectNode log = host.putObject("LogConfig");
        log.put("Type", request.logDriver());
        log.set("Config", Json.object(request.logOptions()));
        if (!request.ports().isEmpty()) {
            ObjectNode bindings = host.putObject("PortBindings");
            for (PortBinding port : request.ports()) {
                bindings.withArray(portKey(port))
                        .addObject()
                        .put("HostIp", port.bindIp())
                        .put("HostPort", Integer.toString(port.hostPort()));
            }
        }
        return host;
    }

    private static String portKey(PortBinding port) {
        return port.containerPort() + "/" + port.protocol();
    }

    /// CPU units as a quota a period. The kernel takes no less than 1 ms.
    ///
    /// Example: 256 units are a quarter of a CPU, 25,000 of 100,000 us.
    static long quotaMicros(int cpuUnits) {
        return Math.max(1_000, cpuUnits * CPU_PERIOD_MICROS / 1024);
    }

    private static ObjectNode healthCheck(@Nullable HealthCheck check) {
        ObjectNode body = Json.object();
        if (check == null) {
            body.set("Test", Json.array(List.of("NONE")));
            return body;
        }
        body.set("Test", Json.array(check.command()));
        body.put("Interval", check.interval().toNanos());
        body.put("Timeout", check.timeout().toNanos());
        body.put("Retries", check.retries());
        Duration startPeriod = check.startPeriod();
        if (startPeriod != null) {
            body.put("StartPeriod", startPeriod.toNanos());
        }
        return body;
    }

    /// The container that holds an interface's namespace. Its address and MAC are fixed; ports below 1024 need no
    /// privilege inside, as on Fargate.
    ///
    /// @param network name of the VPC's network
    static ObjectNode pause(
            Interface eni, String network, String image, SequencedMap<String, String> labels, ApiVersion version) {
        boolean macOnEndpoint = version.atLeast(ApiVersion.NEWEST);
        ObjectNode body = Json.object();
        body.put("Image", image);
        body.put("Hostname", eni.privateDnsName());
        if (!macOnEndpoint) {
            body.put("MacAddress", eni.mac());
        }
        body.set("Labels", Json.object(labels));
        body.set("Healthcheck", healthCheck(null));
        ObjectNode host = body.putObject("HostConfig");
        host.put("NetworkMode", network);
        host.put("IpcMode", "shareable");
        host.putObject("LogConfig").put("Type", "none").putObject("Config");
        host.putObject("Sysctls").put("net.ipv4.ip_unprivileged_port_start", "0");
        ObjectNode endpoint =
                body.putObject("NetworkingConfig").putObject("EndpointsConfig").putObject(network);
        endpoint.putObject("IPAMConfig").put("IPv4Address", eni.address());
        if (macOnEndpoint) {
            endpoint.put("MacAddress", eni.mac());
        }
        return body;
    }

    /// A bridge network.
    static ObjectNode network(
            String name,
            String subnet,
            String gateway,
            Map<String, String> options,
            SequencedMap<String, String> labels) {
        ObjectNode body = Json.object();
        body.put("Name", name);
        body.put("Driver", "bridge");
        body.put("CheckDuplicate", true);
        body.set("Labels", Json.object(labels));
        body.set("Options", Json.object(options));
        body.putObject("IPAM")
                .put("Driver", "default")
                .putArray("Config")
                .addObject()
                .put("Subnet", subnet)
                .put("Gateway", gateway);
        return body;
    }
}
