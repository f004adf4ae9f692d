package berth.control.dispatch;

import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.store.Writer;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPojo;

/// One operation of an AWS API. Failures leave as a `FaultException`.
///
/// @param <Q> the SDK's request class
/// @param <R> the SDK's response class
public sealed interface Operation<Q extends SdkPojo, R extends SdkPojo> {

    /// `ecs`, `logs`, `sts`, `ec2`.
    String service();

    /// The wire name, for example `RunTask`.
    String name();

    Class<Q> request();

    /// Changes the state: runs on the writer; answered after the commit.
    non-sealed interface Write<Q extends SdkPojo, R extends SdkPojo> extends Operation<Q, R> {
        Outcome<R> handle(Q request, State state, Context context);
    }

    /// Reads the published state; runs on the caller's thread.
    non-sealed interface Read<Q extends SdkPojo, R extends SdkPojo> extends Operation<Q, R> {
        R handle(Q request, State state, Context context);
    }

    /// Works on an append store (log events), which has commits of its own. Thin: it holds a port.
    non-sealed interface Append<Q extends SdkPojo, R extends SdkPojo> extends Operation<Q, R> {
        void handle(Q request, State state, Context context, Consumer<Writer.Answer<R>> done);
    }

    /// Answers with events for as long as the caller listens, not with a response. Runs on the caller's thread.
    non-sealed interface Streaming<Q extends SdkPojo, R extends SdkPojo> extends Operation<Q, R> {
        Events handle(Q request, State state, Context context);
    }
}
