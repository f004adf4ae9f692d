package berth.agent.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An image that is there.
///
/// @param id `sha256:…` of the image's configuration
/// @param digest `sha256:…` of its manifest in the registry; null for one that exists only locally
/// @param pulled whether a registry was asked for it just now
public record Image(String id, @Nullable String digest, boolean pulled, Instant at) {}
