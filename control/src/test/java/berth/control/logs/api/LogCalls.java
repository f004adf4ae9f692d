package berth.control.logs.api;

import berth.control.dispatch.Calls;
import berth.control.dispatch.Operation;
import berth.control.store.Writer;
import berth.kernel.Fault;
import berth.kernel.FaultException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;

/// Calls that work on a log store which answers at once.
final class LogCalls {
    private LogCalls() {}

    static <Q extends SdkPojo, R extends SdkPojo> R call(Calls calls, Operation.Append<Q, R> operation, Q request) {
        List<Writer.Answer<R>> answers = new ArrayList<>();
        operation.handle(request, calls.state(), calls.context(), answers::add);
        return switch (answers.getFirst()) {
            case Writer.Answer.Done<R>(var response) -> response;
            case Writer.Answer.Refused<R>(var fault) -> throw fault.raise();
        };
    }

    static <Q extends SdkPojo, R extends SdkPojo> Fault refusal(
            Calls calls, Operation.Append<Q, R> operation, Q request) {
        try {
            R response = call(calls, operation, request);
            throw new AssertionError(operation.name() + " was not refused: " + response);
        } catch (FaultException e) {
            return e.fault();
        }
    }
}
