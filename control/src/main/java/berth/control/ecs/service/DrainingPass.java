package berth.control.ecs.service;

import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceStatus;
import berth.control.ecs.service.plan.Wording;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.reconcile.Plan;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import java.util.Objects;

/// A look at a deleted service: its tasks are stopped; when none is left it is INACTIVE.
final class DrainingPass extends Pass {
    private final Service service;

    DrainingPass(State state, Service service, Context context) {
        super(state, service, context);
        this.service = service;
    }

    Plan plan() {
        stopSuperseded(null);
        List<Task> live = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
        stop(live.stream()
                .filter(task -> task.status().desired() == DesiredStatus.RUNNING)
                .map(task -> new Stopping(
                        task,
                        Wording.scaling(Objects.requireNonNullElse(task.spec().startedBy(), ""))))
                .toList());
        tellTargets();
        for (Service.Cause cause : Service.Cause.values()) {
            clear(cause);
        }
        ServiceStatus status = service.status();
        if (live.isEmpty()) {
            status = status.inactive(now);
        }
        return plan(service.with(status));
    }
}
