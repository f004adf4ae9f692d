package berth.control.elb;

import berth.control.dispatch.Calls;
import berth.control.elb.api.CreateListener;
import berth.control.elb.api.CreateLoadBalancer;
import berth.control.elb.api.CreateTargetGroup;
import berth.control.elb.api.RegisterTargets;
import berth.control.store.State;
import berth.control.vpc.DefaultVpc;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.Subnet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/// A state with a default VPC, and the few calls that most tests begin with.
public final class Balancers {
    public final Calls calls = new Calls(State.EMPTY.with(DefaultVpc.bootstrap(State.EMPTY, new Calls().context()), 1));

    public List<String> subnets() {
        return VpcViews.defaultSubnets(calls.state()).stream().map(Subnet::id).toList();
    }

    public String vpcId() {
        return Objects.requireNonNull(VpcViews.defaultVpc(calls.state())).id();
    }

    public LoadBalancer loadBalancer(String name) {
        return loadBalancer(name, request -> {});
    }

    public LoadBalancer loadBalancer(String name, Consumer<CreateLoadBalancerRequest.Builder> more) {
        return calls.call(new CreateLoadBalancer(), loadBalancerRequest(name, more))
                .loadBalancers()
                .getFirst();
    }

    public CreateLoadBalancerRequest loadBalancerRequest(
            String name, Consumer<CreateLoadBalancerRequest.Builder> more) {
        CreateLoadBalancerRequest.Builder request =
                CreateLoadBalancerRequest.builder().name(name).subnets(subnets());
        more.accept(request);
        return request.build();
    }

    public TargetGroup group(String name) {
        return group(name, request -> {});
    }

    public TargetGroup group(String name, Consumer<CreateTargetGroupRequest.Builder> more) {
        return calls.call(new CreateTargetGroup(), groupRequest(name, more))
                .targetGroups()
                .getFirst();
    }

    public CreateTargetGroupRequest groupRequest(String name, Consumer<CreateTargetGroupRequest.Builder> more) {
        CreateTargetGroupRequest.Builder request = CreateTargetGroupRequest.builder()
                .name(name)
                .protocol("HTTP")
                .port(80)
                .vpcId(vpcId())
                .targetType("ip");
        more.accept(request);
        return request.build();
    }

    /// A listener of a load balancer that forwards to a group; its ARN.
    public String listener(String loadBalancerArn, int port, String groupArn) {
        return calls.call(
                        new CreateListener(),
                        CreateListenerRequest.builder()
                                .loadBalancerArn(loadBalancerArn)
                                .protocol("HTTP")
                                .port(port)
                                .defaultActions(action -> action.type("forward").targetGroupArn(groupArn))
                                .build())
                .listeners()
                .getFirst()
                .listenerArn();
    }

    public void register(String groupArn, String id, int port) {
        calls.call(
                new RegisterTargets(),
                RegisterTargetsRequest.builder()
                        .targetGroupArn(groupArn)
                        .targets(target -> target.id(id).port(port))
                        .build());
    }
}
