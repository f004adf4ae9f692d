package berth.control.vpc.api;

import berth.control.dispatch.Operation;
import software.amazon.awssdk.core.SdkPojo;

/// A describe of EC2; the class has the operation's name.
interface Ec2Read<Q extends SdkPojo, R extends SdkPojo> extends Operation.Read<Q, R> {
    @Override
    default String service() {
        return "ec2";
    }

    @Override
    default String name() {
        return getClass().getSimpleName();
    }
}
