package berth.control.elb.plan;

import berth.kernel.Fault;

/// ELB's errors by their codes on the wire, which lack the `Exception` of the SDK's class names.
public final class ElbFaults {
    private ElbFaults() {}

    /// A parameter is missing, malformed or out of range.
    public static Fault validation(String message, Object... arguments) {
        return Fault.of("ValidationError", message.formatted(arguments));
    }

    /// Parameters that are good each for itself and don't go together.
    public static Fault configuration(String message, Object... arguments) {
        return Fault.of("InvalidConfigurationRequest", message.formatted(arguments));
    }

    /// What Berth does not do, by name.
    public static Fault unsupported(String what, String why) {
        return validation("Berth does not support %s: %s. See docs/differences.md for what is supported.", what, why);
    }

    public static Fault loadBalancerNotFound() {
        return Fault.of("LoadBalancerNotFound", "One or more load balancers not found");
    }

    public static Fault listenerNotFound() {
        return Fault.of("ListenerNotFound", "One or more listeners not found");
    }

    public static Fault ruleNotFound() {
        return Fault.of("RuleNotFound", "One or more rules not found");
    }

    public static Fault targetGroupNotFound() {
        return Fault.of("TargetGroupNotFound", "One or more target groups not found");
    }

    public static Fault notPermitted(String message, Object... arguments) {
        return Fault.of("OperationNotPermitted", message.formatted(arguments));
    }

    /// A quota is used up.
    ///
    /// @param code for example `TooManyListeners`
    public static Fault tooMany(String code, String what, int limit) {
        return Fault.of(code, "The maximum number of %s is %d.".formatted(what, limit));
    }
}
