package berth.control.acm.api;

import berth.control.dispatch.Operation;
import software.amazon.awssdk.core.SdkPojo;

/// An operation of ACM that changes something; the class has the operation's name.
interface AcmWrite<Q extends SdkPojo, R extends SdkPojo> extends Operation.Write<Q, R> {
    @Override
    default String service() {
        return "acm";
    }

    @Override
    default String name() {
        return getClass().getSimpleName();
    }
}
