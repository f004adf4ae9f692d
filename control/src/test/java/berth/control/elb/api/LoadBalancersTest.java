package berth.control.elb.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.elb.Balancers;
import berth.kernel.Fault;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;

class LoadBalancersTest {
    private final Balancers balancers = new Balancers();
    private final Calls calls = balancers.calls;

    private Fault refused(String name, Consumer<CreateLoadBalancerRequest.Builder> more) {
        return calls.refusal(new CreateLoadBalancer(), balancers.loadBalancerRequest(name, more));
    }

    private List<LoadBalancer> described(Consumer<DescribeLoadBalancersRequest.Builder> more) {
        DescribeLoadBalancersRequest.Builder request = DescribeLoadBalancersRequest.builder();
        more.accept(request);
        return calls.call(new DescribeLoadBalancers(), request.build()).loadBalancers();
    }

    @Test
    void aLoadBalancerHasAnAddressOfItsOwnInEveryZone() {
        LoadBalancer web = balancers.loadBalancer("web");

        assertThat(web.loadBalancerArn())
                .matches("arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/[0-9a-f]{16}");
        assertThat(web.dnsName()).matches("web-\\d{10}\\.elb\\.localhost");
        assertThat(web.state().codeAsString()).isEqualTo("provisioning");
        assertThat(web.availabilityZones())
                .hasSize(3)
                .allSatisfy(zone -> assertThat(
                                zone.loadBalancerAddresses().getFirst().ipAddress())
                        .startsWith("127.66."));
        assertThat(web.securityGroups()).hasSize(1);
        assertThat(web.schemeAsString()).isEqualTo("internet-facing");
        assertThat(web.canonicalHostedZoneId()).isNotEmpty();
        assertThat(balancers
                        .loadBalancer("other")
                        .availabilityZones()
                        .getFirst()
                        .loadBalancerAddresses())
                .isNotEqualTo(web.availabilityZones().getFirst().loadBalancerAddresses());
    }

