package berth.control.dispatch;

import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import berth.kernel.FaultException;
import berth.kernel.Ids;
import berth.kernel.Rng;
import java.time.Instant;
import java.util.Collection;
import software.amazon.awssdk.core.SdkPojo;

/// Calls operations one after the other against a state of their own, without a server: each call sees what the
/// earlier ones committed.
public final class Calls {
    public static final Account ACCOUNT = new Account("111122223333", "us-east-1");
    public static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
    public static final String CALLER = "arn:aws:iam::111122223333:user/dev";

    private State state;
    private long number;

    public Calls() {
        this(State.EMPTY);
    }

    public Calls(State state) {
        this.state = state;
    }

    public State state() {
        return state;
    }

    public Context context() {
        return new Context(NOW, new Ids(Rng.seeded(7, "test", ++number)), ACCOUNT, CALLER);
    }

    public <Q extends SdkPojo, R extends SdkPojo> R call(Operation<Q, R> operation, Q request) {
        return switch (operation) {
            case Operation.Read<Q, R> read -> read.handle(request, state, context());
            case Operation.Write<Q, R> write -> {
                Outcome<R> outcome = write.handle(request, state, context());
                state = state.with(outcome.changes(), state.version() + 1);
                yield outcome.result();
            }
            case Operation.Append<Q, R> append -> throw new IllegalArgumentException(append.name() + " has a port");
            case Operation.Streaming<Q, R> streaming ->
                throw new IllegalArgumentException(streaming.name() + " has no response");
        };
    }

    /// Commits changes as something else than an operation would.
    public void commit(Collection<? extends Change> changes) {
        state = state.with(changes, state.version() + 1);
    }

    /// The fault that a call is refused with. Fails if it is not refused.
    public <Q extends SdkPojo, R extends SdkPojo> Fault refusal(Operation<Q, R> operation, Q request) {
        try {
            R response = call(operation, request);
            throw new AssertionError(operation.name() + " was not refused but answered " + response);
        } catch (FaultException e) {
            return e.fault();
        }
    }
}
