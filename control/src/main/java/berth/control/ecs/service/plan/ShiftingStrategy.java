package berth.control.ecs.service.plan;

/// BLUE_GREEN, LINEAR and CANARY. No request with these is accepted yet.
public record ShiftingStrategy() implements DeploymentStrategy {

    @Override
    public Turn turn(Scene scene) {
        return new RollingStrategy().turn(scene);
    }
}
