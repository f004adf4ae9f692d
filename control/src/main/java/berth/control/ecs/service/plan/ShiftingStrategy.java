package berth.control.ecs.service.plan;

import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.plan.shift.ShiftTurn;
import java.time.Duration;

/// BLUE_GREEN, LINEAR and CANARY: a whole new revision beside the old one, and traffic that moves from one to
/// the other.
///
/// @param minute how long a minute of a bake time or a hook's time-out is
public record ShiftingStrategy(Duration minute) implements DeploymentStrategy {

    @Override
    public Turn turn(Scene scene) {
        ServiceDeployment running = scene.running();
        return running == null ? new RollingStrategy().turn(scene) : new ShiftTurn(scene, running, minute).turn();
    }
}
