package berth.control.ecs.service.plan;

/// ROLLING: tasks are replaced a few at a time, as [DeploymentPlanner] says.
public record RollingStrategy() implements DeploymentStrategy {

    @Override
    public Turn turn(Scene scene) {
        Step step = DeploymentPlanner.plan(scene.situation());
        boolean steady = step.steady() && scene.service().status().deployments().size() == 1;
        return Turn.of(step, steady ? new Outcome.Steady() : new Outcome.GoesOn());
    }
}
