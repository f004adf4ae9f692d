package berth.control.ecs.service.plan;

import static berth.control.ecs.service.plan.ServiceTasks.T0;
import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.plan.Copy.Phase;
import berth.control.ecs.service.plan.TargetSight.Standing;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Health;
import berth.kernel.host.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PhasesTest {
    private static final Duration FORTY = Duration.ofSeconds(40);

    @Test
    void withoutAHealthCheckATaskCountsAfterItsTime() {
        Task task = ServiceTasks.running("t", "d", T0);

        assertThat(phase(task, definition(false), 39)).isEqualTo(Phase.SETTLING);
        assertThat(phase(task, definition(false), 40)).isEqualTo(Phase.HEALTHY);
        assertThat(Phases.settledAt(task, definition(false), Checks.after(FORTY)))
                .isEqualTo(T0.plus(FORTY));
    }

    @Test
    void aClockThatIsPutBackDoesNotMakeATaskWaitAgain() {
        Task task = ServiceTasks.running("t", "d", T0);

        assertThat(phase(task, definition(false), -1)).isEqualTo(Phase.SETTLING);
        assertThat(phase(task, definition(false), -3600)).isEqualTo(Phase.HEALTHY);
    }

    @ParameterizedTest
    @CsvSource({"HEALTHY,HEALTHY", "UNHEALTHY,UNHEALTHY", "UNKNOWN,SETTLING"})
    void withAHealthCheckTheCheckDecidesWhateverTheTime(Health health, Phase expected) {
        Task task = ServiceTasks.running("t", "d", T0, health);

        assertThat(phase(task, definition(true), 0)).isEqualTo(expected);
        assertThat(phase(task, definition(true), 4000)).isEqualTo(expected);
        assertThat(Phases.settledAt(task, definition(true), Checks.after(FORTY)))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(LastStatus.class)
    void aTaskThatIsToStopIsStoppingInEveryStatus(LastStatus last) {
        Task task = ServiceTasks.task(
                "t", "d", ServiceTasks.status(DesiredStatus.STOPPED, last, T0, null, null, Health.HEALTHY));

        assertThat(phase(task, definition(false), 100)).isEqualTo(Phase.STOPPING);
    }

    @ParameterizedTest
    @CsvSource({
        "PROVISIONING,STARTING",
        "PENDING,STARTING",
        "ACTIVATING,STARTING",
        "RUNNING,HEALTHY",
        "DEACTIVATING,STOPPING",
        "STOPPING,STOPPING",
        "DEPROVISIONING,STOPPING",
        "STOPPED,STOPPING"
    })
    void aTaskThatIsToRunIsAsFarAsItsLastStatus(LastStatus last, Phase expected) {
        Task task = ServiceTasks.task(
                "t", "d", ServiceTasks.status(DesiredStatus.RUNNING, last, T0, null, null, Health.UNKNOWN));

        assertThat(phase(task, definition(false), 100)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "HEALTHY,UNKNOWN,HEALTHY",
        "AWAITED,UNKNOWN,SETTLING",
        "UNHEALTHY,UNKNOWN,UNHEALTHY",
        "TARGET_NOT_FOUND,UNKNOWN,UNHEALTHY",
        "TARGET_GROUP_NOT_FOUND,UNKNOWN,SETTLING"
    })
    void withATargetTheTargetDecidesWhateverTheTime(Standing standing, Health health, Phase expected) {
        Task task = ServiceTasks.running("t", "d", T0, health);

        assertThat(phase(task, false, Duration.ZERO, 0, standing)).isEqualTo(expected);
        assertThat(phase(task, false, Duration.ZERO, 4000, standing)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "HEALTHY,HEALTHY,HEALTHY",
        "HEALTHY,UNKNOWN,SETTLING",
        "HEALTHY,UNHEALTHY,UNHEALTHY",
        "AWAITED,HEALTHY,SETTLING",
        "UNHEALTHY,HEALTHY,UNHEALTHY"
    })
    void withBothBothMustPassAndOneSufficesToFail(Standing standing, Health health, Phase expected) {
        Task task = ServiceTasks.running("t", "d", T0, health);

        assertThat(phase(task, true, Duration.ZERO, 100, standing)).isEqualTo(expected);
    }

    @Test
    void everyTargetMustBeHealthy() {
        Task task = ServiceTasks.running("t", "d", T0);

        assertThat(phase(task, false, Duration.ZERO, 100, Standing.HEALTHY, Standing.AWAITED))
                .isEqualTo(Phase.SETTLING);
        assertThat(phase(task, false, Duration.ZERO, 100, Standing.HEALTHY, Standing.UNHEALTHY))
                .isEqualTo(Phase.UNHEALTHY);
    }

    @Test
    void inTheGracePeriodAFailureOnlyMeansThatItIsNotHealthyYet() {
        Duration minute = Duration.ofSeconds(60);
        Task sick = ServiceTasks.running("t", "d", T0, Health.UNHEALTHY);
        Checks checks = new Checks(FORTY, minute, List.of());

        assertThat(phase(sick, true, minute, 59)).isEqualTo(Phase.SETTLING);
        assertThat(phase(sick, true, minute, 60)).isEqualTo(Phase.UNHEALTHY);
        assertThat(Phases.graceEndsAt(sick, definition(true), checks)).isEqualTo(T0.plus(minute));
        Task well = ServiceTasks.running("t", "d", T0, Health.HEALTHY);
        assertThat(phase(well, true, minute, 10, Standing.UNHEALTHY)).isEqualTo(Phase.SETTLING);
        assertThat(phase(well, true, minute, 60, Standing.UNHEALTHY)).isEqualTo(Phase.UNHEALTHY);
        assertThat(phase(well, true, minute, 10)).isEqualTo(Phase.HEALTHY);
        assertThat(Phases.graceEndsAt(well, definition(true), checks)).isNull();
    }

    private static Phase phase(Task task, boolean checked, Duration grace, int seconds, Standing... standings) {
        List<TargetSight> targets = Stream.of(standings)
                .map(standing -> new TargetSight("arn", 80, standing, ""))
                .toList();
        return Phases.of(task, definition(checked), new Checks(FORTY, grace, targets), T0.plusSeconds(seconds));
    }

    private static Phase phase(Task task, TaskDefinition definition, int seconds) {
        return Phases.of(task, definition, Checks.after(FORTY), T0.plusSeconds(seconds));
    }

    static TaskDefinition definition(boolean checked) {
        HealthCheck check = checked
                ? new HealthCheck(List.of("CMD", "true"), Duration.ofSeconds(5), Duration.ofSeconds(2), 1, null)
                : null;
        return new TaskDefinition(
                "sample-task",
                1,
                TaskDefinition.Status.ACTIVE,
                List.of(container("web", check)),
                null,
                null,
                null,
                List.of(),
                List.of("EC2"),
                null,
                null,
                T0,
                "me",
                null);
    }

    private static ContainerDefinition container(String name, @Nullable HealthCheck check) {
        return new ContainerDefinition(
                name,
                "nginx",
                256,
                512,
                null,
                true,
                List.of(),
                null,
                null,
                List.of(),
                check,
                null,
                null,
                ContainerSettings.NONE);
    }
}