    @Test
    void theSameAgainIsTheSameAndOtherSettingsAreADuplicate() {
        LoadBalancer web = balancers.loadBalancer("web");
        assertThat(balancers.loadBalancer("web").loadBalancerArn()).isEqualTo(web.loadBalancerArn());
        assertThat(balancers
                        .loadBalancer(
                                "web", more -> more.subnets(balancers.subnets().reversed()))
                        .loadBalancerArn())
                .isEqualTo(web.loadBalancerArn());
        Fault fault = refused("web", more -> more.scheme("internal"));
        assertThat(fault.code()).isEqualTo("DuplicateLoadBalancerName");
        assertThat(fault.message())
                .isEqualTo("A load balancer with the same name 'web' exists, but with different settings");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a_b | ValidationError | Load balancer name 'a_b' can only contain characters that are alphanumeric characters or hyphens(-)",
                "-ab | ValidationError | Load balancer name '-ab' cannot begin or end with a hyphen(-)",
                "internal-x | ValidationError | Load balancer name 'internal-x' cannot begin with 'internal-'",
                "abcdefghijklmnopqrstuvwxyz0123456 | ValidationError | Load balancer name 'abcdefghijklmnopqrstuvwxyz0123456' cannot be longer than '32' characters"
            })
    void namesAreChecked(String name, String code, String message) {
        Fault fault = refused(name, more -> {});
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.message()).isEqualTo(message);
    }

    @Test
    void subnetsMustExistBeOfTwoZonesAndOneEach() {
        String first = balancers.subnets().getFirst();
        assertThat(refused("web", more -> more.subnets(first)).message())
                .isEqualTo("At least two subnets in two different Availability Zones must be specified");
        assertThat(refused("web", more -> more.subnets(first, "subnet-0")).code())
                .isEqualTo("SubnetNotFound");
        assertThat(refused("web", more -> more.securityGroups("sg-0")).message())
                .isEqualTo("One or more security groups are invalid");
        assertThat(balancers
                        .loadBalancer("net", more -> more.type("network").subnets(first))
                        .availabilityZones())
                .hasSize(1);
    }

    @Test
    void whatIsNotBuiltIsRefusedByName() {
        assertThat(refused("web", more -> more.type("gateway")).message()).contains("gateway load balancers");
        assertThat(refused("web", more -> more.ipAddressType("dualstack")).message())
                .contains("dualstack");
        assertThat(refused(
                                "web",
                                more -> more.subnets(List.of())
                                        .subnetMappings(
                                                one -> one.subnetId("subnet-1").allocationId("eipalloc-1")))
                        .message())
                .contains("SubnetMappings[0].AllocationId");
        assertThat(refused("web", more -> more.customerOwnedIpv4Pool("p")).message())
                .contains("CustomerOwnedIpv4Pool");
    }

    @Test
    void describeFindsByNameAndByArnAndInPages() {
        LoadBalancer a = balancers.loadBalancer("a");
        balancers.loadBalancer("b");
        assertThat(described(more -> more.names("a"))).containsExactly(a);
        assertThat(described(more -> more.loadBalancerArns(a.loadBalancerArn())))
                .containsExactly(a);
        var first = calls.call(
                new DescribeLoadBalancers(),
                DescribeLoadBalancersRequest.builder().pageSize(1).build());
        assertThat(first.loadBalancers()).hasSize(1);
        assertThat(described(more -> more.pageSize(1).marker(first.nextMarker())))
                .extracting(LoadBalancer::loadBalancerName)
                .containsExactly("b");
        Fault missing = calls.refusal(
                new DescribeLoadBalancers(),
                DescribeLoadBalancersRequest.builder().names("c").build());
        assertThat(missing).isEqualTo(Fault.of("LoadBalancerNotFound", "Load balancers '[c]' not found"));
        assertThat(calls.refusal(
                        new DescribeLoadBalancers(),
                        DescribeLoadBalancersRequest.builder()
                                .loadBalancerArns(a.loadBalancerArn() + "0")
                                .build()))
                .isEqualTo(Fault.of("LoadBalancerNotFound", "One or more load balancers not found"));
        assertThat(calls.refusal(
                                new DescribeLoadBalancers(),
                                DescribeLoadBalancersRequest.builder()
                                        .marker("x")
                                        .build())
                        .code())
                .isEqualTo("ValidationError");
    }

    @Test
    void deletingTakesListenersAndRulesAndLeavesGroups() {
        String arn = balancers.loadBalancer("web").loadBalancerArn();
        String group = balancers.group("blue").targetGroupArn();
        String listener = balancers.listener(arn, 80, group);
        DeleteLoadBalancerRequest delete =
                DeleteLoadBalancerRequest.builder().loadBalancerArn(arn).build();
        calls.call(new DeleteLoadBalancer(), delete);
        calls.call(new DeleteLoadBalancer(), delete);

        assertThat(described(more -> {})).isEmpty();
        assertThat(calls.refusal(
                                new DescribeListeners(),
                                DescribeListenersRequest.builder()
                                        .listenerArns(listener)
                                        .build())
                        .code())
                .isEqualTo("ListenerNotFound");
        assertThat(calls.call(
                                new DescribeTargetGroups(),
                                DescribeTargetGroupsRequest.builder()
                                        .targetGroupArns(group)
                                        .build())
                        .targetGroups()
                        .getFirst()
                        .loadBalancerArns())
                .isEmpty();
    }

    @Test
    void deletionProtectionProtects() {
        String arn = balancers.loadBalancer("web").loadBalancerArn();
        modify(arn, "deletion_protection.enabled", "true");
        assertThat(calls.refusal(
                                new DeleteLoadBalancer(),
                                DeleteLoadBalancerRequest.builder()
                                        .loadBalancerArn(arn)
                                        .build())
                        .message())
                .isEqualTo("Load balancer '%s' cannot be deleted because deletion protection is enabled", arn);
    }

    private void modify(String arn, String key, String value) {
        calls.call(new ModifyLoadBalancerAttributes(), modification(arn, key, value));
    }

    private static ModifyLoadBalancerAttributesRequest modification(String arn, String key, String value) {
        return ModifyLoadBalancerAttributesRequest.builder()
                .loadBalancerArn(arn)
                .attributes(one -> one.key(key).value(value))
                .build();
    }

    @Test
    void everyAttributeIsShownAndWhatHasNoMeaningHereIsRefusedByName() {
        String arn = balancers.loadBalancer("web").loadBalancerArn();
        modify(arn, "idle_timeout.timeout_seconds", "4000");
        modify(arn, "access_logs.s3.enabled", "false");
        var shown = calls.call(
                        new DescribeLoadBalancerAttributes(),
                        DescribeLoadBalancerAttributesRequest.builder()
                                .loadBalancerArn(arn)
                                .build())
                .attributes();
        assertThat(shown).hasSize(20);
        assertThat(shown)
                .contains(
                        LoadBalancerAttribute.builder()
                                .key("idle_timeout.timeout_seconds")
                                .value("4000")
                                .build(),
                        LoadBalancerAttribute.builder()
                                .key("routing.http2.enabled")
                                .value("true")
                                .build());
        assertThat(calls.refusal(
                                new ModifyLoadBalancerAttributes(), modification(arn, "access_logs.s3.enabled", "true"))
                        .message())
                .contains("attribute access_logs.s3.enabled")
                .contains("logs are not written to S3");
        assertThat(calls.refusal(
                                new ModifyLoadBalancerAttributes(),
                                modification(arn, "idle_timeout.timeout_seconds", "4001"))
                        .message())
                .contains("must be an integer between 1 and 4000");
        assertThat(calls.refusal(new ModifyLoadBalancerAttributes(), modification(arn, "nope", "1"))
                        .message())
                .isEqualTo("Attribute key 'nope' is not recognized");
    }

    @Test
    void subnetsAndGroupsAreReplaced() {
        String arn = balancers.loadBalancer("web").loadBalancerArn();
        List<String> two = balancers.subnets().subList(0, 2);
        assertThat(calls.call(
                                new SetSubnets(),
                                SetSubnetsRequest.builder()
                                        .loadBalancerArn(arn)
                                        .subnets(two)
                                        .build())
                        .availabilityZones())
                .hasSize(2);
        assertThat(calls.refusal(
                                new SetSecurityGroups(),
                                SetSecurityGroupsRequest.builder()
                                        .loadBalancerArn(arn)
                                        .securityGroups("sg-0")
                                        .build())
                        .code())
                .isEqualTo("InvalidConfigurationRequest");
    }

    @Test
    void tagsOfEveryKindOfResourceAreKept() {
        String arn = balancers
                .loadBalancer("web", more -> more.tags(tag -> tag.key("a").value("1")))
                .loadBalancerArn();
        String group = balancers.group("blue").targetGroupArn();
        String listener = balancers.listener(arn, 80, group);
        calls.call(
                new AddTags(),
                AddTagsRequest.builder()
                        .resourceArns(arn, group, listener)
                        .tags(tag -> tag.key("b").value("2"))
                        .build());
        calls.call(
                new RemoveTags(),
                RemoveTagsRequest.builder().resourceArns(arn).tagKeys("a").build());
        var described = calls.call(
                        new DescribeTags(),
                        DescribeTagsRequest.builder()
                                .resourceArns(arn, group, listener)
                                .build())
                .tagDescriptions();
        assertThat(described)
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.tags())
                        .singleElement()
                        .satisfies(tag -> assertThat(tag.key() + tag.value()).isEqualTo("b2")));
        assertThat(calls.refusal(
                                new AddTags(),
                                AddTagsRequest.builder()
                                        .resourceArns(arn)
                                        .tags(
                                                tag -> tag.key("x").value("1"),
                                                tag -> tag.key("x").value("2"))
                                        .build())
                        .code())
                .isEqualTo("DuplicateTagKeys");
    }
}
