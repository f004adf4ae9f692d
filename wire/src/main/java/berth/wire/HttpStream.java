package berth.wire;

/// The body of a reply that goes on while its client listens.
///
/// [#ended] is called once and last, whether or not the stream began: that the client has gone is no failure.
public interface HttpStream {
    /// The head was written; the pieces may follow, from any thread.
    void begin(Outlet outlet);

    /// Nothing more is written.
    void ended();

    /// Where the pieces go.
    interface Outlet {
        /// Whether the client has taken enough of what was written that more should be.
        boolean takesMore();

        void write(byte[] piece);

        /// The body is whole.
        void end();
    }
}
