package berth.control.acm.api;

import berth.control.dispatch.Operation;
import software.amazon.awssdk.core.SdkPojo;

/// An operation of ACM that only looks; the class has the operation's name.
interface AcmRead<Q extends SdkPojo, R extends SdkPojo> extends Operation.Read<Q, R> {
    @Override
    default String service() {
        return "acm";
    }

    @Override
    default String name() {
        return getClass().getSimpleName();
    }
}
