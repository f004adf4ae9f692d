package berth.control.ecs.cluster;

import berth.control.ecs.cluster.model.Cluster;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Arn;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;

/// How clusters are found.
public final class ClusterViews {
    public static final Kind<Cluster> CLUSTERS = Kind.of("cluster", Cluster.class, Cluster::name);

    /// The name that ECS uses where a request names no cluster.
    public static final String DEFAULT = "default";

    private ClusterViews() {}

    /// The short name in a `cluster` parameter: a name, an ARN, or nothing for `default`.
    public static String name(@Nullable String parameter) {
        if (parameter == null || parameter.isEmpty()) {
            return DEFAULT;
        }
        return Arn.parse(parameter).map(Arn::lastSegment).orElse(parameter);
    }

    /// The name in a `cluster` parameter, or null if it is the ARN of something else or of somewhere else.
    public static @Nullable String ownName(Account account, @Nullable String parameter) {
        if (parameter == null || !Arn.looksLike(parameter)) {
            return name(parameter);
        }
        String prefix = account.ecs("cluster", "");
        return parameter.startsWith(prefix) ? parameter.substring(prefix.length()) : null;
    }

    /// Whether a request names a cluster, where the operation has no default.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static void checkGiven(@Nullable String parameter) {
        if (parameter == null || parameter.isEmpty()) {
            throw Fault.invalidParameter("Cluster cannot be empty.").raise();
        }
    }

    /// The active cluster that a request names, by name or by an ARN of this account and region.
    ///
    /// @throws berth.kernel.FaultException ClusterNotFoundException, as ECS words it
    public static Cluster active(State state, Account account, @Nullable String parameter) {
        String name = ownName(account, parameter);
        if (name == null) {
            throw Fault.of("ClusterNotFoundException", "Cluster not found.").raise();
        }
        return active(state, name);
    }

    /// The active cluster that a request names.
    ///
    /// @throws berth.kernel.FaultException ClusterNotFoundException, as ECS words it
    public static Cluster active(State state, @Nullable String parameter) {
        Cluster cluster = state.find(CLUSTERS, name(parameter));
        if (cluster == null || cluster.status() != Cluster.Status.ACTIVE) {
            throw Fault.of("ClusterNotFoundException", "Cluster not found.").raise();
        }
        return cluster;
    }
}
