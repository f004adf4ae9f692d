package berth.kernel.host;

import java.util.Locale;

/// How a task's containers meet the network (ECS `networkMode`).
public enum NetworkMode {
    AWSVPC,
    BRIDGE,
    HOST,
    NONE;

    /// The word that the API uses, for example `awsvpc`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
