package berth.control.elb.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.elb.Balancers;
import berth.control.elb.ElbViews;
import berth.control.elb.api.ModifyTargetGroupAttributes;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.Target;
import berth.control.elb.model.TargetHealth;
import berth.control.store.Change;
import berth.control.store.State;
import berth.routing.Action;
import berth.routing.RoutingTable;
import berth.routing.Target.Standing;
import berth.routing.TargetsReport;
import berth.routing.TargetsReport.TargetReport;
import berth.routing.TargetsReport.UnboundListener;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;

class RoutingPlannerTest {
    private final Balancers balancers = new Balancers();
    private final Calls calls = balancers.calls;
    private final String loadBalancer = balancers.loadBalancer("web").loadBalancerArn();
    private final String group = balancers.group("blue").targetGroupArn();
    private final String listener = balancers.listener(loadBalancer, 80, group);

    private RoutingTable table() {
        return RoutingPlanner.table(calls.state());
    }

    private void report(RoutingTable table, boolean early, TargetReport... targets) {
        report(table, early, List.of(), targets);
    }

    private void report(RoutingTable table, boolean early, List<UnboundListener> unbound, TargetReport... targets) {
        calls.commit(Reports.changes(
                calls.state(), new TargetsReport(table.version(), List.of(targets), unbound), table, early));
    }

    private TargetReport of(String id, berth.routing.TargetHealth health, int inFlight) {
        return new TargetReport(group, id, 80, health, inFlight);
    }

    @Test
    void theWorkedExampleHasOneLoadBalancerOneListenerAndBothTargets() {
        balancers.register(group, "10.0.0.4", 80);
        balancers.register(group, "10.0.0.5", 80);
        calls.commit(Targets.deregister(calls.state(), group, "10.0.0.5", 80, Calls.NOW));

        RoutingTable table = table();

        assertThat(table.version()).isEqualTo(calls.state().version());
        assertThat(table.loadBalancers()).hasSize(1);
        var shown = table.loadBalancers().getFirst();
        assertThat(shown.address()).matches("127\\.66\\.\\d+\\.\\d+");
        assertThat(shown.listeners().getFirst().port()).isEqualTo(80);
        assertThat(shown.listeners().getFirst().rules().getFirst().action()).isEqualTo(Action.Forward.to(group));
        assertThat(table.targetGroups().getFirst().targets())
                .extracting(target -> target.host() + ' ' + target.standing())
                .containsExactly("10.0.0.4 ACTIVE", "10.0.0.5 DRAINING");
    }

    @Test
    void onlyGroupsThatARuleNamesAreTold() {
        balancers.group("green");
        assertThat(table().targetGroups())
                .extracting(berth.routing.TargetGroup::arn)
                .containsExactly(group);
    }

    @Test
    void healthThatChangedIsKeptAndTheSameAgainIsNot() {
        balancers.register(group, "10.0.0.4", 80);
        RoutingTable table = table();
        report(table, true, of("10.0.0.4", berth.routing.TargetHealth.HEALTHY, 0));
        assertThat(Targets.health(calls.state(), group, "10.0.0.4", 80)).isEqualTo(TargetHealth.HEALTHY);

        List<Change> again = Reports.changes(
                calls.state(),
                new TargetsReport(
                        table.version(), List.of(of("10.0.0.4", berth.routing.TargetHealth.HEALTHY, 3)), List.of()),
                table,
                true);
        assertThat(again).isEmpty();
    }

    @Test
    void aReportOfAnEarlierRegistrationDoesNotCount() {
        balancers.register(group, "10.0.0.4", 80);
        RoutingTable table = table();
        calls.commit(Targets.deregister(calls.state(), group, "10.0.0.4", 80, Calls.NOW));
        calls.commit(Targets.register(calls.state(), group, "10.0.0.4", 80, Calls.NOW.plusSeconds(1)));

        report(table, true, of("10.0.0.4", berth.routing.TargetHealth.HEALTHY, 0));

        assertThat(Targets.health(calls.state(), group, "10.0.0.4", 80)).isEqualTo(TargetHealth.REGISTERING);
    }

