package berth.agent.engine;

/// Why the engine did not do what it was asked.
///
/// @param kind what the agent decides by
/// @param message the engine's own words, without credentials
public record EngineFault(Kind kind, String message) {
    public enum Kind {
        /// The image, container or network does not exist.
        NOT_FOUND,
        /// The registry refused the credentials, or wanted some.
        UNAUTHORIZED,
        /// The host port is taken: try another, where the port is dynamic.
        PORT_TAKEN,
        /// The address is still held by another container.
        ADDRESS_TAKEN,
        /// The engine understood and refused; asking again won't help.
        REFUSED,
        /// The engine or the registry could not be reached, or took too long; asking again may help.
        UNAVAILABLE
    }
}
