package berth.control.ecs.task.api;

import berth.control.vpc.model.Network;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;

/// The network configuration of a request as a record. Whether its subnets exist and the definition wants it is the
/// launcher's to say.
public final class NetworkMapper {
    private NetworkMapper() {}

    /// Null where the request has none.
    public static @Nullable Network fromSdk(@Nullable NetworkConfiguration given) {
        AwsVpcConfiguration awsvpc = given == null ? null : given.awsvpcConfiguration();
        return awsvpc == null
                ? null
                : new Network(awsvpc.subnets(), awsvpc.securityGroups(), publicIp(awsvpc.assignPublicIpAsString()));
    }

    private static boolean publicIp(@Nullable String word) {
        return switch (word) {
            case null -> false;
            case "DISABLED" -> false;
            case "ENABLED" -> true;
            default ->
                throw Fault.invalidParameter("assignPublicIp must be ENABLED or DISABLED, was '" + word + "'.")
                        .raise();
        };
    }
}
