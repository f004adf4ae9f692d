package berth.control.ecs.taskdef.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.kernel.Fault;
import berth.wire.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/// ECS's rules and words, each on a definition that is otherwise good.
class RegisterTaskDefinitionRulesTest {
    private static final String S3_FILES = "arn:aws:s3files:us-east-1:000000000000:file-system/fs-12345678";
    private static final String WITH_ROLE = ",'taskRoleArn':'arn:aws:iam::000000000000:role/files'";

    private static final String ROLE = "'executionRoleArn':'arn:aws:iam::111122223333:role/exec'";
    private static final String CPU_INVALID =
            "Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
    private static final String MEMORY_INVALID = CPU_INVALID.replace("'cpu'", "'memory'");

    private final Calls calls = new Calls();

    /// Clauses of a definition and the ClientException that they are refused with.
    static Stream<Arguments> refusals() {
        return Stream.of(
                refused("Container list cannot be empty.", "'family':'f'"),
                refused("Container list cannot be empty.", "'family':'f','containerDefinitions':[]"),
                refused("Family should not be null or empty.", containers("'memory':64")),
                refused("Family should not be null or empty.", "'family':''," + containers("'memory':64")),
                refused("Family contains invalid characters.", "'family':'a b'," + containers("'memory':64")),
                refused(
                        "Family contains invalid characters.",
                        "'family':'" + "f".repeat(300) + "'," + containers("'memory':64")),
                refused("Tags can not be empty.", good() + ",'tags':[]"),
                refused("EphemeralStorage size should be at least 21", good() + ",'ephemeralStorage':{'sizeInGiB':20}"),
                refused(
                        "EphemeralStorage size should be at most 200",
                        good() + ",'ephemeralStorage':{'sizeInGiB':201}"),
                refused("Unknown volume 'date'.", mounting("date") + ",'volumes':[{'name':'data'}]"),
                refused("Unknown volume 'data'.", mounting("data")),
                refused("Volume.name should not be null or empty.", good() + ",'volumes':[{'host':{}}]"),
                refused("Volume.name contains invalid characters.", good() + ",'volumes':[{'name':'a b'}]"),
                refused(
                        "Volume names must be unique within a Task Definition.",
                        good() + ",'volumes':[{'name':'a'},{'name':'a'}]"),
                refused(
                        "When the volume parameter is specified, only one volume configuration type should be used.",
                        good() + ",'volumes':[{'name':'a','configuredAtLaunch':true,"
                                + "'dockerVolumeConfiguration':{'scope':'task'}}]"),
                refused(
                        "When the volume parameter is specified, only one volume configuration type should be used.",
                        good() + ",'volumes':[{'name':'a','host':{},'dockerVolumeConfiguration':{'scope':'task'}}]"),
                refused(
                        "Invalid setting for volume 'a'. 'host.sourcePath' must be an absolute path without ':', was 'x'.",
                        good() + ",'volumes':[{'name':'a','host':{'sourcePath':'x'}}]"),
                refused(
                        "When 'scope' parameter is 'task', 'autoprovision' must either not be specified or set to 'True'.",
                        good() + ",'volumes':[{'name':'a','dockerVolumeConfiguration':{'autoprovision':false}}]"),
                refused(
                        "Invalid setting for volume 'a'. 'dockerVolumeConfiguration.labels' must not have Berth's own:"
                                + " 'berth.task-volume'.",
                        good() + ",'volumes':[{'name':'a','dockerVolumeConfiguration':{'scope':'shared',"
                                + "'labels':{'a':'b','berth.task-volume':''}}}]"),
                refused(
                        "When using an EFS access point, the root directory must either be set to \"/\" or be omitted.",
                        efs("'rootDirectory':'/a','transitEncryption':'ENABLED',"
                                + "'authorizationConfig':{'accessPointId':'fsap-12345678'}")),
                refused(
                        "Invalid setting for volume 'a'. 'efsVolumeConfiguration.transitEncryption' must be ENABLED when"
                                + " using an EFS access point or IAM authorization.",
                        efs("'authorizationConfig':{'iam':'ENABLED'}")),
                refused(
                        "Invalid setting for volume 'a'. 'efsVolumeConfiguration.rootDirectory' must be an absolute path"
                                + " without '..' and ':', was '/a/../../b'.",
                        efs("'rootDirectory':'/a/../../b'")),
                refused(
                        "Invalid setting for volume 'a'. 'efsVolumeConfiguration.fileSystemId' must be fs- and hexadecimal"
                                + " digits, was '../x'.",
                        good() + ",'volumes':[{'name':'a','efsVolumeConfiguration':{'fileSystemId':'../x'}}]"),
                refused(
                        "Invalid setting for volume 'a'. 's3filesVolumeConfiguration.fileSystemArn' must be the ARN of a file"
                                + " system of S3 Files, was 'fs-12345678'.",
                        good()
                                + ",'volumes':[{'name':'a','s3filesVolumeConfiguration':{'fileSystemArn':'fs-12345678'}}]"),
                refused(
                        "Invalid setting for volume 'a'. 's3filesVolumeConfiguration.accessPointArn' must be the ARN of an"
                                + " access point of S3 Files, was 'fsap-12345678'.",
                        s3Files("'accessPointArn':'fsap-12345678'") + WITH_ROLE),
                refused(
                        "When using an S3 Files access point, the root directory must either be set to \"/\" or be omitted.",
                        s3Files("'rootDirectory':'/a','accessPointArn':'" + S3_FILES + "/access-point/fsap-12345678'")
                                + WITH_ROLE),
                refused(
                        "Invalid setting for volume 'a'. 's3filesVolumeConfiguration.rootDirectory' must be an absolute path"
                                + " without '..' and ':', was 'a'.",
                        s3Files("'rootDirectory':'a'") + WITH_ROLE),
                refused(
                        "Invalid setting for volume 'a'. 's3filesVolumeConfiguration.transitEncryptionPort' must be between 0"
                                + " and 65535, was 65536.",
                        s3Files("'transitEncryptionPort':65536") + WITH_ROLE),
                refused(
                        "Invalid setting for volume 'a'. 's3filesVolumeConfiguration' needs a taskRoleArn in the task"
                                + " definition.",
                        s3Files("'rootDirectory':'/'")),
                refused(
                        "Invalid 'volumesFrom' setting. Unknown container: 'b'.",
                        family(containers("'memory':64,'volumesFrom':[{'sourceContainer':'b'}]"))),
                refused(
                        "Invalid setting for container 'a'. 'volumesFrom' must not form a cycle.",
                        family(containers("'memory':64,'volumesFrom':[{'sourceContainer':'a'}]"))),
                refused(
                        "Fargate compatible task definitions do not support sourcePath",
                        fargate("'memory':64") + ",'volumes':[{'name':'a','host':{'sourcePath':'/a'}}]"),
                refused(
                        "Fargate compatible task definitions do not support dockerVolumeConfiguration",
                        fargate("'memory':64") + ",'volumes':[{'name':'a','dockerVolumeConfiguration':{}}]"),
                refused("hostname is not supported when networkMode=awsvpc.", awsvpc("'hostname':'h'")),
                refused(
                        "Extra hosts are not supported when networkMode=awsvpc.",
                        awsvpc("'extraHosts':[{'hostname':'h','ipAddress':'192.0.2.1'}]")),
                refused("dnsServers are not supported when networkMode=awsvpc.", awsvpc("'dnsServers':['192.0.2.1']")),
                refused(
                        "Container.extraHosts.ipAddress should not be null or empty.",
                        family(containers("'memory':64,'extraHosts':[{'hostname':'h'}]"))),
                refused(
                        "Container.ulimits.hardLimit should not be null.",
                        family(containers("'memory':64,'ulimits':[{'name':'nofile','softLimit':1}]"))),
                refused(
                        "Invalid setting for container 'a'. 'ulimits' of nofile: the soft limit 3 is above the hard limit 2.",
                        family(containers("'memory':64,'ulimits':[{'name':'nofile','softLimit':3,'hardLimit':2}]"))),
                refused(
                        "Invalid setting for container 'a'. 'ulimits.name' cannot be 'files'. It must be one of [core, cpu,"
                                + " data, fsize, locks, memlock, msgqueue, nice, nofile, nproc, rss, rtprio, rttime,"
                                + " sigpending, stack].",
                        family(containers("'memory':64,'ulimits':[{'name':'files','softLimit':1,'hardLimit':2}]"))),
                refused(
                        "Invalid setting for container 'a'. 'dockerLabels' must not have Berth's own: 'berth.restart'.",
                        family(containers("'memory':64,'dockerLabels':{'a':'b','berth.restart':'x'}"))),
                refused(
                        "Invalid setting for container 'a'. 'systemControls' must be of net.* or of an IPC namespace, was"
                                + " vm.swappiness.",
                        family(containers("'memory':64,'systemControls':[{'namespace':'vm.swappiness','value':'1'}]"))),
                refused(
                        "Invalid setting for container 'a'. 'systemControls' of net.core.somaxconn are not supported when"
                                + " networkMode=host.",
                        family(
                                "'networkMode':'host',"
                                        + containers(
                                                "'memory':64,'systemControls':[{'namespace':'net.core.somaxconn','value':'1'}]"))),
                refused(
                        "Invalid setting for container 'a'. 'linuxParameters.swappiness' must be between 0 and 100, was 101.",
                        family(containers("'memory':64,'linuxParameters':{'swappiness':101}"))),
                refused(
                        "Invalid setting for container 'a'. 'linuxParameters.maxSwap' must not be negative, was -1.",
                        family(containers("'memory':64,'linuxParameters':{'maxSwap':-1}"))),
                refused(
                        "Invalid setting for container 'a'. 'linuxParameters.sharedMemorySize' must be at least 1 MiB, was 0.",
                        family(containers("'memory':64,'linuxParameters':{'sharedMemorySize':0}"))),
                refused(
                        "Container.linuxParameters.tmpfs.size should not be null.",
                        family(containers("'memory':64,'linuxParameters':{'tmpfs':[{'containerPath':'/t'}]}"))),
                refused(
                        "Invalid setting for container 'a'. Fargate does not support privileged.",
                        fargate("'privileged':true")),
                refused(
                        "Invalid setting for container 'a'. Fargate does not support linuxParameters.sharedMemorySize.",
                        fargate("'linuxParameters':{'sharedMemorySize':64}")),
                refused(
                        "Invalid setting for container 'a'. Fargate does not support linuxParameters.capabilities.add but"
                                + " SYS_PTRACE.",
                        fargate("'linuxParameters':{'capabilities':{'add':['SYS_PTRACE','NET_ADMIN']}}")),
                refused(
                        "Cannot depend on container + 'nobody' because it does not exist",
                        waiting("'name':'b','dependsOn':[{'containerName':'nobody','condition':'START'}]")),
                refused(
                        "Invalid setting for container 'b'. 'dependsOn' of a container on itself is a cycle.",
                        waiting("'name':'b','dependsOn':[{'containerName':'b','condition':'START'}]")),
                refused(
                        "Container dependencies should not have a cycle",
                        raw(
                                "{'name':'a','image':'i','memory':64,'dependsOn':[{'containerName':'b','condition':'START'}]},"
                                        + "{'name':'b','image':'i','memory':64,'dependsOn':[{'containerName':'c','condition':'START'}]},"
                                        + "{'name':'c','image':'i','memory':64,'dependsOn':[{'containerName':'a','condition':'START'}]}")),
                refused(
                        "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container",
                        waiting("'name':'b','dependsOn':[{'containerName':'a','condition':'SUCCESS'}]")),
                refused(
                        "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container",
                        waiting("'name':'b','dependsOn':[{'containerName':'a','condition':'COMPLETE'}]")),
                refused(
                        "A dependency container with HEALTHY condition must have health check configured",
                        waiting("'name':'b','dependsOn':[{'containerName':'a','condition':'HEALTHY'}]")),
                refused(
                        "Container.dependsOn.condition should not be null or empty.",
                        waiting("'name':'b','dependsOn':[{'containerName':'a'}]")),
                refused(
                        "Granular start timeout on container 'a' must be at least 2 seconds.",
                        family(containers("'memory':64,'startTimeout':1"))),
                refused(
                        "Tasks using the Fargate launch type must have a container start timeout of less than 120 seconds.",
                        fargate("'startTimeout':121")),
                refused(
                        "Invalid setting for container 'a'. 'restartPolicy.restartAttemptPeriod' must be between 60 and 1800"
                                + " seconds, was 59.",
                        family(containers("'memory':64,'restartPolicy':{'enabled':true,'restartAttemptPeriod':59}"))),
                refused(
                        "Invalid setting for container 'a'. 'restartPolicy.restartAttemptPeriod' must be between 60 and 1800"
                                + " seconds, was 1801.",
                        family(containers("'memory':64,'restartPolicy':{'enabled':true,'restartAttemptPeriod':1801}"))),
                refused(
                        "Invalid setting for container 'a'. 'restartPolicy.ignoredExitCodes' must have at most 50 codes, had"
                                + " 51.",
                        family(containers("'memory':64,'restartPolicy':{'enabled':true,'ignoredExitCodes':[0"
                                + ",1".repeat(50) + "]}"))),
                refused(
                        "Container.restartPolicy.enabled should not be null.",
                        family(containers("'memory':64,'restartPolicy':{'restartAttemptPeriod':60}"))),
                refused(
                        "Container links should not have a cycle",
                        raw("{'name':'a','image':'i','memory':64,'links':['b']},"
                                + "{'name':'b','image':'i','memory':64,'links':['a:x']}")),
                refused(
                        "Container dependencies should not have a cycle",
                        raw(
                                "{'name':'a','image':'i','memory':64,'links':['b']},"
                                        + "{'name':'b','image':'i','memory':64,'dependsOn':[{'containerName':'a','condition':'START'}]}")),
                refused(
                        "Invalid setting for container 'a'. 'links' names 'nobody', which does not exist.",
                        family(containers("'memory':64,'links':['nobody:x']"))),
                refused(
                        "Container.links must be of the form name or name:alias, was 'b:'.",
                        waiting("'name':'b','links':['b:']")),
                refused("Links are not supported when networkMode=awsvpc.", awsvpc("'links':['a:x']")),
                refused(
                        "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is"
                                + " 'task'.",
                        fargate("'cpu':1") + ",'pidMode':'host'"),
                refused(
                        "Tasks using the Fargate launch type do not support ipcMode.",
                        fargate("'cpu':1") + ",'ipcMode':'task'"),
                refused(
                        "Invalid setting for container 'a'. 'systemControls' of kernel.shmmax are not supported when"
                                + " ipcMode=host.",
                        family(containers("'memory':64,'systemControls':[{'namespace':'kernel.shmmax','value':'1'}]"))
                                + ",'ipcMode':'host'"),
                refused(
                        "pidMode and ipcMode 'task' need an essential container without dependsOn and links, unless networkMode"
                                + " is awsvpc.",
                        raw("{'name':'a','image':'i','memory':64,'links':['b']},"
                                        + "{'name':'b','image':'i','memory':64,'essential':false}")
                                + ",'pidMode':'task'"),
                refused("Too many containers.", "'family':'f'," + many(11)),
                refused("Container.name should not be null or empty.", raw("{'image':'i','memory':64}")),
                refused("Container.name contains invalid characters.", raw("{'name':'a b','image':'i','memory':64}")),
                refused(
                        "Container.name contains invalid characters.",
                        raw("{'name':'" + "n".repeat(300) + "','image':'i','memory':64}")),
                refused("Container.image should not be null or empty.", raw("{'name':'a','memory':64}")),
                refused("Container.image contains invalid characters.", raw("{'name':'a','image':'a b','memory':64}")),
                refused(
                        "Container.image contains invalid characters.",
                        raw("{'name':'a','image':'a@sha256:1234','memory':64}")),
                refused(
                        "Container.image is too long: it has 256 characters, at most 255 are allowed.",
                        raw("{'name':'a','image':'" + "i".repeat(256) + "','memory':64}")),
                refused(
                        "Container names must be unique within a Task Definition.",
                        raw("{'name':'a','image':'i','memory':64},{'name':'a','image':'i','memory':64}")),
                refused(
                        "Task definition doesn't have any essential container.",
                        family(containers("'memory':64,'essential':false"))),
                refused(
                        "Invalid setting for container 'a'. At least one of 'memory' or 'memoryReservation' must be specified.",
                        family(containers("'cpu':1"))),
                refused(
                        "Invalid setting for container 'a'. At least one of 'memory' or 'memoryReservation' must be specified.",
                        family(containers("'memory':0,'memoryReservation':0"))),
                refused(
                        "Invalid setting for container 'a'. 'memory' must be at least 6 MiB, was 1.",
                        family(containers("'memory':1"))),
                refused(
                        "Invalid setting for container 'a'. 'memory' must be at least 6 MiB, was -5.",
                        family(containers("'memory':-5"))),
                refused(
                        "Invalid setting for container 'a'. 'memoryReservation' must be at least 6 MiB, was 5.",
                        family(containers("'memoryReservation':5"))),
                refused(
                        "Invalid setting for container 'a'. 'memory' must be greater than 'memoryReservation'.",
                        family(containers("'memory':64,'memoryReservation':65"))),
                refused(
                        "The 'memory' setting for container 'a' is greater than for the task.",
                        family("'memory':'512'," + containers("'memory':513"))),
                refused(
                        "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'.",
                        family("'memory':'512',"
                                + rawContainers("{'name':'a','image':'i','memoryReservation':300},"
                                        + "{'name':'b','image':'i','memory':213}"))),
                refused(
                        "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
                        family("'cpu':'256',"
                                + rawContainers("{'name':'a','image':'i','memory':64,'cpu':200},"
                                        + "{'name':'b','image':'i','memory':64,'cpu':57}"))),
                refused(
                        "Invalid setting for container 'a'. 'cpu' must be between 0 and 262144, was -1.",
                        family(containers("'memory':64,'cpu':-1"))),
                refused(
                        "Invalid setting for container 'a'. 'stopTimeout' must not be negative, was -1.",
                        family(containers("'memory':64,'stopTimeout':-1"))),
                refused(
                        "Container.environment name should not be null or empty.",
                        family(containers("'memory':64,'environment':[{'value':'v'}]"))),
                refused(CPU_INVALID, good() + ",'cpu':'lots'"),
                refused(CPU_INVALID, good() + ",'cpu':'0'"),
                refused(CPU_INVALID, good() + ",'cpu':'64'"),
                refused(CPU_INVALID, good() + ",'cpu':'196609'"),
                refused(CPU_INVALID, good() + ",'cpu':'.0001 vCPU'"),
                refused(MEMORY_INVALID, good() + ",'memory':'1 TB'"),
                refused(MEMORY_INVALID, good() + ",'memory':'99999999999'"),
                refused("Role is not valid", good() + ",'taskRoleArn':'arn:aws:s3:::bucket'"),
                refused("Role is not valid", good() + ",'executionRoleArn':'arn:aws:iam::111122223333:user/x'"),
                refused("Role is not valid", good() + ",'taskRoleArn':'a role'"),
                refused(
                        "The EXTERNAL launch type does not support network mode 'awsvpc'.",
                        good() + ",'networkMode':'awsvpc','requiresCompatibilities':['EXTERNAL']"));
    }

