package berth.control.elb.plan;

import berth.control.elb.model.LoadBalancer;

/// Rules over several attributes.
public final class AttributeRules {
    private static final String ALGORITHM = "load_balancing.algorithm.type";
    private static final String SLOW_START = "slow_start.duration_seconds";

    private AttributeRules() {}

    /// ELB: an application cookie needs its name; slow start goes with round robin only.
    ///
    /// @throws berth.kernel.FaultException InvalidConfigurationRequest
    public static void checkTargetGroup(Attributes attributes) {
        var all = attributes.all();
        if (attributes.isOn("stickiness.enabled")
                && attributes.value("stickiness.type").equals("app_cookie")
                && attributes.value("stickiness.app_cookie.cookie_name").isEmpty()) {
            throw ElbFaults.configuration(
                            "You must specify an application cookie name when the stickiness type is 'app_cookie'")
                    .raise();
        }
        if (all.containsKey(SLOW_START)
                && attributes.number(SLOW_START) > 0
                && !attributes.value(ALGORITHM).equals("round_robin")) {
            throw ElbFaults.configuration(
                            "Slow start and the load balancing algorithm '%s' cannot be enabled together",
                            attributes.value(ALGORITHM))
                    .raise();
        }
    }

    /// @throws berth.kernel.FaultException OperationNotPermitted
    public static void checkDeletion(LoadBalancer loadBalancer) {
        if (Attributes.of(loadBalancer).isOn(LoadBalancerAttributes.DELETION_PROTECTION)) {
            throw ElbFaults.notPermitted(
                            "Load balancer '%s' cannot be deleted because deletion protection is enabled",
                            loadBalancer.arn())
                    .raise();
        }
    }
}
