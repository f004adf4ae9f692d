package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.ContainerRequest;
import berth.agent.engine.Joins;
import berth.agent.engine.Mount;
import berth.agent.engine.Mount.Keeping;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.ContainerSettings.Device;
import berth.kernel.host.ContainerSettings.ExtraHost;
import berth.kernel.host.ContainerSettings.LinuxParameters;
import berth.kernel.host.ContainerSettings.SystemControl;
import berth.kernel.host.ContainerSettings.Tmpfs;
import berth.kernel.host.ContainerSettings.Ulimit;
import berth.kernel.host.HealthCheck;
import berth.kernel.host.Interface;
import berth.kernel.host.PortBinding;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The requests as they go to the engine, whole.
class BodiesTest {
    private static final Interface ENI = new Interface(
            "eni-1",
            "vpc-1",
            "172.31.0.0/16",
            "subnet-1",
            "172.31.0.0/20",
            "172.31.0.1",
            "172.31.0.10",
            "02:42:ac:1f:00:0a",
            "ip-172-31-0-10.ec2.internal");

    @Test
    void before144TheMacAddressBelongsToTheContainer() {
        assertThat(sent(Bodies.pause(ENI, "net", "pause", labels("berth.eni", "eni-1"), ApiVersion.parse("1.41"))))
                .isEqualTo(json("""
                        {"Image":"pause","Hostname":"ip-172-31-0-10.ec2.internal","MacAddress":"02:42:ac:1f:00:0a",
                         "Labels":{"berth.eni":"eni-1"},"Healthcheck":{"Test":["NONE"]},
                         "HostConfig":{"NetworkMode":"net","IpcMode":"shareable","LogConfig":{"Type":"none","Config":{}},
                                       "Sysctls":{"net.ipv4.ip_unprivileged_port_start":"0"}},
                         "NetworkingConfig":{"EndpointsConfig":{"net":{"IPAMConfig":{"IPv4Address":"172.31.0.10"}}}}}
                        """));
    }

    @Test
    void from144OnTheMacAddressBelongsToTheEndpoint() {
        assertThat(sent(Bodies.pause(ENI, "net", "pause", labels("berth.eni", "eni-1"), ApiVersion.parse("1.44"))))
                .isEqualTo(json("""
                        {"Image":"pause","Hostname":"ip-172-31-0-10.ec2.internal",
                         "Labels":{"berth.eni":"eni-1"},"Healthcheck":{"Test":["NONE"]},
                         "HostConfig":{"NetworkMode":"net","IpcMode":"shareable","LogConfig":{"Type":"none","Config":{}},
                                       "Sysctls":{"net.ipv4.ip_unprivileged_port_start":"0"}},
                         "NetworkingConfig":{"EndpointsConfig":{"net":{"IPAMConfig":{"IPv4Address":"172.31.0.10"},
                                             "MacAddress":"02:42:ac:1f:00:0a"}}}}
                        """));
    }

    @Test
    void aContainerWithEverything() {
        SequencedMap<String, String> environment = new LinkedHashMap<>();
        environment.put("B", "2=3");
        environment.put("A", "");
        ContainerRequest request = new ContainerRequest(
                "name",
                "sha256:1",
                new TreeMap<>(),
                "bridge",
                "host",
                2,
                256,
                512L << 20,
                256L << 20,
                null,
                List.of(
                        new PortBinding("127.0.0.1", 80, 8080, "tcp"),
                        new PortBinding("127.0.0.1", 80, 8081, "tcp"),
                        new PortBinding("127.0.0.1", 53, 5353, "udp")),
                List.of("-g", "daemon off;"),
                List.of("nginx"),
                environment,
                new HealthCheck(
                        List.of("CMD-SHELL", "true"), Duration.ofSeconds(30), Duration.ofSeconds(5), 3, Duration.ZERO),
                labels("max-size", "10m"),
                true,
                ContainerSettings.NONE);
        assertThat(sent(Bodies.container(request, labels("berth.installation", "i"), "/berth/i/t")))
                .isEqualTo(json("""
                        {"Image":"sha256:1","Hostname":"host","Env":["B=2=3","A="],
                         "Labels":{"berth.installation":"i"},"Cmd":["-g","daemon off;"],"Entrypoint":["nginx"],
                         "Healthcheck":{"Test":["CMD-SHELL","true"],"Interval":30000000000,"Timeout":5000000000,
                                        "Retries":3,"StartPeriod":0},
                         "ExposedPorts":{"80/tcp":{},"53/udp":{}},
                         "HostConfig":{"NetworkMode":"bridge","CpuShares":2,"CpuPeriod":100000,"CpuQuota":25000,
                           "Memory":536870912,"MemoryReservation":268435456,"CgroupParent":"/berth/i/t",
                           "LogConfig":{"Type":"json-file","Config":{"max-size":"10m"}},
                           "PortBindings":{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"},
                                                     {"HostIp":"127.0.0.1","HostPort":"8081"}],
                                           "53/udp":[{"HostIp":"127.0.0.1","HostPort":"5353"}]},
                           "CapDrop":["NET_RAW"]}}
                        """));
    }

