package berth.control.ecs.taskdef.api;

import berth.kernel.Invariants;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The fields of RegisterTaskDefinition that have their effect, each with the test that reads the effect back
/// through the engine or from inside the container. With [RefusedFields] it holds every leaf of the request
/// exactly once; a field that a new SDK brings stands in neither and fails the build.
///
/// `taskRoleArn` and `executionRoleArn` are kept and echoed, and the rules that need them are checked. They are not
/// enforced: containers get no credentials of a role yet.
public final class HonouredFields {
    private static final SequencedMap<String, String> FIELDS = new LinkedHashMap<>();

    /// Path to `class#method`, in the order of the guide.
    public static final SequencedMap<String, String> HONOURED = Collections.unmodifiableSequencedMap(FIELDS);

    static {
        honour("family", "family");
        honour("taskRoleArn", "taskRoleArn");
        honour("executionRoleArn", "executionRoleArn");
        honour("networkMode", "networkMode");
        honour("requiresCompatibilities", "requiresCompatibilities");
        honour("cpu", "taskCpu");
        honour("memory", "taskMemory");
        honour("placementConstraints.type", "placementConstraintsType");
        honour("placementConstraints.expression", "placementConstraintsExpression");
        honour("containerDefinitions.name", "containerName");
        honour("containerDefinitions.image", "containerImage");
        honour("containerDefinitions.cpu", "containerCpu");
        honour("containerDefinitions.memory", "containerMemory");
        honour("containerDefinitions.memoryReservation", "containerMemoryReservation");
        honour("containerDefinitions.portMappings.containerPort", "containerPortMappingsContainerPort");
        honour("containerDefinitions.portMappings.hostPort", "containerPortMappingsHostPort");
        honour("containerDefinitions.portMappings.protocol", "containerPortMappingsProtocol");
        honour("containerDefinitions.essential", "containerEssential");
        honour("containerDefinitions.entryPoint", "containerEntryPoint");
        honour("containerDefinitions.command", "containerCommand");
        honour("containerDefinitions.environment.name", "containerEnvironmentName");
        honour("containerDefinitions.environment.value", "containerEnvironmentValue");
        honour("containerDefinitions.stopTimeout", "containerStopTimeout");
        honour("containerDefinitions.logConfiguration.logDriver", "containerLogConfigurationLogDriver");
        honour("containerDefinitions.logConfiguration.options", "containerLogConfigurationOptions");
        honour("containerDefinitions.healthCheck.command", "containerHealthCheckCommand");
        honour("containerDefinitions.healthCheck.interval", "containerHealthCheckInterval");
        honour("containerDefinitions.healthCheck.timeout", "containerHealthCheckTimeout");
        honour("containerDefinitions.healthCheck.retries", "containerHealthCheckRetries");
        honour("containerDefinitions.healthCheck.startPeriod", "containerHealthCheckStartPeriod");
    }

    private HonouredFields() {}

    private static void honour(String path, String test) {
        String before = FIELDS.put(path, "berth.server.HonouredFieldsDockerTest#" + test);
        Invariants.check(before == null, "%s is listed twice", path);
    }
}
