package berth.sim;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceEvents;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.store.State;
import java.util.Comparator;

/// How things stand, in lines for people.
final class Standing {
    private Standing() {}

    static String of(World world, State state) {
        StringBuilder text = new StringBuilder();
        for (Service service : state.all(ServiceViews.SERVICES)) {
            text.append("service %s %s desired %d%n"
                    .formatted(service.name(), service.status(), service.spec().desiredCount()));
            ServiceEvents events = state.find(ServiceViews.EVENTS, service.name());
            if (events != null) {
                events.events().stream()
                        .limit(5)
                        .forEach(event ->
                                text.append("    ").append(event.message()).append('\n'));
            }
            state.by(ServiceViews.DEPLOYMENTS, ServiceViews.DEPLOYMENTS_BY_SERVICE, service.name()).stream()
                    .sorted(Comparator.comparing(
                                    (ServiceDeployment one) -> one.times().createdAt())
                            .reversed())
                    .limit(3)
                    .forEach(deployment -> text.append("    %s %s of %s: %s%n"
                            .formatted(
                                    deployment.id(),
                                    deployment.status(),
                                    deployment.times().createdAt(),
                                    deployment.shift())));
        }
        for (Task task : state.all(TaskViews.TASKS)) {
            if (!task.stopped()) {
                text.append("task %s %s on %s: %s%n"
                        .formatted(task.name(), task.spec().group(), task.spec().hostId(), task.status()));
            }
        }
        for (World.Host host : world.hosts()) {
            text.append("%s agent %s, known as %s%n"
                    .formatted(
                            host.id, host.agent == null ? "dead" : "alive", state.find(InstanceViews.HOSTS, host.id)));
            host.machine
                    .running()
                    .forEach(container ->
                            text.append("    ").append(container.shown.name()).append('\n'));
        }
        return text.toString();
    }
}