    @Test
    void aContainerWithNothingSwitchesTheImagesHealthCheckOff() {
        ContainerRequest request = new ContainerRequest(
                "name",
                "sha256:1",
                new TreeMap<>(),
                "none",
                null,
                2,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                new TreeMap<>(),
                null,
                new TreeMap<>(),
                false,
                ContainerSettings.NONE);
        assertThat(sent(Bodies.container(request, new TreeMap<>(), null))).isEqualTo(json("""
                {"Image":"sha256:1","Env":[],"Labels":{},"Healthcheck":{"Test":["NONE"]},
                 "HostConfig":{"NetworkMode":"none","CpuShares":2,"LogConfig":{"Type":"json-file","Config":{}}}}
                """));
    }

    @Test
    void settingsInTheEnginesWords() {
        ContainerSettings settings = new ContainerSettings(
                "1000:1001",
                "/work",
                "host",
                true,
                true,
                true,
                false,
                null,
                List.of("192.0.2.53"),
                List.of("search.test"),
                List.of(new ExtraHost("one.test", "192.0.2.7")),
                new LinkedHashMap<>(),
                List.of("no-new-privileges"),
                List.of(new SystemControl("net.core.somaxconn", "300")),
                List.of(new Ulimit("nofile", 11, 22)),
                new LinuxParameters(
                        List.of("SYS_PTRACE"),
                        List.of("CHOWN"),
                        List.of(new Device("/dev/null", null, List.of())),
                        true,
                        9,
                        List.of(new Tmpfs("/scratch", 7, List.of("noexec"))),
                        32,
                        10),
                List.of(),
                List.of());
        ContainerRequest request = new ContainerRequest(
                "name",
                "sha256:1",
                new TreeMap<>(),
                "none",
                null,
                2,
                null,
                64L * 1024 * 1024,
                null,
                null,
                List.of(),
                null,
                null,
                new TreeMap<>(),
                null,
                new TreeMap<>(),
                true,
                settings);

        assertThat(sent(Bodies.container(request, new TreeMap<>(), null))).isEqualTo(json("""
                {"Image":"sha256:1","Env":[],"Labels":{},"Healthcheck":{"Test":["NONE"]},
                 "User":"1000:1001","WorkingDir":"/work","Hostname":"host","OpenStdin":true,"Tty":false,
                 "HostConfig":{"NetworkMode":"none","CpuShares":2,"Memory":67108864,
                   "LogConfig":{"Type":"json-file","Config":{}},
                   "Privileged":true,"ReadonlyRootfs":true,"Dns":["192.0.2.53"],"DnsSearch":["search.test"],
                   "SecurityOpt":["no-new-privileges"],"ExtraHosts":["one.test:192.0.2.7"],
                   "Sysctls":{"net.core.somaxconn":"300"},"Ulimits":[{"Name":"nofile","Soft":11,"Hard":22}],
                   "Init":true,"ShmSize":9437184,"Tmpfs":{"/scratch":"noexec,size=7m"},
                   "Devices":[{"PathOnHost":"/dev/null","PathInContainer":"/dev/null","CgroupPermissions":"rwm"}],
                   "MemorySwap":100663296,"MemorySwappiness":10,
                   "CapAdd":["SYS_PTRACE"],"CapDrop":["CHOWN","NET_RAW"]}}
                """));
    }

