package berth.control.vpc.model;

import java.util.List;

/// Where awsvpc tasks get their addresses (ECS `awsvpcConfiguration`).
///
/// @param subnets ids, all of one VPC
/// @param securityGroups ids; kept and shown, not enforced yet
public record Network(List<String> subnets, List<String> securityGroups, boolean assignPublicIp) {
    public Network {
        subnets = List.copyOf(subnets);
        securityGroups = List.copyOf(securityGroups);
    }
}
