package berth.control.ecs.taskdef.api;

import berth.kernel.Invariants;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The fields of RegisterTaskDefinition that Berth refuses by name, each with the reason that the caller reads.
/// See [HonouredFields].
public final class RefusedFields {
    private static final SequencedMap<String, String> FIELDS = new LinkedHashMap<>();

    /// Path to reason, in the model's order.
    public static final SequencedMap<String, String> REFUSED = Collections.unmodifiableSequencedMap(FIELDS);

    static {
        refuse(
                "containerDefinitions.repositoryCredentials.credentialsParameter",
                "registry passwords come from the engine's own configuration, there is no secret store");
        refuse("containerDefinitions.secrets.name", "there is no secret store; use environment for what is not secret");
        refuse(
                "containerDefinitions.secrets.valueFrom",
                "there is no secret store; use environment for what is not secret");
        refuse("containerDefinitions.logConfiguration.secretOptions.name", "there is no secret store");
        refuse("containerDefinitions.logConfiguration.secretOptions.valueFrom", "there is no secret store");
        refuse("containerDefinitions.resourceRequirements.value", "no GPU and no accelerator is handed out");
        refuse("containerDefinitions.resourceRequirements.type", "no GPU and no accelerator is handed out");
        refuse("containerDefinitions.credentialSpecs", "there are no Windows containers and no Active Directory");
        refuse(
                "volumes.fsxWindowsFileServerVolumeConfiguration.fileSystemId",
                "there are no Windows containers and no FSx");
        refuse(
                "volumes.fsxWindowsFileServerVolumeConfiguration.rootDirectory",
                "there are no Windows containers and no FSx");
        refuse(
                "volumes.fsxWindowsFileServerVolumeConfiguration.authorizationConfig.credentialsParameter",
                "there are no Windows containers and no FSx");
        refuse(
                "volumes.fsxWindowsFileServerVolumeConfiguration.authorizationConfig.domain",
                "there are no Windows containers and no FSx");
        refuse("proxyConfiguration.type", "there is no App Mesh");
        refuse("proxyConfiguration.containerName", "there is no App Mesh");
        refuse("proxyConfiguration.properties.name", "there is no App Mesh");
        refuse("proxyConfiguration.properties.value", "there is no App Mesh");
        refuse("inferenceAccelerators.deviceName", "there is no Elastic Inference");
        refuse("inferenceAccelerators.deviceType", "there is no Elastic Inference");
    }

    private RefusedFields() {}

    private static void refuse(String path, String why) {
        Invariants.check(FIELDS.put(path, why) == null, "%s is listed twice", path);
    }
}