    @Test
    void mountsAndLogDriverInTheEnginesWords() {
        ContainerRequest request = new ContainerRequest(
                "name",
                "sha256:1",
                new TreeMap<>(),
                "none",
                null,
                2,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                new TreeMap<>(),
                null,
                new TreeMap<>(),
                false,
                ContainerSettings.NONE,
                List.of(
                        new Mount.Path("/srv", "/a", false),
                        new Mount.Path("/etc", "/b", true),
                        new Mount.Named(
                                "mine", "/c", true, Keeping.TASK, null, labels("o", "1"), labels("team", "blue")),
                        new Mount.Named("ours", "/d", false, Keeping.SHARED, "nfs", new TreeMap<>(), new TreeMap<>()),
                        new Mount.Named(
                                "theirs", "/e", false, Keeping.EXISTING, null, labels("o", "1"), labels("a", "b"))),
                List.of("other:ro"),
                "syslog",
                new Joins(List.of("4711:database"), "host", "shareable"));

        assertThat(sent(Bodies.container(request, labels("berth.installation", "i"), null)
                        .path("HostConfig")))
                .isEqualTo(json("""
                        {"NetworkMode":"none","CpuShares":2,"LogConfig":{"Type":"syslog","Config":{}},
                         "Binds":["/srv:/a","/etc:/b:ro"],
                         "Mounts":[
                          {"Type":"volume","Source":"mine","Target":"/c","ReadOnly":true,"VolumeOptions":{
                            "Labels":{"team":"blue","berth.installation":"i","berth.task-volume":""},
                            "DriverConfig":{"Name":"local","Options":{"o":"1"}}}},
                          {"Type":"volume","Source":"ours","Target":"/d","ReadOnly":false,"VolumeOptions":{
                            "Labels":{"berth.installation":"i"},"DriverConfig":{"Name":"nfs","Options":{}}}},
                          {"Type":"volume","Source":"theirs","Target":"/e","ReadOnly":false}],
                         "VolumesFrom":["other:ro"],
                         "Links":["4711:database"],"PidMode":"host","IpcMode":"shareable"}
                        """));
    }

    @Test
    void aNetwork() {
        assertThat(sent(Bodies.network(
                        "berth-i-vpc-1",
                        "172.31.0.0/16",
                        "172.31.0.1",
                        Map.of("o", "1"),
                        labels("berth.vpc", "vpc-1"))))
                .isEqualTo(json("""
                        {"Name":"berth-i-vpc-1","Driver":"bridge","CheckDuplicate":true,"Labels":{"berth.vpc":"vpc-1"},
                         "Options":{"o":"1"},
                         "IPAM":{"Driver":"default","Config":[{"Subnet":"172.31.0.0/16","Gateway":"172.31.0.1"}]}}
                        """));
    }

    @Test
    void aQuotaIsAtLeastAMillisecond() {
        assertThat(Bodies.quotaMicros(256)).isEqualTo(25_000);
        assertThat(Bodies.quotaMicros(16_384)).isEqualTo(1_600_000);
        assertThat(Bodies.quotaMicros(1)).isEqualTo(1_000);
    }

    private static SequencedMap<String, String> labels(String key, String value) {
        SequencedMap<String, String> labels = new TreeMap<>();
        labels.put(key, value);
        return labels;
    }

    private static JsonNode json(String text) {
        JsonNode node = Json.read(text.getBytes(StandardCharsets.UTF_8));
        assertThat(node.isMissingNode()).as("the expected text is JSON").isFalse();
        return node;
    }

    /// Written and read again, so that numbers are of the same kind on both sides.
    private static JsonNode sent(JsonNode body) {
        return Json.read(Json.write(body));
    }
}
