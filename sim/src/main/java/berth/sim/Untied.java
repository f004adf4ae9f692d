package berth.sim;

import berth.kernel.host.Desired;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Ties;
import java.util.List;

/// Planted bug: what a host should run, without the dependencies between its containers.
final class Untied {
    private Untied() {}

    static Desired of(Desired desired) {
        return new Desired(
                desired.hostId(),
                desired.version(),
                desired.tasks().stream().map(Untied::of).toList(),
                desired.warm());
    }

    private static DesiredTask of(DesiredTask task) {
        return new DesiredTask(
                task.arn(),
                task.clusterName(),
                task.clusterArn(),
                task.family(),
                task.revision(),
                task.serviceName(),
                task.group(),
                task.launchType(),
                task.availabilityZone(),
                task.run(),
                task.networkMode(),
                task.networkInterface(),
                task.limit(),
                task.taskRoleArn(),
                task.createdAt(),
                task.containers().stream().map(Untied::of).toList(),
                task.volumes(),
                task.namespaces());
    }

    private static DesiredContainer of(DesiredContainer container) {
        return new DesiredContainer(
                container.arn(),
                container.name(),
                container.image(),
                container.imageDigest(),
                container.essential(),
                container.started(),
                container.cpu(),
                container.memory(),
                container.memoryReservation(),
                container.ports(),
                container.command(),
                container.entryPoint(),
                container.environment(),
                container.healthCheck(),
                container.stopTimeout(),
                container.log(),
                container.registryCredentials(),
                container.settings(),
                new Ties(
                        List.of(),
                        container.ties().startTimeout(),
                        container.ties().restartPolicy(),
                        container.ties().links()),
                container.restarts());
    }
}
