package berth.agent.engine;

/// When a registry is asked for an image (ECS_IMAGE_PULL_BEHAVIOR, and one rule of our own for local images).
public enum PullPolicy {
    /// Ask the registry, fall back to the cache when that fails. An image that exists only locally, and whose
    /// name has no registry host, is used as it is.
    DEFAULT,
    /// Ask the registry; a failure is a failure.
    ALWAYS,
    /// Ask the registry unless this agent pulled it before.
    ONCE,
    /// Ask the registry only for what is not cached.
    PREFER_CACHED
}
