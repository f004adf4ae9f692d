package berth.control.elb.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.elb.Balancers;
import berth.control.elb.plan.RoutingPlanner;
import berth.control.store.Change;
import berth.kernel.Fault;
import berth.kernel.Resources;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

class TargetGroupsTest {
    private final Balancers balancers = new Balancers();
    private final Calls calls = balancers.calls;

    private Fault refused(Consumer<CreateTargetGroupRequest.Builder> more) {
        return calls.refusal(new CreateTargetGroup(), balancers.groupRequest("blue", more));
    }

    private List<TargetHealthDescription> health(String group) {
        return calls.call(
                        new DescribeTargetHealth(),
                        DescribeTargetHealthRequest.builder()
                                .targetGroupArn(group)
                                .build())
                .targetHealthDescriptions();
    }

    private Fault registering(String group, String id) {
        return calls.refusal(
                new RegisterTargets(),
                RegisterTargetsRequest.builder()
                        .targetGroupArn(group)
                        .targets(target -> target.id(id))
                        .build());
    }

    @Test
    void anHttpGroupHasTheDefaultsOfElb() {
        TargetGroup group = balancers.group("blue");
        assertThat(group.targetGroupArn())
                .matches("arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/blue/[0-9a-f]{16}");
        assertThat(group.healthCheckProtocolAsString()).isEqualTo("HTTP");
        assertThat(group.healthCheckPath()).isEqualTo("/");
        assertThat(group.healthCheckPort()).isEqualTo("traffic-port");
        assertThat(group.healthCheckIntervalSeconds()).isEqualTo(30);
        assertThat(group.healthCheckTimeoutSeconds()).isEqualTo(5);
        assertThat(group.healthyThresholdCount()).isEqualTo(5);
        assertThat(group.unhealthyThresholdCount()).isEqualTo(2);
        assertThat(group.matcher().httpCode()).isEqualTo("200");
        assertThat(group.protocolVersion()).isEqualTo("HTTP1");
        assertThat(group.loadBalancerArns()).isEmpty();
    }

    @Test
    void groupsOfGrpcAndTcpHaveTheirOwnDefaults() {
        TargetGroup grpc = balancers.group("grpc", more -> more.protocolVersion("GRPC"));
        assertThat(grpc.matcher().grpcCode()).isEqualTo("12");
        assertThat(grpc.healthCheckPath()).isEqualTo("/AWS.ALB/healthcheck");
        TargetGroup tcp = balancers.group("tcp", more -> more.protocol("TCP"));
        assertThat(tcp.healthCheckProtocolAsString()).isEqualTo("TCP");
        assertThat(tcp.healthCheckTimeoutSeconds()).isEqualTo(10);
        assertThat(tcp.matcher()).isNull();
        assertThat(tcp.protocolVersion()).isNull();
    }

    @Test
    void theSameAgainIsTheSameAndOtherSettingsAreADuplicate() {
        TargetGroup blue = balancers.group("blue");
        assertThat(balancers.group("blue").targetGroupArn()).isEqualTo(blue.targetGroupArn());
        assertThat(refused(more -> more.port(81)).code()).isEqualTo("DuplicateTargetGroupName");
    }

    @Test
    void whatIsMissingWrongOrNotBuiltIsNamed() {
        assertThat(refused(more -> more.targetType("lambda")).message()).contains("the target type lambda");
        assertThat(refused(more -> more.targetType("alb")).message()).contains("the target type alb");
        assertThat(refused(more -> more.protocol("UDP")).message()).contains("the protocol UDP");
        assertThat(refused(more -> more.protocol("TCP_UDP")).message()).contains("the protocol TCP_UDP");
        assertThat(refused(more -> more.protocol((String) null)).message()).isEqualTo("A protocol must be specified");
        assertThat(refused(more -> more.port(null)).message()).isEqualTo("A port must be specified");
        assertThat(refused(more -> more.vpcId(null)).message()).isEqualTo("A VPC ID must be specified");
        assertThat(refused(more -> more.vpcId("vpc-0")).message()).isEqualTo("The VPC ID 'vpc-0' is not found");
        assertThat(refused(more -> more.healthCheckEnabled(false)).code()).isEqualTo("ValidationError");
        assertThat(refused(more -> more.ipAddressType("ipv6")).message()).contains("IpAddressType");
        assertThat(refused(more -> more.targetControlPort(99)).message()).contains("TargetControlPort");
    }

