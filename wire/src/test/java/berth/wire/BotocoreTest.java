package berth.wire;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.iam.model.ListServerCertificatesResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/// Our bytes and botocore's, both ways, against checked-in data.
class BotocoreTest {
    private static final Gateway GATEWAY = new Gateway(Catalog.sdk());
    private static final String REQUEST_ID = "11111111-2222-4333-8444-555555555555";
    private static final Instant WHEN = Instant.parse("2024-02-29T21:35:25.051Z");

    private static Parsed read(String service, String operation) {
        Fixtures.Fixture sent = Fixtures.load("requests").stream()
                .filter(each -> each.toString().equals(service + ':' + operation))
                .findFirst()
                .orElseThrow();
        return GATEWAY.read(new HttpCall("POST", "/", "", sent.headers(), sent.bytes("body"), ""));
    }

    @Test
    void every_request_of_botocores_is_read_without_a_member_left_over() {
        for (Fixtures.Fixture sent : Fixtures.load("requests")) {
            Parsed parsed = GATEWAY.read(new HttpCall("POST", "/", "", sent.headers(), sent.bytes("body"), ""));

            assertThat(parsed.operation().toString()).isEqualTo(sent.toString());
            assertThat(parsed.unknownMembers()).as(sent.toString()).isEmpty();
        }
    }

    @Test
    void a_task_definition_arrives_as_it_was_given() {
        RegisterTaskDefinitionRequest request =
                read("ecs", "RegisterTaskDefinition").request(RegisterTaskDefinitionRequest.class);
        ContainerDefinition web = request.containerDefinitions().getFirst();

        assertThat(request.family()).isEqualTo("sample-task");
        assertThat(web.memory()).isEqualTo(512);
        assertThat(web.essential()).isTrue();
        assertThat(web.portMappings().getFirst().hostPort()).isEqualTo(80);
        assertThat(web.environment().getFirst().value()).isEqualTo("gr\u00fc\u00df \"dich\" \ud83d\ude00");
        assertThat(web.dockerLabels()).isEqualTo(Map.of("a", "1", "b", ""));
        assertThat(web.hasCommand()).isTrue();
        assertThat(web.command()).isEmpty();
        assertThat(web.hasEntryPoint()).isFalse();
        assertThat(web.logConfiguration().options()).containsEntry("awslogs-group", "g");
    }

    @Test
    void timestamps_structures_and_empty_lists_arrive_in_every_protocol() {
        assertThat(read("ecs", "SubmitTaskStateChange")
                        .request(SubmitTaskStateChangeRequest.class)
                        .executionStoppedAt())
                .isEqualTo("2024-02-29T21:35:25Z");
        AssumeRoleRequest role = read("sts", "AssumeRole").request(AssumeRoleRequest.class);
        assertThat(role.policyArns())
                .extracting(PolicyDescriptorType::arn)
                .containsExactly("arn:aws:iam::aws:policy/a", "arn:aws:iam::aws:policy/b");
        assertThat(role.tags())
                .isEqualTo(List.of(Tag.builder().key("k").value("v &=").build()));
        assertThat(role.hasTransitiveTagKeys()).isTrue();
        assertThat(role.durationSeconds()).isEqualTo(900);
        DescribeSubnetsRequest subnets = read("ec2", "DescribeSubnets").request(DescribeSubnetsRequest.class);
        assertThat(subnets.subnetIds()).isEqualTo(List.of("subnet-1", "subnet-2"));
        assertThat(subnets.filters())
                .isEqualTo(List.of(
                        Filter.builder().name("vpc-id").values("vpc-1", "vpc-2").build()));
        assertThat(subnets.dryRun()).isFalse();
    }

    @Test
    void nested_lists_of_a_rule_arrive_as_they_were_given() {
        CreateRuleRequest rule = read("elasticloadbalancing", "CreateRule").request(CreateRuleRequest.class);

        assertThat(rule.priority()).isEqualTo(7);
        assertThat(rule.conditions().getFirst().hostHeaderConfig().values()).containsExactly("*.example.org", "a.b");
        assertThat(rule.conditions()
                        .getLast()
                        .queryStringConfig()
                        .values()
                        .getLast()
                        .key())
                .isNull();
        assertThat(rule.actions().getFirst().forwardConfig().targetGroups())
                .extracting(TargetGroupTuple::weight)
                .containsExactly(0, 999);
    }

    private record Answer(String service, String operation, int status, HttpReply reply) {}

    private static Answer answer(Service service, String operation, SdkPojo response) {
        Operation called = Catalog.sdk().operation(service, operation).orElseThrow();
        HttpReply reply = GATEWAY.write(new Parsed(called, response, List.of()), response, REQUEST_ID);
        return new Answer(service.signingName(), operation, reply.status(), reply);
    }

    private static Answer fault(Service service, String operation, Fault fault) {
        HttpReply reply = GATEWAY.fault(service.protocol(), fault, REQUEST_ID);
        return new Answer(service.signingName(), operation, reply.status(), reply);
    }