    @Test
    void aDrainEndsEarlyOnlyWhereItMayAndOnlyWithNothingInFlight() {
        balancers.register(group, "10.0.0.4", 80);
        calls.commit(Targets.deregister(calls.state(), group, "10.0.0.4", 80, Calls.NOW));
        RoutingTable table = table();
        assertThat(table.targetGroups().getFirst().targets().getFirst().standing())
                .isEqualTo(Standing.DRAINING);

        report(table, false, of("10.0.0.4", berth.routing.TargetHealth.DRAINING, 0));
        report(table, true, of("10.0.0.4", berth.routing.TargetHealth.DRAINING, 1));
        assertThat(ElbViews.targets(calls.state(), group)).hasSize(1);
        report(table, true, of("10.0.0.4", berth.routing.TargetHealth.DRAINING, 0));
        assertThat(ElbViews.targets(calls.state(), group)).isEmpty();
    }

    @Test
    void aLoadBalancerIsActiveOnceTheProxyKnowsItAndImpairedWhileAPortCannotBeBound() {
        assertThat(status().state()).isEqualTo(LoadBalancer.State.PROVISIONING);
        report(table(), true);
        assertThat(status().state()).isEqualTo(LoadBalancer.State.ACTIVE);
        report(table(), true, List.of(new UnboundListener(listener, "127.66.0.1:80: Permission denied")));
        assertThat(status())
                .isEqualTo(new LoadBalancer.Status(
                        LoadBalancer.State.ACTIVE_IMPAIRED,
                        "Port 80 can't be bound: 127.66.0.1:80: Permission denied"));
        report(table(), true);
        assertThat(status()).isEqualTo(new LoadBalancer.Status(LoadBalancer.State.ACTIVE, null));
    }

    private LoadBalancer.Status status() {
        return Objects.requireNonNull(calls.state().find(ElbViews.LOAD_BALANCERS, loadBalancer))
                .status();
    }

    @Test
    void attributesReachTheProxy() {
        calls.call(
                new ModifyTargetGroupAttributes(),
                ModifyTargetGroupAttributesRequest.builder()
                        .targetGroupArn(group)
                        .attributes(
                                one -> one.key("stickiness.enabled").value("true"),
                                one -> one.key("stickiness.type").value("app_cookie"),
                                one -> one.key("stickiness.app_cookie.cookie_name")
                                        .value("session"),
                                one -> one.key("slow_start.duration_seconds").value("30"))
                        .build());
        var attributes = table().targetGroups().getFirst().attributes();
        assertThat(attributes.slowStart()).isEqualTo(Duration.ofSeconds(30));
        assertThat(attributes.stickiness())
                .isEqualTo(new berth.routing.TargetGroupAttributes.Stickiness.AppCookie("session", Duration.ofDays(1)));
    }

    @Test
    void theWorkedExampleOfDrainingLetsTargetsGoWhenTheirDelayIsOver() {
        balancers.register(group, "10.0.0.4", 80);
        balancers.register(group, "10.0.0.5", 80);
        calls.commit(Targets.deregister(calls.state(), group, "10.0.0.4", 80, Calls.NOW));
        calls.commit(Targets.deregister(calls.state(), group, "10.0.0.5", 80, Calls.NOW.plusSeconds(120)));

        DrainPlanner.Step first = DrainPlanner.step(calls.state(), group, Calls.NOW.plusSeconds(30));
        assertThat(first).isEqualTo(new DrainPlanner.Step(List.of(), Duration.ofSeconds(270)));
        DrainPlanner.Step second = DrainPlanner.step(calls.state(), group, Calls.NOW.plusSeconds(300));
        assertThat(second.changes())
                .containsExactly(Change.delete(ElbViews.TARGETS, Target.name(group, "10.0.0.4", 80)));
        assertThat(second.lookAgain()).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void inAGroupWithoutLoadBalancerDrainsEndAtOnceAndHealthDoesNotCount() {
        String green = balancers.group("green").targetGroupArn();
        balancers.register(green, "10.0.0.4", 80);
        balancers.register(green, "10.0.0.5", 80);
        Target target = Objects.requireNonNull(ElbViews.target(calls.state(), green, "10.0.0.4", 80));
        calls.commit(List.of(Change.put(ElbViews.TARGETS, target.with(TargetHealth.HEALTHY))));
        calls.commit(Targets.deregister(calls.state(), green, "10.0.0.5", 80, Calls.NOW));

        calls.commit(DrainPlanner.step(calls.state(), green, Calls.NOW).changes());

        assertThat(ElbViews.targets(calls.state(), green))
                .extracting(Target::health)
                .containsExactly(TargetHealth.REGISTERING);
    }

    @Test
    void anEmptyStateGivesAnEmptyTable() {
        assertThat(RoutingPlanner.table(State.EMPTY)).isEqualTo(RoutingTable.EMPTY);
    }
}
