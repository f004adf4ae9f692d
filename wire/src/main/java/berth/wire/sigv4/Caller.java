package berth.wire.sigv4;

/// Who sent a request, proved by its signature.
///
/// @param accessKeyId the key that signed
/// @param region the region that the request was signed for
/// @param service the signing name of the service that it was signed for: `ecs`
public record Caller(String accessKeyId, String region, String service) {}
