package berth.control.vpc.model;

/// A security group. Kept and shown; rules are not enforced yet.
public record SecurityGroup(String id, String vpcId, String name, String description) {}
