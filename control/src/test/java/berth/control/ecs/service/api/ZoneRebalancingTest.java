package berth.control.ecs.service.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.control.Settings;
import berth.control.ecs.service.ServiceWorld;
import org.junit.jupiter.api.Test;

class ZoneRebalancingTest {
    private final ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    @Test
    void aNewServiceThatMayHaveItHasItAndKeepsIt() {
        world.create("sample-task:1", 1, 100, 200);
        assertThat(world.described().availabilityZoneRebalancingAsString()).isEqualTo("ENABLED");
        world.update(request -> request.desiredCount(2));
        assertThat(world.described().availabilityZoneRebalancingAsString()).isEqualTo("ENABLED");
        world.update(request -> request.availabilityZoneRebalancing("DISABLED"));
        assertThat(world.described().availabilityZoneRebalancingAsString()).isEqualTo("DISABLED");
    }

    @Test
    void aNewServiceThatMayNotHaveItGoesWithout() {
        world.create("sample-task:1", 1, 0, 100);
        assertThat(world.described().availabilityZoneRebalancingAsString()).isEqualTo("DISABLED");
    }

    @Test
    void aMaximumThatLeavesNoRoomIsRefusedWhileItIsEnabled() {
        world.create("sample-task:1", 1, 0, 200);
        assertThatThrownBy(() -> world.update(
                        request -> request.deploymentConfiguration(configuration -> configuration.maximumPercent(100))))
                .hasMessageContaining("AvailabilityZoneRebalancing does not support maximumPercent <= 100");
        world.update(request -> request.availabilityZoneRebalancing("DISABLED")
                .deploymentConfiguration(configuration -> configuration.maximumPercent(100)));
        assertThatThrownBy(() -> world.update(request -> request.availabilityZoneRebalancing("ENABLED")))
                .hasMessageContaining("AvailabilityZoneRebalancing does not support maximumPercent <= 100");
    }
}
