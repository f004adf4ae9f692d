package berth.kernel;

/// Carries a [Fault] out of validation, up to the one place that answers the caller. Has no stack trace: it is an
/// answer,
/// not a defect.
public final class FaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    FaultException(Fault fault) {
        super(fault.code() + ": " + fault.message(), null, false, false);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
