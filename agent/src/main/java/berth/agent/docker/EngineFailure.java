package berth.agent.docker;

import berth.agent.engine.EngineFault;

/// An [EngineFault] on its way up to the call that it answers.
final class EngineFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient EngineFault fault;

    EngineFailure(EngineFault fault) {
        super(fault.message(), null, false, false);
        this.fault = fault;
    }

    EngineFailure(EngineFault.Kind kind, String message) {
        this(new EngineFault(kind, message));
    }

    EngineFault fault() {
        return fault;
    }

    boolean is(EngineFault.Kind kind) {
        return fault.kind() == kind;
    }
}
