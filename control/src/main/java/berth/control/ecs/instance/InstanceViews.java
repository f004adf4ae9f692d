package berth.control.ecs.instance;

import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.model.HostKey;
import berth.control.ecs.instance.plan.Rooms;
import berth.control.store.Index;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.kernel.Resources;

/// How hosts and container instances are found.
public final class InstanceViews {
    /// Hosts by the id by which target groups of type `instance` know them.
    public static final Index<Host> HOSTS_BY_EC2_INSTANCE = Index.of("host.by-ec2-instance", Host::ec2InstanceId);

    public static final Kind<Host> HOSTS =
            Kind.of("host", Host.class, Host::id, HOSTS_BY_EC2_INSTANCE).feeding(Rooms.VIEW);

    public static final Kind<Allocation> ALLOCATIONS =
            Kind.of("allocation", Allocation.class, Allocation::hostId).feeding(Rooms.VIEW);

    public static final Index<ContainerInstance> BY_CLUSTER =
            Index.of("container-instance.by-cluster", ContainerInstance::cluster);

    public static final Index<ContainerInstance> BY_HOST =
            Index.of("container-instance.by-host", ContainerInstance::hostId);

    public static final Kind<ContainerInstance> CONTAINER_INSTANCES = Kind.of(
                    "container-instance", ContainerInstance.class, ContainerInstance::name, BY_CLUSTER, BY_HOST)
            .feeding(Rooms.VIEW);

    /// By the name that the operator gave.
    public static final Kind<HostKey> HOST_KEYS = Kind.of("host-key", HostKey.class, HostKey::name);

    private InstanceViews() {}

    /// What a host has left for tasks.
    public static Resources remaining(State state, Host host) {
        return host.capacity().minus(allocation(state, host.id()).taken());
    }

    /// What is taken of a host; nothing if it has no row yet.
    public static Allocation allocation(State state, String hostId) {
        Allocation allocation = state.find(ALLOCATIONS, hostId);
        return allocation == null ? Allocation.none(hostId) : allocation;
    }
}