    @ParameterizedTest
    @MethodSource
    void refusals(String message, String definition) {
        assertThat(refusal(definition)).isEqualTo(Fault.client(message));
    }

    static Stream<Arguments> portRefusals() {
        return Stream.of(
                ports("bridge", "{'hostPort':80}", "Invalid 'containerPort' setting for container 'a'."),
                ports("bridge", "{'containerPortRange':'8000'}", range("must be two numbers such as 8000-8009")),
                ports(
                        "bridge",
                        "{'containerPortRange':'8001-8000'}",
                        range("must go up and be between 1 and 65535, was 8001-8000")),
                ports(
                        "bridge",
                        "{'containerPortRange':'8000-70000'}",
                        range("must go up and be between 1 and 65535, was 8000-70000")),
                ports("bridge", "{'containerPortRange':'80-90','hostPort':80}", range("excludes hostPort")),
                ports("bridge", "{'containerPortRange':'80-90','containerPort':80}", range("excludes containerPort")),
                ports("host", "{'containerPortRange':'80-90'}", range("is not supported when networkMode=host")),
                ports(
                        "bridge",
                        "{'containerPortRange':'80-90'},{'containerPort':85}",
                        range("80-90 overlaps another port mapping")),
                ports(
                        "awsvpc",
                        "{'containerPortRange':'80-90'},{'containerPortRange':'90-99'}",
                        range("80-90 overlaps another port mapping")),
                ports(
                        "bridge",
                        "{'containerPort':80,'name':'Web'}",
                        "portMappings.name must be 1 to 64 small letters, digits, _ and -, and not begin with -, was"
                                + " 'Web'."),
                ports(
                        "bridge",
                        "{'containerPort':80,'name':'a'},{'containerPort':81,'name':'a'}",
                        "portMappings.name 'a' is used more than once."),
                ports("bridge", "{'containerPort':0}", "containerPort must be between 1 and 65535, was 0."),
                ports("bridge", "{'containerPort':65536}", "containerPort must be between 1 and 65535, was 65536."),
                ports(
                        "bridge",
                        "{'containerPort':80,'hostPort':70000}",
                        "hostPort must be between 0 and 65535, was 70000."),
                ports("bridge", "{'containerPort':80,'hostPort':-1}", "hostPort must be between 0 and 65535, was -1."),
                ports(
                        "bridge",
                        "{'containerPort':80,'hostPort':80},{'containerPort':81,'hostPort':80}",
                        "hostPort 80 (tcp) is mapped more than once in the task definition."),
                ports(
                        "bridge",
                        "{'containerPort':53},{'containerPort':53,'protocol':'udp'}",
                        "containerPort 53 cannot be exposed for two protocols."),
                ports(
                        "awsvpc",
                        "{'containerPort':80,'hostPort':8080}",
                        "When networkMode=awsvpc, the host ports and container ports in port mappings must match."),
                ports(
                        "host",
                        "{'containerPort':80,'hostPort':8080}",
                        "When networkMode=host, the host ports and container ports in port mappings must match."),
                ports("none", "{'containerPort':80}", "networkMode=none allows no port mappings."));
    }

