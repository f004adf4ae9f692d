package berth.control.vpc.api;

import berth.control.dispatch.Operation;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.Zones;
import berth.kernel.Fault;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;

/// Shows the zones of the region.
public record DescribeAvailabilityZones()
        implements Operation.Read<DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResponse> {

    @Override
    public String service() {
        return "ec2";
    }

    @Override
    public String name() {
        return "DescribeAvailabilityZones";
    }

    @Override
    public Class<DescribeAvailabilityZonesRequest> request() {
        return DescribeAvailabilityZonesRequest.class;
    }

    @Override
    public DescribeAvailabilityZonesResponse handle(
            DescribeAvailabilityZonesRequest request, State state, Context context) {
        String region = context.account().region();
        Predicate<String> filters = filters(region).matching(request.filters());
        List<String> all = Zones.of(region);
        List<String> byName =
                Description.select(all, zone -> zone, request.zoneNames(), filters, DescribeAvailabilityZones::missing);
        List<String> byId = Description.select(
                all, zone -> Zones.id(region, zone), request.zoneIds(), filters, DescribeAvailabilityZones::missing);
        Description.endDryRun(request.dryRun());
        return DescribeAvailabilityZonesResponse.builder()
                .availabilityZones(byName.stream()
                        .filter(byId::contains)
                        .map(zone -> toSdk(zone, region))
                        .toList())
                .build();
    }

    private static Filters<String> filters(String region) {
        return Filters.<String>none()
                .with(zone -> zone, "zone-name")
                .with(zone -> Zones.id(region, zone), "zone-id")
                .with(zone -> region, "region-name")
                .with(zone -> group(region), "group-name")
                .with(zone -> "available", "state")
                .with(zone -> "availability-zone", "zone-type")
                .with(zone -> "opt-in-not-required", "opt-in-status");
    }

    private static String group(String region) {
        return region + "-zg-1";
    }

    private static Fault missing(String zone) {
        return Fault.of("InvalidParameterValue", "Invalid availability zone: [%s]".formatted(zone));
    }

    private static AvailabilityZone toSdk(String zone, String region) {
        return AvailabilityZone.builder()
                .zoneName(zone)
                .zoneId(Zones.id(region, zone))
                .regionName(region)
                .groupName(group(region))
                .networkBorderGroup(region)
                .optInStatus("opt-in-not-required")
                .zoneType("availability-zone")
                .state("available")
                .messages(List.of())
                .build();
    }
}
