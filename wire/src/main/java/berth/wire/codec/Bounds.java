package berth.wire.codec;

import berth.kernel.Fault;
import berth.kernel.FaultException;
import java.util.List;

/// The fault of a body that is over its limit.
public final class Bounds {
    private Bounds() {}

    public static FaultException tooLarge(int limit) {
        return new Fault(
                        "RequestTooLarge",
                        "The request body is larger than " + limit + " bytes, which is the most that is read.",
                        413,
                        List.of())
                .raise();
    }
}