    @ParameterizedTest
    @MethodSource
    void portRefusals(String mode, String mappings, String message) {
        Fault fault = refusal(
                family("'networkMode':'" + mode + "'," + containers("'memory':64,'portMappings':[" + mappings + "]")));

        assertThat(fault.code()).isEqualTo("ClientException");
        assertThat(fault.message()).endsWith(message);
    }

    @Test
    void twoContainersCannotHaveOneHostPort() {
        String two = rawContainers(
                "{'name':'a','image':'i','memory':64,'portMappings':[{'containerPort':80,'hostPort':80}]},"
                        + "{'name':'b','image':'i','memory':64,'portMappings':[{'containerPort':8080,'hostPort':80}]}");

        assertThat(refusal(family(two)).message())
                .isEqualTo(
                        "Invalid setting for container 'b'. hostPort 80 (tcp) is mapped more than once in the task definition.");
    }

    @ParameterizedTest
    @ValueSource(ints = {22, 2375, 2376, 51678, 51680})
    void aPortThatInstancesKeepRegistersAndIsLeftToPlacement(int port) {
        assertThat(registered(family(containers(
                                "'memory':64,'portMappings':[{'containerPort':80,'hostPort':" + port + "}]")))
                        .containerDefinitions()
                        .getFirst()
                        .portMappings()
                        .getFirst()
                        .hostPort())
                .isEqualTo(port);
    }

