package berth.control.ecs.task.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.task.model.TaskContainer.Status;
import berth.kernel.host.Health;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskMapperTest {
    /// Of two essential containers.
    @ParameterizedTest
    @CsvSource({
        "HEALTHY,   HEALTHY,   HEALTHY",
        "HEALTHY,   UNKNOWN,   UNKNOWN",
        "HEALTHY,   UNHEALTHY, UNHEALTHY",
        "UNKNOWN,   HEALTHY,   UNKNOWN",
        "UNKNOWN,   UNKNOWN,   UNKNOWN",
        "UNKNOWN,   UNHEALTHY, UNHEALTHY",
        "UNHEALTHY, HEALTHY,   UNHEALTHY",
        "UNHEALTHY, UNKNOWN,   UNHEALTHY",
        "UNHEALTHY, UNHEALTHY, UNHEALTHY",
    })
    void healthOfEveryPairOfContainers(Health one, Health other, Health task) {
        assertThat(TaskMapper.health(List.of(container(true, one), container(true, other))))
                .isEqualTo(task);
        assertThat(TaskMapper.health(List.of(container(true, one), container(false, other))))
                .as("the other is not essential")
                .isEqualTo(one);
    }

    private static TaskContainer container(boolean essential, Health health) {
        return new TaskContainer(
                "web", "id", essential, Status.RUNNING, null, null, null, null, null, null, health, null, List.of());
    }
}
