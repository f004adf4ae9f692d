package berth.control.ecs.instance.api;

import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Arn;
import org.jspecify.annotations.Nullable;

/// A container instance as a caller names it: by its id or its ARN.
///
/// @param arn the ARN that is meant
/// @param name `cluster/id`, or null where the ARN is one of another cluster
record InstanceReference(String arn, @Nullable String name) {
    static InstanceReference of(String given, Cluster cluster, Account account) {
        String prefix = account.ecs("container-instance", cluster.name() + '/');
        String arn = Arn.looksLike(given) ? given : prefix + given;
        return new InstanceReference(
                arn, arn.startsWith(prefix) ? cluster.name() + '/' + arn.substring(prefix.length()) : null);
    }

    @Nullable
    ContainerInstance find(State state) {
        return name == null ? null : state.find(InstanceViews.CONTAINER_INSTANCES, name);
    }
}