    @Test
    void theHostPortIsFilledInByNetworkMode() {
        assertThat(hostPort("'networkMode':'bridge',", "{'containerPort':80}")).isZero();
        assertThat(hostPort("", "{'containerPort':80}")).isZero();
        assertThat(hostPort("", "{'containerPort':80,'hostPort':0}")).isZero();
        assertThat(hostPort("'networkMode':'awsvpc',", "{'containerPort':80}")).isEqualTo(80);
        assertThat(hostPort("'networkMode':'awsvpc',", "{'containerPort':80,'hostPort':0}"))
                .isEqualTo(80);
        assertThat(hostPort("'networkMode':'host',", "{'containerPort':80}")).isEqualTo(80);
    }

    @Test
    void onePortOfTwoProtocolsOnTheHostIsFine() {
        assertThat(registered(family(containers(
                                "'memory':64,'portMappings':[{'containerPort':53,'hostPort':53,'protocol':'udp'},"
                                        + "{'containerPort':54,'hostPort':53}]")))
                        .revision())
                .isEqualTo(1);
    }

    static Stream<Arguments> healthChecks() {
        return Stream.of(
                Arguments.of("{}", "'healthCheck.command' must begin with CMD or CMD-SHELL and name a command."),
                Arguments.of(
                        "{'command':['CMD']}",
                        "'healthCheck.command' must begin with CMD or CMD-SHELL and name a command."),
                Arguments.of(
                        "{'command':['curl','x']}",
                        "'healthCheck.command' must begin with CMD or CMD-SHELL and name a command."),
                outOfRange("interval", 4, 5, 300),
                outOfRange("interval", 301, 5, 300),
                outOfRange("timeout", 1, 2, 60),
                outOfRange("timeout", 61, 2, 60),
                outOfRange("startPeriod", -1, 0, 300),
                outOfRange("startPeriod", 301, 0, 300),
                Arguments.of(
                        "{'command':['CMD','x'],'retries':0}",
                        "'healthCheck.retries' must be between 1 and 10, was 0."),
                Arguments.of(
                        "{'command':['CMD','x'],'retries':11}",
                        "'healthCheck.retries' must be between 1 and 10, was 11."));
    }