    /// The worked example of HealthChecks.
    @Test
    void theTimeoutIsSmallerThanTheInterval() {
        assertThat(refused(more -> more.healthCheckIntervalSeconds(5)).code()).isEqualTo("ValidationError");
        assertThat(balancers
                        .group("green", more -> more.healthCheckIntervalSeconds(10))
                        .healthCheckTimeoutSeconds())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 2, 2, 200",
        "301, 2, 2, 200",
        "30, 1, 2, 200",
        "30, 5, 11, 200",
        "30, 5, 2, 199",
        "30, 5, 2, 200-500",
        "30, 5, 2, abc",
        "30, 5, 2, 300-200"
    })
    void healthChecksKeepWithinTheirBounds(int interval, int timeout, int healthy, String matcher) {
        assertThat(refused(more -> more.healthCheckIntervalSeconds(interval)
                                .healthCheckTimeoutSeconds(timeout)
                                .healthyThresholdCount(healthy)
                                .matcher(codes -> codes.httpCode(matcher)))
                        .code())
                .isEqualTo("ValidationError");
    }

    @Test
    void aHealthCheckIsModifiedAndTheRestStays() {
        String arn = balancers.group("blue").targetGroupArn();
        TargetGroup after = calls.call(
                        new ModifyTargetGroup(),
                        ModifyTargetGroupRequest.builder()
                                .targetGroupArn(arn)
                                .healthCheckPath("/up")
                                .matcher(codes -> codes.httpCode("200,204"))
                                .build())
                .targetGroups()
                .getFirst();
        assertThat(after.healthCheckPath()).isEqualTo("/up");
        assertThat(after.matcher().httpCode()).isEqualTo("200,204");
        assertThat(after.healthCheckIntervalSeconds()).isEqualTo(30);
    }

    @Test
    void targetsAreUnusedInitialAndDrainingInTurn() {
        String group = balancers.group("blue").targetGroupArn();
        balancers.register(group, "10.0.0.4", 8080);
        assertThat(health(group).getFirst().targetHealth().reasonAsString()).isEqualTo("Target.NotInUse");
        balancers.listener(balancers.loadBalancer("web").loadBalancerArn(), 80, group);
        var initial = health(group).getFirst();
        assertThat(initial.targetHealth().stateAsString()).isEqualTo("initial");
        assertThat(initial.healthCheckPort()).isEqualTo("8080");
        calls.call(
                new DeregisterTargets(),
                DeregisterTargetsRequest.builder()
                        .targetGroupArn(group)
                        .targets(target -> target.id("10.0.0.4"))
                        .build());
        var draining = health(group).getFirst().targetHealth();
        assertThat(draining.stateAsString()).isEqualTo("draining");
        assertThat(draining.description()).isEqualTo("Target deregistration is in progress");
        var unknown = calls.call(
                        new DescribeTargetHealth(),
                        DescribeTargetHealthRequest.builder()
                                .targetGroupArn(group)
                                .targets(target -> target.id("10.0.0.9"))
                                .build())
                .targetHealthDescriptions()
                .getFirst();
        assertThat(unknown.targetHealth().reasonAsString()).isEqualTo("Target.NotRegistered");
        assertThat(unknown.target().port()).isEqualTo(80);
    }

    @ParameterizedTest
    @CsvSource({"8.8.8.8", "300.1.1.1", "i-0123", "::1"})
    void anAddressMustBeAPrivateIpv4One(String id) {
        assertThat(registering(balancers.group("blue").targetGroupArn(), id).code())
                .isEqualTo("ValidationError");
    }

    @Test
    void anInstanceIsAContainerInstanceAndIsReachedAtTheAddressOfItsHost() {
        Host host = new Host(
                "h1",
                "here",
                Resources.NONE,
                List.of(),
                "x86_64",
                "29",
                "1",
                "us-east-1a",
                1,
                "127.0.0.1",
                "127.0.0.7",
                true,
                Calls.NOW,
                null);
        ContainerInstance instance = new ContainerInstance(
                "default", "c0ffee", "h1", ContainerInstance.Status.ACTIVE, Calls.NOW, new java.util.TreeMap<>(), 1);
        calls.commit(List.of(
                Change.put(InstanceViews.HOSTS, host), Change.put(InstanceViews.CONTAINER_INSTANCES, instance)));
        String group =
                balancers.group("blue", more -> more.targetType("instance")).targetGroupArn();
        balancers.listener(balancers.loadBalancer("web").loadBalancerArn(), 80, group);

        assertThat(registering(group, "i-0123").code()).isEqualTo("InvalidTarget");
        balancers.register(group, host.ec2InstanceId(), 32768);
        balancers.register(group, "c0ffee", 32769);

        assertThat(RoutingPlanner.table(calls.state()).targetGroups().getFirst().targets())
                .extracting(told -> told.host() + ':' + told.port())
                .containsExactlyInAnyOrder("127.0.0.7:32768", "127.0.0.7:32769");
    }

    @Test
    void aGroupInUseIsNotDeleted() {
        String group = balancers.group("blue").targetGroupArn();
        String arn = balancers.loadBalancer("web").loadBalancerArn();
        balancers.listener(arn, 80, group);
        DeleteTargetGroupRequest delete =
                DeleteTargetGroupRequest.builder().targetGroupArn(group).build();
        Fault fault = calls.refusal(new DeleteTargetGroup(), delete);
        assertThat(fault)
                .isEqualTo(Fault.of(
                        "ResourceInUse",
                        "Target group '%s' is currently in use by a listener or a rule".formatted(group)));
        assertThat(calls.call(
                                new DescribeTargetGroups(),
                                DescribeTargetGroupsRequest.builder()
                                        .loadBalancerArn(arn)
                                        .build())
                        .targetGroups())
                .extracting(TargetGroup::targetGroupArn)
                .containsExactly(group);
        String unused = balancers.group("green").targetGroupArn();
        balancers.register(unused, "10.0.0.4", 80);
        calls.call(
                new DeleteTargetGroup(),
                DeleteTargetGroupRequest.builder().targetGroupArn(unused).build());
        assertThat(calls.refusal(
                        new DescribeTargetHealth(),
                        DescribeTargetHealthRequest.builder()
                                .targetGroupArn(unused)
                                .build()))
                .isEqualTo(Fault.of("TargetGroupNotFound", "One or more target groups not found"));
    }

    private Fault attribute(String group, String... pairs) {
        return calls.refusal(new ModifyTargetGroupAttributes(), attributes(group, pairs));
    }

    private static ModifyTargetGroupAttributesRequest attributes(String group, String... pairs) {
        List<software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute> all =
                new java.util.ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            String key = pairs[i];
            String value = pairs[i + 1];
            all.add(software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute.builder()
                    .key(key)
                    .value(value)
                    .build());
        }
        return ModifyTargetGroupAttributesRequest.builder()
                .targetGroupArn(group)
                .attributes(all)
                .build();
    }

    @Test
    void attributesAreKeptWithinTheirBoundsAndTogether() {
        String group = balancers.group("blue").targetGroupArn();
        calls.call(
                new ModifyTargetGroupAttributes(),
                attributes(group, "deregistration_delay.timeout_seconds", "5", "slow_start.duration_seconds", "30"));
        assertThat(calls.call(
                                new DescribeTargetGroupAttributes(),
                                DescribeTargetGroupAttributesRequest.builder()
                                        .targetGroupArn(group)
                                        .build())
                        .attributes())
                .anySatisfy(one ->
                        assertThat(one.key() + '=' + one.value()).isEqualTo("deregistration_delay.timeout_seconds=5"))
                .anySatisfy(one -> assertThat(one.key() + '=' + one.value())
                        .isEqualTo("load_balancing.algorithm.type=round_robin"));
        assertThat(attribute(group, "deregistration_delay.timeout_seconds", "3601")
                        .code())
                .isEqualTo("InvalidConfigurationRequest");
        assertThat(attribute(group, "slow_start.duration_seconds", "10").code())
                .isEqualTo("InvalidConfigurationRequest");
        assertThat(attribute(group, "load_balancing.algorithm.type", "weighted_random")
                        .message())
                .contains("Slow start");
        assertThat(attribute(group, "stickiness.enabled", "true", "stickiness.type", "app_cookie")
                        .message())
                .contains("cookie name");
        assertThat(attribute(group, "preserve_client_ip.enabled", "true").message())
                .isEqualTo("Attribute key 'preserve_client_ip.enabled' is not recognized");
        String tcp = balancers.group("tcp", more -> more.protocol("TCP")).targetGroupArn();
        assertThat(attribute(tcp, "preserve_client_ip.enabled", "true").message())
                .contains("connections to targets come from the load balancer");
    }
}