    private static List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        answers.add(answer(
                Service.ECS,
                "DescribeTasks",
                DescribeTasksResponse.builder()
                        .tasks(task -> task.taskArn("arn:aws:ecs:us-east-1:000000000000:task/c/1")
                                .createdAt(WHEN)
                                .startedAt(Instant.parse("2024-02-29T21:35:26Z"))
                                .containers(container -> container
                                        .name("w\u00fc \ud83d\ude00 \"<&>\"")
                                        .exitCode(137))
                                .tags(List.of())
                                .desiredStatus("RUNNING"))
                        .failures(List.of())
                        .build()));
        answers.add(answer(
                Service.LOGS,
                "GetLogEvents",
                GetLogEventsResponse.builder()
                        .events(event -> event.timestamp(1709242525051L).message("a\u001b[1mb\n"))
                        .nextForwardToken("f/1")
                        .build()));
        answers.add(answer(
                Service.STS,
                "GetCallerIdentity",
                GetCallerIdentityResponse.builder()
                        .account("000000000000")
                        .arn("arn:aws:iam::000000000000:root")
                        .userId("000000000000")
                        .build()));
        answers.add(answer(
                Service.STS,
                "AssumeRole",
                AssumeRoleResponse.builder()
                        .credentials(made -> made.accessKeyId("A")
                                .secretAccessKey("S")
                                .sessionToken("T==")
                                .expiration(WHEN))
                        .packedPolicySize(6)
                        .build()));
        answers.add(answer(
                Service.EC2,
                "DescribeSubnets",
                DescribeSubnetsResponse.builder()
                        .subnets(
                                subnet -> subnet.subnetId("subnet-1")
                                        .availableIpAddressCount(251)
                                        .defaultForAz(true)
                                        .tags(tag -> tag.key("Name").value("a & b")),
                                subnet -> subnet.subnetId("subnet-2").tags(List.of()))
                        .build()));
        answers.add(answer(
                Service.EC2,
                "DescribeSecurityGroups",
                DescribeSecurityGroupsResponse.builder()
                        .securityGroups(group -> group.groupId("sg-1")
                                .ipPermissions(
                                        rule -> rule.ipProtocol("-1").ipRanges(range -> range.cidrIp("0.0.0.0/0"))))
                        .build()));
        answers.add(answer(
                Service.ELB,
                "DescribeRules",
                DescribeRulesResponse.builder()
                        .rules(rule -> rule.ruleArn("arn:r")
                                .priority("7")
                                .isDefault(false)
                                .conditions(condition ->
                                        condition.field("path-pattern").values("/a", "/b"))
                                .actions(action -> action.type("forward").targetGroupArn("arn:g"))
                                .transforms(List.of()))
                        .build()));
        answers.add(answer(
                Service.ELB,
                "DescribeLoadBalancers",
                DescribeLoadBalancersResponse.builder()
                        .loadBalancers(lb -> lb.loadBalancerArn("arn:lb")
                                .createdTime(WHEN)
                                .state(state -> state.code("active"))
                                .securityGroups(List.of())
                                .availabilityZones(zone -> zone.zoneName("us-east-1a")
                                        .loadBalancerAddresses(address -> address.ipAddress("127.66.0.1"))))
                        .nextMarker("m")
                        .build()));
        answers.add(answer(
                Service.IAM,
                "ListServerCertificates",
                ListServerCertificatesResponse.builder()
                        .serverCertificateMetadataList(
                                one -> one.serverCertificateName("c").path("/").uploadDate(WHEN))
                        .isTruncated(false)
                        .build()));
        answers.add(answer(
                Service.ACM,
                "DescribeCertificate",
                DescribeCertificateResponse.builder()
                        .certificate(one -> one.certificateArn("arn:c").notAfter(WHEN))
                        .build()));
        answers.add(fault(
                Service.ELB, "DescribeRules", Fault.of("TargetGroupNotFound", "One or more target groups not found")));
        answers.add(fault(Service.ECS, "DescribeTasks", Fault.of("ClusterNotFoundException", "Cluster not found.")));
        answers.add(fault(Service.ECS, "RunTask", new Fault("ConflictException", "gone", 400, List.of("arn:x"))));
        answers.add(fault(Service.STS, "AssumeRole", Fault.of("MalformedPolicyDocument", "no <json>")));
        answers.add(
                fault(Service.EC2, "DescribeVpcs", Fault.of("InvalidVpcID.NotFound", "The vpc ID 'v' does not exist")));
        return answers;
    }

    /// A difference here means: run make_fixtures.py with the new bodies, and look at what botocore reads in them.
    @Test
    void every_reply_is_byte_for_byte_the_one_that_botocore_was_shown() {
        List<Fixtures.Fixture> shown = Fixtures.load("replies");
        List<Answer> answers = answers();

        assertThat(answers).hasSameSizeAs(shown);
        for (int i = 0; i < answers.size(); i++) {
            HttpReply reply = answers.get(i).reply();
            assertThat(reply.text()).isEqualTo(shown.get(i).text("body"));
            assertThat(reply.headers().first("Content-Type"))
                    .contains(shown.get(i).text("contentType"));
            assertThat(reply.status()).isEqualTo(Integer.parseInt(shown.get(i).text("status")));
            assertThat(new String(reply.body(), StandardCharsets.UTF_8)).doesNotContain("\ufffd");
        }
    }

    /// Writes the bodies to a file for make_fixtures.py.
    public static void main(String[] arguments) throws java.io.IOException {
        java.nio.file.Files.write(java.nio.file.Path.of(arguments[0]), berth.wire.codec.Json.object(out -> {
            out.writeArrayFieldStart("replies");
            for (Answer answer : answers()) {
                out.writeStartObject();
                out.writeStringField("service", answer.service());
                out.writeStringField("operation", answer.operation());
                out.writeNumberField("status", answer.status());
                out.writeStringField(
                        "contentType",
                        answer.reply().headers().first("Content-Type").orElseThrow());
                out.writeStringField("body", answer.reply().text());
                out.writeEndObject();
            }
            out.writeEndArray();
        }));
    }
}
