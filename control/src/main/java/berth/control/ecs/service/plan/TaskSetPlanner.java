package berth.control.ecs.service.plan;

import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.service.model.DeploymentConfiguration;
import java.util.List;

/// Decides one step of one task set, which is kept at its count like a deployment of its own.
///
/// **Rule.** What [DeploymentPlanner] says of the set's tasks alone, with its count in the place of desiredCount: so
/// many healthy ones are left, and so many there may be, as the percents say of this count.
///
/// **Example.** A service wants 4. Set A has a scale of 100 and set B one of 50: A has 4 tasks, B 2, 6 in all. Scaled
/// to 100, B starts two more, whatever A does; scaled to 0, A stops its four at once, since 100 % of 0 must be left.
public final class TaskSetPlanner {
    private TaskSetPlanner() {}

    /// @param position of the set among all
    /// @param count of tasks that it is to have
    /// @param strategy of its capacity providers; empty with a launch type
    /// @return with the copies as they are in the situation
    public static Step plan(
            Situation situation,
            int position,
            int count,
            DeploymentConfiguration configuration,
            List<CapacityProviderStrategyItem> strategy) {
        Step step = DeploymentPlanner.plan(situation.alone(position, count, configuration, strategy));
        return new Step(
                step.start(),
                step.restart(),
                step.stops().stream()
                        .map(stop -> new Step.Stop(stop.copy().at(position), stop.why()))
                        .toList(),
                step.held().stream().map(copy -> copy.at(position)).toList(),
                step.stuck(),
                step.steady());
    }
}
