package berth.wire.codec;

import berth.kernel.Fault;
import berth.kernel.FaultException;

/// The faults of input that does not fit the model.
final class Malformed {
    static final String CODE = "SerializationException";

    private Malformed() {}

    static FaultException because(String message) {
        return Fault.of(CODE, message).raise();
    }

    /// AWS's sentence for a wrong type, and where it stands: `NUMBER_VALUE can not be converted to a String (member
    /// containerDefinitions[0].name)`.
    static FaultException type(String found, String expected, String path) {
        return because(found + " can not be converted to " + expected + " (member " + path + ")");
    }
}
