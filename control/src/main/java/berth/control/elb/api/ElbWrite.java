package berth.control.elb.api;

import berth.control.dispatch.Operation;
import software.amazon.awssdk.core.SdkPojo;

/// An operation of ELB that changes something; the class has the operation's name.
interface ElbWrite<Q extends SdkPojo, R extends SdkPojo> extends Operation.Write<Q, R> {
    /// The code that ELB gives to wrong parameters.
    String WRONG = "ValidationError";

    @Override
    default String service() {
        return "elasticloadbalancing";
    }

    @Override
    default String name() {
        return getClass().getSimpleName();
    }
}
