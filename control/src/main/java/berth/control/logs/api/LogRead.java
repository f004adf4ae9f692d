package berth.control.logs.api;

import berth.control.dispatch.Operation;
import software.amazon.awssdk.core.SdkPojo;

/// An operation of CloudWatch Logs that reads the state; the class has the operation's name.
interface LogRead<Q extends SdkPojo, R extends SdkPojo> extends Operation.Read<Q, R> {
    @Override
    default String service() {
        return "logs";
    }

    @Override
    default String name() {
        return getClass().getSimpleName();
    }
}
