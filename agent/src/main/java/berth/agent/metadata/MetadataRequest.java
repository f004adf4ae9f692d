package berth.agent.metadata;

/// A request to the metadata endpoint, as the listener got it.
///
/// @param path without its query
/// @param remoteAddress who asks
public record MetadataRequest(String method, String path, String body, String remoteAddress) {
    public static MetadataRequest get(String path, String remoteAddress) {
        return new MetadataRequest("GET", path, "", remoteAddress);
    }
}
