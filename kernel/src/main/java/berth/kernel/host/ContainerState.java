package berth.kernel.host;

/// How far a container got, in the order of the ECS agent's own states.
public enum ContainerState {
    NONE,
    PULLED,
    CREATED,
    RUNNING,
    STOPPED
}