    @ParameterizedTest
    @MethodSource
    void healthChecks(String check, String message) {
        assertThat(refusal(family(containers("'memory':64,'healthCheck':" + check))))
                .isEqualTo(Fault.client("Invalid setting for container 'a'. " + message));
    }

    @Test
    void aHealthCheckGetsItsDefaultsAndNoStartPeriod() {
        var check = registered(family(containers("'memory':64,'healthCheck':{'command':['CMD-SHELL','true']}")))
                .containerDefinitions()
                .getFirst()
                .healthCheck();

        assertThat(check.interval()).isEqualTo(30);
        assertThat(check.timeout()).isEqualTo(5);
        assertThat(check.retries()).isEqualTo(3);
        assertThat(check.startPeriod()).isNull();
    }

    /// A log configuration and what it is refused with.
    static Stream<Arguments> logs() {
        String path = "containerDefinitions[0].logConfiguration";
        return Stream.of(
                Arguments.of("{}", "Container.logConfiguration.logDriver should not be null or empty."),
                Arguments.of(
                        "{'logDriver':'awslogs'}",
                        "Log driver awslogs requires options: awslogs-region, awslogs-group"),
                Arguments.of(
                        "{'logDriver':'awslogs','options':{'awslogs-region':'us-east-1'}}",
                        "Log driver awslogs requires options: awslogs-group"),
                Arguments.of(awslogs("'flavour':'sweet'"), "Log driver awslogs disallows options: flavour"),
                Arguments.of(
                        awslogs("'awslogs-multiline-pattern':'x'"),
                        "Berth does not support " + path
                                + ".options.awslogs-multiline-pattern yet: every line is an event of its own. Leave it out."),
                Arguments.of(
                        awslogs("'awslogs-datetime-format':'x'"),
                        "Berth does not support " + path
                                + ".options.awslogs-datetime-format yet: every line is an event of its own. Leave it out."),
                Arguments.of(
                        awslogs("'awslogs-region':'eu-west-1'"),
                        "Berth does not support " + path
                                + ".options.awslogs-region=eu-west-1: it keeps the logs of us-east-1 only. Say us-east-1, or start Berth with --region eu-west-1."),
                Arguments.of(
                        awslogs("'mode':'sometimes'"),
                        "Invalid setting for container 'a'. Log option 'mode' must be blocking or non-blocking, was 'sometimes'."),
                Arguments.of(
                        awslogs("'awslogs-create-group':'yes'"),
                        "Invalid setting for container 'a'. Log option 'awslogs-create-group' must be true or false, was 'yes'."),
                Arguments.of(
                        "{'logDriver':'json-file','options':{'max-size':'big'}}",
                        "Invalid setting for container 'a'. Log option 'max-size' must be a size such as 10m, was 'big'."),
                Arguments.of(
                        "{'logDriver':'json-file','options':{'max-file':'0'}}",
                        "Invalid setting for container 'a'. Log option 'max-file' must be a number from 1, was '0'."),
                Arguments.of(
                        "{'logDriver':'json-file','options':{'shape':'round'}}",
                        "Log driver json-file disallows options: shape"),
                Arguments.of(
                        "{'logDriver':'syslog','options':{'splunk-url':'u','tag':'t'}}",
                        "Log driver syslog disallows options: splunk-url"),
                Arguments.of(
                        "{'logDriver':'splunk','options':{'splunk-index':'i'}}",
                        "Log driver splunk requires options: splunk-url, splunk-token"),
                Arguments.of("{'logDriver':'gelf'}", "Log driver gelf requires options: gelf-address"),
                Arguments.of(
                        "{'logDriver':'awsfirelens'}",
                        "When awsfirelens log driver is specified in log configuration, a firelens configuration object"
                                + " must be configured in one of the containers."),
                Arguments.of(
                        "{'logDriver':'parchment'}",
                        path + ".logDriver cannot be 'parchment'. It must be one of "
                                + "[awsfirelens, awslogs, fluentd, gelf, journald, json-file, splunk, syslog]."));
    }

