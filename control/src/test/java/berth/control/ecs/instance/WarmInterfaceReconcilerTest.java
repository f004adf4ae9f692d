package berth.control.ecs.instance;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.reconcile.Plan;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.NetworkInterface;
import berth.kernel.Resources;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WarmInterfaceReconcilerTest {
    private final TaskWorld world = new TaskWorld().host("h1");

    private Plan reconcile(int wanted) {
        Plan plan = new WarmInterfaceReconciler(wanted).reconcile(world.state(), "h1", world.calls.context());
        world.calls.commit(plan.changes());
        return plan;
    }

    private List<NetworkInterface> warm() {
        return world.state().by(VpcViews.NETWORK_INTERFACES, VpcViews.WARM_BY_HOST, "h1");
    }

    @Test
    void poolIsFilledOverTheDefaultSubnetsAndThenLeftAlone() {
        reconcile(3);
        assertThat(warm())
                .hasSize(3)
                .extracting(eni -> eni.networkInterface().subnetId())
                .doesNotHaveDuplicates();
        assertThat(reconcile(3)).isEqualTo(Plan.NOTHING);
    }

    @Test
    void interfaceThatATaskTookIsReplaced() {
        reconcile(3);
        world.commit(world.launch(world.fargate(), LaunchType.FARGATE, 2));
        assertThat(warm()).hasSize(1);
        reconcile(3);
        assertThat(warm()).hasSize(3);
        assertThat(world.state().all(VpcViews.NETWORK_INTERFACES))
                .extracting(eni -> eni.networkInterface().address())
                .hasSize(5)
                .doesNotHaveDuplicates();
    }

    @Test
    void smallerPoolGivesTheSurplusBack() {
        reconcile(5);
        reconcile(2);
        assertThat(warm()).hasSize(2);
    }

    @Test
    void hostThatIsNotConnectedGetsNone() {
        world.host(TaskWorld.host("h1", new Resources(1, 1), false));
        assertThat(reconcile(3)).isEqualTo(Plan.NOTHING);
    }
}
