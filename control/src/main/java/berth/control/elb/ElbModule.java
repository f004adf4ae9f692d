package berth.control.elb;

import berth.control.Module;
import berth.control.dispatch.Operation;
import berth.control.elb.api.AddListenerCertificates;
import berth.control.elb.api.AddTags;
import berth.control.elb.api.CreateListener;
import berth.control.elb.api.CreateLoadBalancer;
import berth.control.elb.api.CreateRule;
import berth.control.elb.api.CreateTargetGroup;
import berth.control.elb.api.DeleteListener;
import berth.control.elb.api.DeleteLoadBalancer;
import berth.control.elb.api.DeleteRule;
import berth.control.elb.api.DeleteTargetGroup;
import berth.control.elb.api.DeregisterTargets;
import berth.control.elb.api.DescribeAccountLimits;
import berth.control.elb.api.DescribeCapacityReservation;
import berth.control.elb.api.DescribeListenerAttributes;
import berth.control.elb.api.DescribeListenerCertificates;
import berth.control.elb.api.DescribeListeners;
import berth.control.elb.api.DescribeLoadBalancerAttributes;
import berth.control.elb.api.DescribeLoadBalancers;
import berth.control.elb.api.DescribeRules;
import berth.control.elb.api.DescribeSSLPolicies;
import berth.control.elb.api.DescribeTags;
import berth.control.elb.api.DescribeTargetGroupAttributes;
import berth.control.elb.api.DescribeTargetGroups;
import berth.control.elb.api.DescribeTargetHealth;
import berth.control.elb.api.ModifyListener;
import berth.control.elb.api.ModifyListenerAttributes;
import berth.control.elb.api.ModifyLoadBalancerAttributes;
import berth.control.elb.api.ModifyRule;
import berth.control.elb.api.ModifyTargetGroup;
import berth.control.elb.api.ModifyTargetGroupAttributes;
import berth.control.elb.api.RegisterTargets;
import berth.control.elb.api.RemoveListenerCertificates;
import berth.control.elb.api.RemoveTags;
import berth.control.elb.api.SetIpAddressType;
import berth.control.elb.api.SetRulePriorities;
import berth.control.elb.api.SetSecurityGroups;
import berth.control.elb.api.SetSubnets;
import java.util.List;

/// What load balancers contribute: five tables, 37 operations, the end of draining, and what the proxy
/// is told.
public final class ElbModule {
    private ElbModule() {}

    /// @param channels where the proxy is told what to route
    public static Module module(ProxyChannels channels) {
        return new Module(
                List.of(
                        ElbViews.LOAD_BALANCERS,
                        ElbViews.LISTENERS,
                        ElbViews.RULES,
                        ElbViews.TARGET_GROUPS,
                        ElbViews.TARGETS),
                operations(),
                List.of(new RoutingProjection(channels), new TargetReconciler()));
    }

    private static List<Operation<?, ?>> operations() {
        return List.of(
                new CreateLoadBalancer(),
                new DescribeLoadBalancers(),
                new DeleteLoadBalancer(),
                new SetSubnets(),
                new SetSecurityGroups(),
                new SetIpAddressType(),
                new DescribeLoadBalancerAttributes(),
                new ModifyLoadBalancerAttributes(),
                new DescribeCapacityReservation(),
                new CreateListener(),
                new DescribeListeners(),
                new ModifyListener(),
                new DeleteListener(),
                new DescribeListenerAttributes(),
                new ModifyListenerAttributes(),
                new AddListenerCertificates(),
                new RemoveListenerCertificates(),
                new DescribeListenerCertificates(),
                new CreateRule(),
                new DescribeRules(),
                new ModifyRule(),
                new DeleteRule(),
                new SetRulePriorities(),
                new CreateTargetGroup(),
                new DescribeTargetGroups(),
                new ModifyTargetGroup(),
                new DeleteTargetGroup(),
                new DescribeTargetGroupAttributes(),
                new ModifyTargetGroupAttributes(),
                new RegisterTargets(),
                new DeregisterTargets(),
                new DescribeTargetHealth(),
                new AddTags(),
                new RemoveTags(),
                new DescribeTags(),
                new DescribeSSLPolicies(),
                new DescribeAccountLimits());
    }
}
