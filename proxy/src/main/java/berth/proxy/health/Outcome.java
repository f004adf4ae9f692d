package berth.proxy.health;

/// What a probe met.
public sealed interface Outcome {
    /// A connection was all that was asked for.
    record Connected() implements Outcome {}

    /// An HTTP status.
    record Answered(int code) implements Outcome {}

    /// A gRPC status.
    record AnsweredGrpc(int code) implements Outcome {}

    /// Nothing came within the timeout.
    record TimedOut() implements Outcome {}

    /// The connection was refused or broke, or what came was no answer.
    ///
    /// @param cause for the log
    record Broken(String cause) implements Outcome {}
}
