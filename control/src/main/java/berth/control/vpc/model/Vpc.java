package berth.control.vpc.model;

/// A virtual private cloud: one docker network.
///
/// @param cidr for example `172.31.0.0/16`
public record Vpc(String id, String cidr, boolean isDefault) {}
