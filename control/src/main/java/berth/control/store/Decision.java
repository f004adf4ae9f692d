package berth.control.store;

/// A pure function from a state to what should change in it.
@FunctionalInterface
public interface Decision<R> {
    /// Decides. May throw a `FaultException`: then nothing changes and the caller gets the fault.
    Outcome<R> decide(State state, Context context);
}
