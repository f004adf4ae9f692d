package berth.sim;

import berth.kernel.host.Desired;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
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
        return task.with(task.containers().stream().map(Untied::of).toList());
    }

    private static DesiredContainer of(DesiredContainer container) {
        return container.with(container.ties().waitingFor(List.of()));
    }
}