    private static final String ROUTED =
            "{'name':'a','image':'i','memory':64,'logConfiguration':{'logDriver':'awsfirelens',"
                    + "'options':{OPTIONS}}},{'name':'r','image':'i','memory':64,'firelensConfiguration':{ROUTER}}";

    static Stream<Arguments> routers() {
        return Stream.of(
                Arguments.of(
                        "",
                        "'type':'fluentbit'},'logConfiguration':{'logDriver':'awsfirelens'",
                        "Invalid setting for container 'r'. A container with firelensConfiguration cannot use the log driver awsfirelens."),
                Arguments.of(
                        "",
                        "'type':'fluentbit'},'user':'1000','dockerLabels':{",
                        "If 'user' field is specified on firelens container, then 'UID' has to be '0'."),
                Arguments.of(
                        "",
                        "'type':'logstash'",
                        "containerDefinitions.firelensConfiguration.type cannot be 'logstash'. It must be one of [fluentbit, fluentd]."),
                Arguments.of(
                        "",
                        "'type':'fluentd','options':{'enable-ecs-log-metadata':'yes'}",
                        "Invalid setting for container 'r'. Log option 'enable-ecs-log-metadata' must be one of [true, false], was 'yes'."),
                Arguments.of(
                        "",
                        "'type':'fluentd','options':{'config-file-type':'s3','config-file-value':'s3://bucket/file.conf'}",
                        "Invalid arn syntax."),
                Arguments.of(
                        "",
                        "'type':'fluentd','options':{'config-file-type':'file'}",
                        "Invalid setting for container 'r'. Log option 'config-file-type' needs the other: config-file-type and config-file-value belong together."),
                Arguments.of(
                        "'Host':'h'",
                        "'type':'fluentbit'",
                        "Invalid setting for container 'a'. Log option 'Name' is missing, which is required for firelens configuration of type fluentbit."),
                Arguments.of(
                        "'@type':'file','path':'a\\tb'",
                        "'type':'fluentd'",
                        "Invalid setting for container 'a'. Log option 'path' must be one line."),
                Arguments.of(
                        "'log-driver-buffer-limit':'much'",
                        "'type':'fluentd'",
                        "Invalid setting for container 'a'. Log option 'log-driver-buffer-limit' must be a number of bytes, was 'much'."),
                Arguments.of(
                        "",
                        "'type':'fluentd'}},{'name':'b','image':'i','memory':64,'firelensConfiguration':{'type':'fluentd'",
                        "Only one container of a task definition can have a firelensConfiguration."));
    }

    @ParameterizedTest
    @MethodSource
    void routers(String options, String router, String message) {
        assertThat(refusal(raw(ROUTED.replace("OPTIONS", options).replace("ROUTER", router)))
                        .message())
                .isEqualTo(message);
    }

    @Test
    void aRouterNeedsSomebodyWhoLogsThroughIt() {
        assertThat(refusal(family(containers("'memory':64,'firelensConfiguration':{'type':'fluentbit'}")))
                        .message())
                .isEqualTo(
                        "When a firelensConfiguration object is specified, at least one container has to be configured"
                                + " with the awsfirelens log driver.");
    }

