package berth.control.vpc.model;

/// A part of a VPC's range, in one zone.
///
/// @param cidr for example `172.31.16.0/20`
public record Subnet(String id, String vpcId, String cidr, String zone, boolean isDefault) {}
