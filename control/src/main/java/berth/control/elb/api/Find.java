package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a request names by ARN.
///
/// ELB: an ARN of another kind is a ValidationError, one of nothing the kind's NotFound.
final class Find {
    private Find() {}

    static LoadBalancer loadBalancer(State state, @Nullable String arn) {
        String checked = check(arn, ":loadbalancer/", "load balancer");
        return found(state.find(ElbViews.LOAD_BALANCERS, checked), ElbFaults::loadBalancerNotFound);
    }

    static Listener listener(State state, @Nullable String arn) {
        String checked = check(arn, ":listener/", "listener");
        return found(state.find(ElbViews.LISTENERS, checked), ElbFaults::listenerNotFound);
    }

    static ListenerRule rule(State state, @Nullable String arn) {
        String checked = check(arn, ":listener-rule/", "listener rule");
        return found(state.find(ElbViews.RULES, checked), ElbFaults::ruleNotFound);
    }

    static TargetGroup targetGroup(State state, @Nullable String arn) {
        String checked = check(arn, ":targetgroup/", "target group");
        return found(state.find(ElbViews.TARGET_GROUPS, checked), ElbFaults::targetGroupNotFound);
    }

    /// The load balancer of a listener that there is.
    static LoadBalancer loadBalancerOf(State state, Listener listener) {
        return loadBalancer(state, listener.loadBalancerArn());
    }

    private static String check(@Nullable String arn, String part, String what) {
        if (arn == null || arn.isEmpty()) {
            throw ElbFaults.validation("A %s ARN must be specified", what).raise();
        }
        if (!arn.startsWith("arn:") || !arn.contains(part)) {
            throw ElbFaults.validation("'%s' is not a valid %s ARN", arn, what).raise();
        }
        return arn;
    }

    private static <T> T found(@Nullable T row, Supplier<Fault> missing) {
        if (row == null) {
            throw missing.get().raise();
        }
        return row;
    }
}
