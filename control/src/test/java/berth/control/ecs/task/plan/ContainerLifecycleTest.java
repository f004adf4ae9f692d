package berth.control.ecs.task.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.task.model.TaskContainer;
import berth.kernel.host.ContainerState;
import berth.kernel.host.Health;
import berth.kernel.host.ObservedContainer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerLifecycleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void keepsWhatAHealthCheckPrintedWhenItTurnedUnhealthy() {
        TaskContainer once = see(pending(), Health.UNHEALTHY, "refused at 12:00:01");
        assertThat(once.healthOutput()).isEqualTo("refused at 12:00:01");
        assertThat(see(once, Health.UNHEALTHY, "refused at 12:00:06")).isEqualTo(once);
        assertThat(see(once, Health.HEALTHY, null).healthOutput()).isNull();
        assertThat(see(see(once, Health.HEALTHY, null), Health.UNHEALTHY, "no disk")
                        .healthOutput())
                .isEqualTo("no disk");
    }

    @Test
    void knowsNoHealthWithoutACheckInTheTaskDefinition() {
        TaskContainer seen = ContainerLifecycle.observed(pending(), running(Health.UNHEALTHY, "of the image"), false);
        assertThat(seen.health()).isEqualTo(Health.UNKNOWN);
        assertThat(seen.healthOutput()).isNull();
    }

    @Test
    void keepsTheFirst1024CharactersOfAReason() {
        TaskContainer failed = ContainerLifecycle.observed(pending(), Reports.failed("web", "x".repeat(2000)), false);
        assertThat(failed.reason()).isEqualTo("x".repeat(1024));
    }

    private static TaskContainer pending() {
        return TaskContainer.pending("web", "uuid", true);
    }

    private static TaskContainer see(TaskContainer known, Health health, @Nullable String output) {
        return ContainerLifecycle.observed(known, running(health, output), true);
    }

    private static ObservedContainer running(Health health, @Nullable String output) {
        return new ObservedContainer(
                "web",
                ContainerState.RUNNING,
                "f".repeat(64),
                null,
                START,
                START,
                null,
                null,
                false,
                null,
                health,
                output,
                List.of());
    }
}
