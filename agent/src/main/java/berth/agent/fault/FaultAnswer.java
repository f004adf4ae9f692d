package berth.agent.fault;

/// What a request for a fault is answered.
///
/// @param httpStatus 200, or 400, 404, 409 or 500 with an error
/// @param text the fault's status, or what is wrong
public record FaultAnswer(int httpStatus, String text) {
    static FaultAnswer status(String word) {
        return new FaultAnswer(200, word);
    }

    /// Whether `text` is an error.
    public boolean error() {
        return httpStatus != 200;
    }
}
