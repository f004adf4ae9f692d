package berth.control.ecs.instance;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.task.TaskWorld;
import org.junit.jupiter.api.Test;

class InstanceViewsTest {
    @Test
    void aHostIsFoundByTheIdThatTargetGroupsKnowItBy() {
        TaskWorld world = new TaskWorld().host("h1").host("h2");

        String id = TaskWorld.host("h2", berth.kernel.Resources.NONE, true).ec2InstanceId();

        assertThat(id).matches("i-[0-9a-f]{17}");
        assertThat(world.state().ids(InstanceViews.HOSTS_BY_EC2_INSTANCE, id)).containsExactly("h2");
    }
}
