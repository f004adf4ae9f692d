package berth.control.ecs.task.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Firelens;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.Ties;
import berth.kernel.host.Ties.Condition;
import berth.kernel.host.Ties.Dependency;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FirelensOrderTest {
    private static final Firelens FLUENTBIT = new Firelens(Firelens.Type.FLUENTBIT, new LinkedHashMap<>());

    private final ContainerDefinition db = container("db", Ties.NONE, "json-file");
    private final ContainerDefinition router = container("router", routing(), "json-file");

    @Test
    void whoLogsThroughTheRouterWaitsForItsStart() {
        assertThat(waits(container("web", Ties.NONE, "awsfirelens"), router))
                .containsExactly(new Dependency("router", Condition.START));
    }

    @Test
    void whatTheDefinitionSaysOfTheRouterStays() {
        Dependency healthy = new Dependency("router", Condition.HEALTHY);

        assertThat(waits(container("web", new Ties(List.of(healthy), null), "awsfirelens"), router))
                .containsExactly(healthy);
    }

    @Test
    void nobodyWaitsForARouterThatWaitsItself() {
        assertThat(waits(
                        container("web", Ties.NONE, "awsfirelens"),
                        container("router", routing(new Dependency("db", Condition.START)), "json-file")))
                .isEmpty();
    }

    @Test
    void whoLogsElsewhereDoesNotWait() {
        assertThat(waits(container("web", Ties.NONE, "json-file"), router)).isEmpty();
    }

    private List<Dependency> waits(ContainerDefinition web, ContainerDefinition one) {
        TaskDefinition definition = TaskWorld.definition("f", null, null, null, List.of(web, one, db));
        return FirelensOrder.ties(definition, web, NetworkMode.BRIDGE).dependsOn();
    }

    private static Ties routing(Dependency... on) {
        return new Ties(List.of(on), null, null, List.of(), FLUENTBIT);
    }

    private static ContainerDefinition container(String name, Ties ties, String driver) {
        return new ContainerDefinition(
                name,
                "i",
                0,
                64,
                null,
                true,
                List.of(),
                null,
                null,
                List.of(),
                null,
                null,
                new LogConfiguration(driver, new LinkedHashMap<>()),
                ContainerSettings.NONE,
                ties,
                List.of(),
                null);
    }
}
