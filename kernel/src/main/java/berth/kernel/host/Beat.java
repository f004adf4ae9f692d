package berth.kernel.host;

/// A sign of life of an agent whose container engine answers.
///
/// @param session of the agent that sends it
/// @param number grows with every beat of a session
public record Beat(String hostId, long session, long number) {}
