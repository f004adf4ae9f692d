package berth.kernel.host;

/// A container's health (ECS `healthStatus`). UNKNOWN also stands for "no check" and "not evaluated yet".
public enum Health {
    HEALTHY,
    UNHEALTHY,
    UNKNOWN
}
