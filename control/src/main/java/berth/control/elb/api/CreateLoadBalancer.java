package berth.control.elb.api;

import berth.control.dispatch.Honoured;
import berth.control.elb.ElbViews;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.plan.ElbNames;
import berth.control.elb.plan.Loopback;
import berth.control.elb.plan.Placement;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.vpc.model.Subnet;
import berth.kernel.Fault;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;

/// Makes a load balancer with an address of its own. It is active once the proxy knows it.
///
/// ELB: the same name with the same settings answers what there is, with other settings DuplicateLoadBalancerName.
public final class CreateLoadBalancer implements ElbWrite<CreateLoadBalancerRequest, CreateLoadBalancerResponse> {
    private static final Honoured HONOURED = Honoured.of(
                    CreateLoadBalancerRequest.class,
                    "Name",
                    "Subnets",
                    "SubnetMappings.SubnetId",
                    "SecurityGroups",
                    "Scheme",
                    "Tags",
                    "Type",
                    "IpAddressType")
            .refusing("SubnetMappings", "a load balancer has one loopback address that Berth chooses");

    @Override
    public Class<CreateLoadBalancerRequest> request() {
        return CreateLoadBalancerRequest.class;
    }

    @Override
    public Outcome<CreateLoadBalancerResponse> handle(CreateLoadBalancerRequest request, State state, Context context) {
        HONOURED.check(request, WRONG);
        String name = ElbNames.loadBalancer(request.name());
        SortedMap<String, String> tags = TagSets.of(request.tags());
        LoadBalancer.Spec spec = spec(request, state);
        LoadBalancer before = state.by(ElbViews.LOAD_BALANCERS, ElbViews.LOAD_BALANCERS_BY_NAME, name).stream()
                .findFirst()
                .orElse(null);
        if (before != null) {
            return existing(state, before, spec, tags);
        }
        LoadBalancer made = make(state, name, spec, tags, context);
        return new Outcome<>(List.of(Change.put(ElbViews.LOAD_BALANCERS, made)), response(state, made));
    }

    private static LoadBalancer.Spec spec(CreateLoadBalancerRequest request, State state) {
        LoadBalancer.Type type = LoadBalancerMapper.type(request.typeAsString());
        List<Subnet> subnets =
                Placement.subnets(state, type, LoadBalancerMapper.subnets(request.subnets(), request.subnetMappings()));
        String vpcId = subnets.getFirst().vpcId();
        return new LoadBalancer.Spec(
                type,
                LoadBalancerMapper.scheme(request.schemeAsString()),
                LoadBalancerMapper.ipAddressType(request.ipAddressTypeAsString()),
                vpcId,
                subnets.stream().map(Subnet::id).toList(),
                Placement.securityGroups(state, type, vpcId, request.securityGroups()));
    }

    private static Outcome<CreateLoadBalancerResponse> existing(
            State state, LoadBalancer before, LoadBalancer.Spec spec, SortedMap<String, String> tags) {
        if (!before.spec().equals(spec) || !before.tags().equals(tags)) {
            throw Fault.of(
                            "DuplicateLoadBalancerName",
                            "A load balancer with the same name '%s' exists, but with different settings"
                                    .formatted(before.name()))
                    .raise();
        }
        return Outcome.unchanged(response(state, before));
    }

    private static LoadBalancer make(
            State state, String name, LoadBalancer.Spec spec, SortedMap<String, String> tags, Context context) {
        String kind = switch (spec.type()) {
            case APPLICATION -> "app";
            case NETWORK -> "net";
        };
        String prefix = switch (spec.scheme()) {
            case INTERNET_FACING -> "";
            case INTERNAL -> "internal-";
        };
        String address = Loopback.next(
                context.ids().rng().nextInt(Integer.MAX_VALUE),
                held -> state.count(ElbViews.LOAD_BALANCERS_BY_ADDRESS, held) > 0);
        return new LoadBalancer(
                context.account()
                        .arn(
                                "elasticloadbalancing",
                                "loadbalancer/%s/%s/%s"
                                        .formatted(kind, name, context.ids().hex(16))),
                name,
                "%s%s-%s.elb.localhost".formatted(prefix, name, context.ids().decimal(10)),
                address,
                spec,
                new LoadBalancer.Status(LoadBalancer.State.PROVISIONING, null),
                new TreeMap<>(),
                tags,
                context.now());
    }

    private static CreateLoadBalancerResponse response(State state, LoadBalancer loadBalancer) {
        return CreateLoadBalancerResponse.builder()
                .loadBalancers(LoadBalancerMapper.toSdk(state, loadBalancer))
                .build();
    }
}
