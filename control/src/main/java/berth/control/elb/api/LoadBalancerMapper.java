package berth.control.elb.api;

import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.LoadBalancer.IpAddressType;
import berth.control.elb.model.LoadBalancer.Scheme;
import berth.control.elb.model.LoadBalancer.Type;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.Subnet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAddress;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerState;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetMapping;

/// Load balancers between the SDK and records.
///
/// Differs from ELB: the address is shown in every zone, also of application load balancers, since the DNS name is
/// not resolved by every resolver.
final class LoadBalancerMapper {
    /// ELB's zones of Route 53 in us-east-1; there is no Route 53 here.
    private static final String APPLICATION_ZONE = "Z35SXDOTRQ7X7K";

    private static final String NETWORK_ZONE = "Z26RNL4JYFTOTI";

    private LoadBalancerMapper() {}

    static Type type(@Nullable String word) {
        String given = word == null || word.isEmpty() ? "application" : word;
        return switch (given) {
            case "application" -> Type.APPLICATION;
            case "network" -> Type.NETWORK;
            case "gateway" ->
                throw ElbFaults.unsupported("gateway load balancers", "there is no GENEVE")
                        .raise();
            default ->
                throw ElbFaults.validation("Load balancer type '%s' must be one of 'application, network'", given)
                        .raise();
        };
    }

    static Scheme scheme(@Nullable String word) {
        String given = word == null || word.isEmpty() ? "internet-facing" : word;
        return switch (given) {
            case "internet-facing" -> Scheme.INTERNET_FACING;
            case "internal" -> Scheme.INTERNAL;
            default ->
                throw ElbFaults.validation("Scheme '%s' must be one of 'internet-facing, internal'", given)
                        .raise();
        };
    }

    static IpAddressType ipAddressType(@Nullable String word) {
        if (word == null || word.isEmpty() || word.equals("ipv4")) {
            return IpAddressType.IPV4;
        }
        throw ElbFaults.unsupported("the IP address type " + word, "addresses are IPv4")
                .raise();
    }

    /// The ids in `Subnets` or in `SubnetMappings`, of which one may be given.
    static List<String> subnets(List<String> ids, List<SubnetMapping> mappings) {
        if (!ids.isEmpty() && !mappings.isEmpty()) {
            throw ElbFaults.validation("You can specify either subnets or subnet mappings, but not both")
                    .raise();
        }
        List<String> all = new ArrayList<>(ids);
        for (SubnetMapping mapping : mappings) {
            if (mapping.subnetId() == null) {
                throw ElbFaults.validation("A subnet ID must be specified").raise();
            }
            all.add(mapping.subnetId());
        }
        return all;
    }

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer toSdk(
            State state, LoadBalancer loadBalancer) {
        LoadBalancer.Spec spec = loadBalancer.spec();
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer.builder()
                .loadBalancerArn(loadBalancer.arn())
                .dnsName(loadBalancer.dnsName())
                .canonicalHostedZoneId(
                        switch (spec.type()) {
                            case APPLICATION -> APPLICATION_ZONE;
                            case NETWORK -> NETWORK_ZONE;
                        })
                .createdTime(loadBalancer.createdAt())
                .loadBalancerName(loadBalancer.name())
                .scheme(Words.hyphened(spec.scheme()))
                .vpcId(spec.vpcId())
                .state(LoadBalancerState.builder()
                        .code(Words.lower(loadBalancer.status().state()))
                        .reason(loadBalancer.status().reason())
                        .build())
                .type(Words.lower(spec.type()))
                .availabilityZones(zones(state, loadBalancer))
                .securityGroups(spec.securityGroups())
                .ipAddressType(Words.lower(spec.ipAddressType()))
                .build();
    }

    static List<AvailabilityZone> zones(State state, LoadBalancer loadBalancer) {
        List<AvailabilityZone> zones = new ArrayList<>();
        for (String id : loadBalancer.spec().subnets()) {
            Subnet subnet = state.find(VpcViews.SUBNETS, id);
            zones.add(AvailabilityZone.builder()
                    .subnetId(id)
                    .zoneName(subnet == null ? null : subnet.zone())
                    .loadBalancerAddresses(LoadBalancerAddress.builder()
                            .ipAddress(loadBalancer.address())
                            .build())
                    .build());
        }
        return zones;
    }
}
