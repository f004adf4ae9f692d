package berth.control.ecs.service;

import berth.control.Settings;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.TaskNetwork;
import berth.control.store.State;
import berth.control.vpc.model.Network;
import berth.control.vpc.model.Subnet;
import berth.kernel.host.NetworkMode;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The availability zones that tasks of a launch may be in, and the launch narrowed to one of them.
///
/// Those of its subnets where tasks have interfaces of their own, and on EC2 only those where a container instance is.
final class ServiceZones {
    private ServiceZones() {}

    /// @throws berth.kernel.FaultException where a subnet is gone
    static SortedSet<String> of(State state, Launch launch, Settings settings) {
        SortedSet<String> zones = new TreeSet<>();
        boolean ec2 = launch.launchType() == LaunchType.EC2;
        if (hasInterface(launch)) {
            subnets(state, launch, settings).forEach(subnet -> zones.add(subnet.zone()));
            if (ec2) {
                zones.retainAll(ofInstances(state, launch));
            }
        } else if (ec2) {
            zones.addAll(ofInstances(state, launch));
        }
        return zones;
    }

    static Launch in(String zone, State state, Launch launch, Settings settings) {
        Launch narrowed = launch.launchType() == LaunchType.EC2
                ? launch.with(new PlacementConstraint(
                        PlacementConstraint.Type.MEMBER_OF, "attribute:ecs.availability-zone == " + zone))
                : launch;
        return hasInterface(launch) ? narrowed.with(network(zone, state, launch, settings)) : narrowed;
    }

    private static Network network(String zone, State state, Launch launch, Settings settings) {
        List<String> subnets = subnets(state, launch, settings).stream()
                .filter(subnet -> subnet.zone().equals(zone))
                .map(Subnet::id)
                .toList();
        Network given = launch.network();
        return given == null
                ? new Network(subnets, List.of(), false)
                : new Network(subnets, given.securityGroups(), given.assignPublicIp());
    }

    private static boolean hasInterface(Launch launch) {
        return launch.launchType() == LaunchType.FARGATE || launch.definition().networkMode() == NetworkMode.AWSVPC;
    }

    private static List<Subnet> subnets(State state, Launch launch, Settings settings) {
        return TaskNetwork.of(state, NetworkMode.AWSVPC, launch.network(), settings)
                .subnets();
    }

    private static SortedSet<String> ofInstances(State state, Launch launch) {
        SortedSet<String> zones = new TreeSet<>();
        for (ContainerInstance instance : state.by(
                InstanceViews.CONTAINER_INSTANCES,
                InstanceViews.BY_CLUSTER,
                launch.cluster().name())) {
            Host host = state.find(InstanceViews.HOSTS, instance.hostId());
            if (host != null && host.connected() && instance.status() == ContainerInstance.Status.ACTIVE) {
                zones.add(host.zone());
            }
        }
        return zones;
    }
}
