package berth.control.elb.api;

import berth.control.dispatch.Operation;
import software.amazon.awssdk.core.SdkPojo;

/// An operation of ELB that only looks; the class has the operation's name.
interface ElbRead<Q extends SdkPojo, R extends SdkPojo> extends Operation.Read<Q, R> {

    @Override
    default String service() {
        return "elasticloadbalancing";
    }

    @Override
    default String name() {
        return getClass().getSimpleName();
    }
}
