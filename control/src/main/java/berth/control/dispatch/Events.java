package berth.control.dispatch;

import software.amazon.awssdk.core.SdkPojo;

/// The events of an answer that goes on while its caller listens.
///
/// [#ended] is called once and last, whether or not the events began.
public interface Events {
    /// The caller listens from now on.
    void begin(Listener listener);

    /// The caller has gone, or the answer is whole.
    void ended();

    /// The caller. May be called from any thread, one event after the other.
    interface Listener {
        /// Whether the caller has taken enough of the events that more should be sent.
        boolean takesMore();

        /// @param name the member of the stream's shape
        void event(String name, SdkPojo event);

        /// The last event: an exception of the stream's shape.
        void fail(String name, String message);
    }
}
