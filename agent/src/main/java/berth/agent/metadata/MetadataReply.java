package berth.agent.metadata;

/// An answer of the metadata endpoint.
///
/// @param status HTTP status
public record MetadataReply(int status, String contentType, String body) {}
