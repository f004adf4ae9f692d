package berth.control.vpc.model;

/// A part of a subnet whose addresses go to one host alone, so that a route by host can lead to them.
///
/// @param index which part of the subnet, from 0
/// @param cidr its range
public record AddressBlock(String subnetId, int index, String cidr, String hostId) {

    /// `subnet/index`: the key of its row.
    public String id() {
        return id(subnetId, index);
    }

    public static String id(String subnetId, int index) {
        return subnetId + "/%05d".formatted(index);
    }
}
