package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The attributes of a container instance, by name; the value is empty for one that has a name only.
///
/// Built in are those of ECS that a host of Berth has: zone, architecture, operating system, and a name for each
/// thing that its agent can do, which task definitions require.
///
/// Differs from ECS: a host is no EC2 instance, hence there are no `ecs.ami-id`, `ecs.instance-type`, `ecs.vpc-id`
/// and `ecs.subnet-id`; who needs one puts a custom attribute of his own name.
public final class Attributes {
    public static final String ZONE = "ecs.availability-zone";
    static final String ARCHITECTURE = "ecs.cpu-architecture";
    static final String BUILT_IN = "ecs.";
    static final String OLD_CAPABILITY = "com.amazonaws.ecs.capability.";

    /// What every agent of Berth can do.
    private static final List<String> CAPABILITIES = List.of(
            OLD_CAPABILITY + "docker-remote-api.1.18",
            OLD_CAPABILITY + "docker-remote-api.1.19",
            OLD_CAPABILITY + "docker-remote-api.1.21",
            OLD_CAPABILITY + "ecr-auth",
            OLD_CAPABILITY + "logging-driver.awsfirelens",
            OLD_CAPABILITY + "logging-driver.awslogs",
            OLD_CAPABILITY + "logging-driver.fluentd",
            OLD_CAPABILITY + "logging-driver.gelf",
            OLD_CAPABILITY + "logging-driver.journald",
            OLD_CAPABILITY + "logging-driver.json-file",
            OLD_CAPABILITY + "logging-driver.splunk",
            OLD_CAPABILITY + "logging-driver.syslog",
            OLD_CAPABILITY + "privileged-container",
            OLD_CAPABILITY + "task-iam-role",
            OLD_CAPABILITY + "task-iam-role-network-host",
            "ecs.capability.container-health-check",
            "ecs.capability.container-ordering",
            "ecs.capability.container-restart-policy",
            "ecs.capability.docker-plugin.local",
            "ecs.capability.efs",
            "ecs.capability.efsAuth",
            "ecs.capability.env-files.s3",
            "ecs.capability.fault-injection",
            "ecs.capability.firelens.fluentbit",
            "ecs.capability.firelens.fluentd",
            "ecs.capability.firelens.options.config.file",
            "ecs.capability.firelens.options.config.s3",
            "ecs.capability.execution-role-awslogs",
            "ecs.capability.execution-role-ecr-pull",
            "ecs.capability.pid-ipc-namespace-sharing",
            "ecs.capability.storage.ebs-task-volume-attach",
            "ecs.capability.task-eni");

    private Attributes() {}

    public static SortedMap<String, String> of(Host host, ContainerInstance instance) {
        TreeMap<String, String> attributes = new TreeMap<>(instance.attributes());
        attributes.put(ZONE, host.zone());
        attributes.put(ARCHITECTURE, host.architecture());
        attributes.put("ecs.os-family", "LINUX");
        attributes.put("ecs.os-type", "linux");
        CAPABILITIES.forEach(name -> attributes.put(name, ""));
        return attributes;
    }

    /// Whether a name is ECS's own: nobody puts or deletes such an attribute.
    public static boolean isBuiltIn(String name) {
        return name.startsWith(BUILT_IN) || name.startsWith("com.amazonaws.");
    }

    /// Those of the names that not every host has.
    static List<String> notEverywhere(List<String> required) {
        return required.stream().filter(name -> !CAPABILITIES.contains(name)).toList();
    }
}
