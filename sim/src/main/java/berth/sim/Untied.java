package berth.sim;

import berth.kernel.host.Desired;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Ties.Dependency;
import java.util.List;
import java.util.function.BiPredicate;

/// Planted bugs: what a host should run, without some of the dependencies between its containers.
final class Untied {
    private Untied() {}

    /// What is left are the dependencies on log routers.
    static Desired ofOthersThanRouters(Desired desired) {
        return without(desired, (task, on) -> !isOnRouter(task, on));
    }

    static Desired ofRouters(Desired desired) {
        return without(desired, Untied::isOnRouter);
    }

    /// Those on log routers are there as long as the task is to run.
    static Desired ofRoutersAtTheEnd(Desired desired) {
        return without(desired, (task, on) -> !task.run() && isOnRouter(task, on));
    }

    private static Desired without(Desired desired, BiPredicate<DesiredTask, Dependency> left) {
        return new Desired(
                desired.hostId(),
                desired.version(),
                desired.tasks().stream().map(task -> without(task, left)).toList(),
                desired.warm());
    }

    private static DesiredTask without(DesiredTask task, BiPredicate<DesiredTask, Dependency> left) {
        return task.with(task.containers().stream()
                .map(container -> container.with(container.ties().waitingFor(kept(task, container, left))))
                .toList());
    }

    private static List<Dependency> kept(
            DesiredTask task, DesiredContainer container, BiPredicate<DesiredTask, Dependency> left) {
        return container.ties().dependsOn().stream()
                .filter(on -> !left.test(task, on))
                .toList();
    }

    private static boolean isOnRouter(DesiredTask task, Dependency on) {
        return task.containers().stream()
                .anyMatch(other ->
                        other.name().equals(on.container()) && other.ties().firelens() != null);
    }
}
