package berth.proxy.table;

import static org.assertj.core.api.Assertions.assertThat;

import berth.proxy.choice.GroupState;
import berth.proxy.choice.TargetState;
import berth.routing.Action;
import berth.routing.HealthCheck;
import berth.routing.Listener;
import berth.routing.LoadBalancer;
import berth.routing.LoadBalancerAttributes;
import berth.routing.Protocol;
import berth.routing.RoutingTable;
import berth.routing.Rule;
import berth.routing.Target;
import berth.routing.Target.Standing;
import berth.routing.TargetGroup;
import berth.routing.TargetGroup.ProtocolVersion;
import berth.routing.TargetGroupAttributes;
import berth.routing.TargetGroupAttributes.Algorithm;
import berth.routing.TargetHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private final Registry registry = new Registry(1);
    private long version;

    private Registry.Change become(Duration slowStart, Target... targets) {
        TargetGroup group = new TargetGroup(
                "g",
                "g",
                Protocol.HTTP,
                ProtocolVersion.HTTP1,
                HealthCheck.HTTP,
                new TargetGroupAttributes(slowStart, Algorithm.ROUND_ROBIN, null, 1, 0, false, false),
                List.of(targets));
        Listener listener = new Listener(
                "l",
                80,
                Protocol.HTTP,
                List.of(),
                "",
                List.of(new Rule("r", Rule.DEFAULT, List.of(), Action.Forward.to("g"))));
        LoadBalancer balancer = new LoadBalancer(
                "lb",
                "lb",
                "lb.elb.localhost",
                LoadBalancer.Type.APPLICATION,
                "127.66.0.1",
                LoadBalancerAttributes.APPLICATION,
                List.of(listener));
        return registry.become(new RoutingTable(++version, List.of(balancer), List.of(group)));
    }

    private static Target target(String id, Standing standing, int registered) {
        return new Target(id, id, 80, standing, Instant.ofEpochSecond(registered));
    }

    private GroupState group() {
        return Objects.requireNonNull(registry.group("g"));
    }

    @Test
    void aTargetThatStaysKeepsItsStateAndOneThatIsGoneIsTold() {
        become(Duration.ZERO, target("a", Standing.ACTIVE, 0), target("b", Standing.ACTIVE, 0));
        TargetState a = group().targets().getFirst();
        TargetState b = group().targets().getLast();
        registry.changed(a, TargetHealth.HEALTHY, 0);

        Registry.Change change = become(Duration.ZERO, target("a", Standing.DRAINING, 0));

        assertThat(group().targets()).containsExactly(a);
        assertThat(a.isActive()).isFalse();
        assertThat(change.gone()).extracting(Registry.Gone::target).containsExactly(b);
        assertThat(b.isGone()).isTrue();
    }

    @Test
    void aTargetThatIsRegisteredAnewStartsAgain() {
        become(Duration.ZERO, target("a", Standing.ACTIVE, 0));
        TargetState first = group().targets().getFirst();
        registry.changed(first, TargetHealth.HEALTHY, 0);

        Registry.Change change = become(Duration.ZERO, target("a", Standing.ACTIVE, 5));

        assertThat(group().targets().getFirst()).isNotSameAs(first);
        assertThat(group().targets().getFirst().health()).isEqualTo(TargetHealth.CHECKING);
        assertThat(change.gone()).extracting(Registry.Gone::target).containsExactly(first);
    }

    @Test
    void slowStartNeedsAnotherTargetThatIsWarm() {
        become(Duration.ofSeconds(30), target("a", Standing.ACTIVE, 0), target("b", Standing.ACTIVE, 0));
        TargetState a = group().targets().getFirst();
        TargetState b = group().targets().getLast();

        registry.changed(a, TargetHealth.HEALTHY, 0);
        registry.changed(b, TargetHealth.HEALTHY, 0);

        assertThat(a.isWarming()).isFalse();
        assertThat(b.isWarming()).isTrue();
    }

    @Test
    void slowStartEndsWithHealthAndBeginsAgainWithIt() {
        become(Duration.ofSeconds(30), target("a", Standing.ACTIVE, 0), target("b", Standing.ACTIVE, 0));
        TargetState b = group().targets().getLast();
        registry.changed(group().targets().getFirst(), TargetHealth.HEALTHY, 0);
        registry.changed(b, TargetHealth.HEALTHY, 0);
        registry.changed(b, new TargetHealth(TargetHealth.State.UNHEALTHY, null, ""), 1);
        assertThat(b.isWarming()).isFalse();
        registry.changed(b, TargetHealth.HEALTHY, 2);
        assertThat(b.isWarming()).isTrue();
    }

    @Test
    void aGroupThatNoRuleNamesIsNotInUse() {
        become(Duration.ZERO);
        assertThat(registry.isInUse("g")).isTrue();
        registry.become(new RoutingTable(++version, List.of(), List.of(group().group())));
        assertThat(registry.isInUse("g")).isFalse();
        registry.become(new RoutingTable(++version, List.of(), List.of()));
        assertThat(registry.group("g")).isNull();
    }
}