    @ParameterizedTest
    @MethodSource
    void logs(String configuration, String message) {
        assertThat(refusal(family(containers("'memory':64,'logConfiguration':" + configuration)))
                        .message())
                .isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'awslogs-stream-prefix':'p'",
                "'awslogs-create-group':'true'",
                "'mode':'non-blocking','max-buffer-size':'25m'",
                "'mode':'blocking'"
            })
    void theOptionsOfAwslogsThatAreHonouredRegister(String options) {
        var log = registered(family(containers("'memory':64,'logConfiguration':" + awslogs(options))))
                .containerDefinitions()
                .getFirst()
                .logConfiguration();

        assertThat(log.logDriverAsString()).isEqualTo("awslogs");
        assertThat(log.options()).containsEntry("awslogs-group", "/g").hasSizeGreaterThan(2);
    }

    static Stream<Arguments> wrongEnums() {
        return Stream.of(
                Arguments.of(
                        good() + ",'networkMode':'nat'",
                        "networkMode cannot be 'nat'. It must be one of [awsvpc, bridge, host, none]."),
                Arguments.of(
                        good() + ",'requiresCompatibilities':['LAMBDA']",
                        "requiresCompatibilities cannot be 'LAMBDA'. It must be one of [EC2, EXTERNAL, FARGATE]."),
                Arguments.of(
                        good() + ",'requiresCompatibilities':['MANAGED_INSTANCES']",
                        "Berth does not support requiresCompatibilities=MANAGED_INSTANCES yet. Use EC2 or FARGATE."),
                Arguments.of(
                        family(containers("'memory':64,'portMappings':[{'containerPort':1,'protocol':'sctp'}]")),
                        "containerDefinitions.portMappings.protocol cannot be 'sctp'. It must be one of [tcp, udp]."));
    }

    @ParameterizedTest
    @MethodSource
    void wrongEnums(String definition, String message) {
        assertThat(refusal(definition)).isEqualTo(Fault.invalidParameter(message));
    }

    @Test
    void aDefinitionOf70KiBIsRefusedWithItsLength() {
        String padding = "x".repeat(70 * 1024);

        Fault fault =
                refusal(family(containers("'memory':64,'environment':[{'name':'PAD','value':'" + padding + "'}]")));

        assertThat(fault.code()).isEqualTo("ClientException");
        assertThat(fault.message()).matches("Actual length: '717\\d\\d'\\. Max allowed length is '65536' bytes\\.");
    }

    @Test
    void tenContainersAreFine() {
        assertThat(registered("'family':'f'," + many(10)).containerDefinitions())
                .hasSize(10);
    }

    static Stream<Arguments> fargate() {
        return Stream.of(
                refused("Fargate only supports network mode 'awsvpc'.", "'cpu':'256','memory':'512'"),
                refused(
                        "Fargate requires that 'cpu' be defined at the task level.",
                        "'networkMode':'awsvpc','memory':'512'"),
                refused(
                        "Fargate requires that 'memory' be defined at the task level.",
                        "'networkMode':'awsvpc','cpu':'256'"),
                refused(CPU_INVALID, "'networkMode':'awsvpc','cpu':'300','memory':'512'"),
                refused(
                        "No Fargate configuration exists for given values.",
                        "'networkMode':'awsvpc','cpu':'256','memory':'4096'"));
    }

    @ParameterizedTest
    @MethodSource
    void fargate(String message, String clauses) {
        assertThat(refusal(
                        family("'requiresCompatibilities':['FARGATE']," + clauses + "," + containers("'memory':64"))))
                .isEqualTo(Fault.client(message));
    }

    @Test
    void fargateNeedsAnExecutionRoleForEcrAndAwslogsAndAPrefixForStreams() {
        String size = "'requiresCompatibilities':['FARGATE'],'networkMode':'awsvpc','cpu':'256','memory':'512',";
        String ecr = size + rawContainers("{'name':'a','image':'111122223333.dkr.ecr.us-east-1.amazonaws.com/a:1'}");
        String logged = size + containers("'logConfiguration':" + awslogs("'awslogs-stream-prefix':'p'"));
        String unprefixed = size + containers("'logConfiguration':" + awslogs("'mode':'blocking'"));

        assertThat(refusal(family(ecr)).message())
                .isEqualTo("Fargate requires task definition to have execution role ARN to support ECR images.");
        assertThat(refusal(family(logged)).message())
                .isEqualTo(
                        "Fargate requires task definition to have execution role ARN to support log driver awslogs.");
        assertThat(refusal(family(ROLE + "," + unprefixed)).message())
                .isEqualTo("Log driver awslogs requires options: awslogs-stream-prefix");
        assertThat(registered(family(ROLE + "," + ecr)).compatibilitiesAsStrings())
                .containsExactly("EC2", "FARGATE");
        assertThat(registered(family(ROLE + "," + logged)).compatibilitiesAsStrings())
                .containsExactly("EC2", "FARGATE");
    }

    @Test
    void fargateTakesStopTimeoutsOf2To120SecondsAndNoJsonFile() {
        String size = "'requiresCompatibilities':['FARGATE'],'networkMode':'awsvpc','cpu':'256','memory':'512',";

        assertThat(refusal(family(size + containers("'stopTimeout':121"))).message())
                .isEqualTo(
                        "Invalid setting for container 'a'. On Fargate 'stopTimeout' must be between 2 and 120 seconds.");
        assertThat(refusal(family(size + containers("'logConfiguration':{'logDriver':'json-file'}")))
                        .message())
                .isEqualTo("Fargate does not support log driver 'json-file'. Use awsfirelens, awslogs or splunk.");
        assertThat(registered(family(size + containers("'stopTimeout':120"))).revision())
                .isEqualTo(1);
    }

    @Test
    void compatibilitiesFollowFromTheDefinition() {
        String awsvpc = "'networkMode':'awsvpc',";

        assertThat(registered(good()).compatibilitiesAsStrings()).containsExactly("EC2");
        assertThat(registered(family(awsvpc + containers("'memory':64"))).compatibilitiesAsStrings())
                .containsExactly("EC2");
        assertThat(registered(family(awsvpc + "'cpu':'1 vCPU','memory':'2 GB'," + containers("'cpu':1")))
                        .compatibilitiesAsStrings())
                .containsExactly("EC2", "FARGATE");
        assertThat(registered(good() + ",'requiresCompatibilities':['EXTERNAL','EC2']")
                        .compatibilitiesAsStrings())
                .containsExactly("EC2", "EXTERNAL");
        assertThat(registered(good()).hasRequiresCompatibilities()).isFalse();
    }

    @Test
    void requiredAttributesFollowFromTheDefinition() {
        String ecr = "'image':'111122223333.dkr.ecr.us-east-1.amazonaws.com/a:1'";

        assertThat(attributes(family(rawContainers("{'name':'a'," + ecr + ",'memoryReservation':64}"))))
                .containsExactly(
                        "com.amazonaws.ecs.capability.ecr-auth", "com.amazonaws.ecs.capability.docker-remote-api.1.21");
        assertThat(attributes(family(ROLE + ",'taskRoleArn':'task-role','networkMode':'host',"
                        + containers("'memory':64,'stopTimeout':5,'healthCheck':{'command':['CMD','x']},"
                                + "'logConfiguration':" + awslogs("'mode':'blocking'")))))
                .containsExactly(
                        "com.amazonaws.ecs.capability.logging-driver.awslogs",
                        "ecs.capability.execution-role-awslogs",
                        "com.amazonaws.ecs.capability.docker-remote-api.1.19",
                        "com.amazonaws.ecs.capability.task-iam-role-network-host",
                        "ecs.capability.container-health-check",
                        "ecs.capability.container-ordering",
                        "com.amazonaws.ecs.capability.docker-remote-api.1.18");
    }

    @Test
    void thePlatformIsLinuxOnOneOfTwoArchitectures() {
        assertThat(refusal(good() + ",'runtimePlatform':{'operatingSystemFamily':'WINDOWS_SERVER_2022_CORE'}"))
                .isEqualTo(Fault.invalidParameter(
                        "Berth does not support runtimePlatform.operatingSystemFamily=WINDOWS_SERVER_2022_CORE yet:"
                                + " there are no Windows containers. Use LINUX."));
        assertThat(refusal(good() + ",'runtimePlatform':{'operatingSystemFamily':'PLAN9'}"))
                .isEqualTo(Fault.invalidParameter(
                        "runtimePlatform.operatingSystemFamily cannot be 'PLAN9'. It must be one of [LINUX]."));
        assertThat(refusal(good() + ",'runtimePlatform':{'cpuArchitecture':'VAX'}"))
                .isEqualTo(Fault.invalidParameter(
                        "runtimePlatform.cpuArchitecture cannot be 'VAX'. It must be one of [ARM64, X86_64]."));
    }

    @Test
    void anInstanceMustHaveTheLogDriver() {
        assertThat(attributes(family(containers("'memory':64,'logConfiguration':{'logDriver':'syslog','options':"
                        + "{'syslog-address':'udp://192.0.2.1:514','tag':'t','mode':'non-blocking'}}"))))
                .containsExactly(
                        "com.amazonaws.ecs.capability.logging-driver.syslog",
                        "com.amazonaws.ecs.capability.docker-remote-api.1.18");
    }

    @Test
    void faultInjectionIsShownAsGivenInEveryNetworkModeAndRequiredOfTheInstance() {
        TaskDefinition enabled = registered(good() + ",'networkMode':'bridge','enableFaultInjection':true");

        assertThat(enabled.enableFaultInjection()).isTrue();
        assertThat(enabled.requiresAttributes())
                .extracting(attribute -> attribute.name())
                .contains("ecs.capability.fault-injection");
        assertThat(registered(good()).enableFaultInjection()).isNull();
        TaskDefinition disabled = registered(good() + ",'enableFaultInjection':false");
        assertThat(disabled.enableFaultInjection()).isFalse();
        assertThat(disabled.requiresAttributes())
                .extracting(attribute -> attribute.name())
                .doesNotContain("ecs.capability.fault-injection");
    }

    @Test
    void rolesAreKeptAsGiven() {
        TaskDefinition definition = registered(good() + "," + ROLE + ",'taskRoleArn':'my-role'");

        assertThat(definition.executionRoleArn()).isEqualTo("arn:aws:iam::111122223333:role/exec");
        assertThat(definition.taskRoleArn()).isEqualTo("my-role");
    }

    @Test
    void nothingIsKeptOfARefusedRegistration() {
        refusal(family(containers("'memory':1")));

        assertThat(registered(good()).revision()).isEqualTo(1);
    }

    private TaskDefinition registered(String definition) {
        return calls.call(new RegisterTaskDefinition(), request(definition)).taskDefinition();
    }

    private Stream<String> attributesOf(String definition) {
        return registered(definition).requiresAttributes().stream().map(attribute -> attribute.name());
    }

    private java.util.List<String> attributes(String definition) {
        return attributesOf(definition).toList();
    }

    private Fault refusal(String definition) {
        return calls.refusal(new RegisterTaskDefinition(), request(definition));
    }

    private int hostPort(String mode, String mapping) {
        return registered(family(mode + containers("'memory':64,'portMappings':[" + mapping + "]")))
                .containerDefinitions()
                .getFirst()
                .portMappings()
                .getFirst()
                .hostPort();
    }

    private static RegisterTaskDefinitionRequest request(String definition) {
        String json = '{' + definition.replace('\'', '"') + '}';
        return Json.fromJson(RegisterTaskDefinitionRequest.class, json.getBytes(StandardCharsets.UTF_8));
    }

    private static Arguments refused(String message, String definition) {
        return Arguments.of(message, definition);
    }

    private static Arguments ports(String mode, String mappings, String message) {
        return Arguments.of(mode, mappings, message);
    }

    private static Arguments outOfRange(String setting, int value, int from, int to) {
        return Arguments.of(
                "{'command':['CMD','x'],'" + setting + "':" + value + '}',
                "'healthCheck.%s' must be between %d and %d seconds, was %d.".formatted(setting, from, to, value));
    }

    private static String good() {
        return family(containers("'memory':64"));
    }

    private static String awsvpc(String clause) {
        return family("'networkMode':'awsvpc'," + containers("'memory':64," + clause));
    }

    private static String fargate(String clause) {
        return family("'networkMode':'awsvpc','requiresCompatibilities':['FARGATE'],'cpu':'256','memory':'512',"
                + containers(clause));
    }

    private static String range(String what) {
        return "Invalid 'containerPortRange' setting for container 'a'. It " + what + ".";
    }

    private static String mounting(String volume) {
        return family(containers("'memory':64,'mountPoints':[{'sourceVolume':'" + volume + "','containerPath':'/d'}]"));
    }

    private static String efs(String clauses) {
        return good() + ",'volumes':[{'name':'a','efsVolumeConfiguration':{'fileSystemId':'fs-12345678'," + clauses
                + "}}]";
    }

    private static String s3Files(String clauses) {
        return good() + ",'volumes':[{'name':'a','s3filesVolumeConfiguration':{'fileSystemArn':'" + S3_FILES + "',"
                + clauses + "}}]";
    }

    private static String family(String clauses) {
        return "'family':'f'," + clauses;
    }

    /// An essential container `a`, and another.
    private static String waiting(String other) {
        return raw("{'name':'a','image':'i','memory':64},{'image':'i','memory':64," + other + "}");
    }

    private static String containers(String clauses) {
        return rawContainers("{'name':'a','image':'i'," + clauses + '}');
    }

    private static String raw(String containers) {
        return family(rawContainers(containers));
    }

    private static String rawContainers(String containers) {
        return "'containerDefinitions':[" + containers + ']';
    }

    private static String many(int count) {
        return rawContainers(IntStream.range(0, count)
                .mapToObj(i -> "{'name':'c" + i + "','image':'i','memory':64}")
                .collect(Collectors.joining(",")));
    }

    /// awslogs with what it needs and more options, which win.
    private static String awslogs(String more) {
        String region = more.contains("awslogs-region") ? "" : "'awslogs-region':'us-east-1',";
        return "{'logDriver':'awslogs','options':{'awslogs-group':'/g'," + region + more + "}}";
    }
}
