package berth.kernel.host;

/// An elastic network interface: the address that an awsvpc task owns. Its pause container holds the namespace.
///
/// @param id `eni-…`; a pause container is made for exactly one id and never used for another
/// @param vpcId the VPC, one docker network each
/// @param vpcCidr the whole range of the VPC, for example `172.31.0.0/16`
/// @param subnetId `subnet-…`
/// @param subnetCidr range of the subnet
/// @param gateway the bridge's own address, the first of the VPC's range
/// @param address the private IPv4 address
/// @param mac the MAC address, derived from the address: `02:42:` and the address in hex
/// @param privateDnsName for example `ip-172-31-0-10.ec2.internal`
public record Interface(
        String id,
        String vpcId,
        String vpcCidr,
        String subnetId,
        String subnetCidr,
        String gateway,
        String address,
        String mac,
        String privateDnsName) {}
