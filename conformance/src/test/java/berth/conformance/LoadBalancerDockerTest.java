package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.waiters.ElasticLoadBalancingV2Waiter;

/// A load balancer made by hand: the AWS CLI sets it up, the SDK waits for it, curl gets its pages.
@Tag("docker")
class LoadBalancerDockerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void aLoadBalancerByHandSharesRequestsBetweenTwoTargetsAndFollowsItsRules() throws Exception {
        try (Berth berth = Berth.start();
                Backend one = new Backend("one");
                Backend two = new Backend("two");
                ElasticLoadBalancingV2Client elb = JavaSdk.elb(berth)) {
            AwsCli aws = AwsCli.version1(berth);
            List<String> create =
                    new ArrayList<>(List.of("elbv2", "create-load-balancer", "--name", "web", "--subnets"));
            create.addAll(subnets(aws));
            JsonNode made = aws.json(create.toArray(String[]::new)).at("/LoadBalancers/0");
            String arn = made.at("/LoadBalancerArn").asText();
            String address = made.at("/AvailabilityZones/0/LoadBalancerAddresses/0/IpAddress")
                    .asText();
            int port = freePort(address);
            String group = group(aws, "blue");
            String listener = aws.json(
                            "elbv2",
                            "create-listener",
                            "--load-balancer-arn",
                            arn,
                            "--protocol",
                            "HTTP",
                            "--port",
                            Integer.toString(port),
                            "--default-actions",
                            "Type=forward,TargetGroupArn=" + group)
                    .at("/Listeners/0/ListenerArn")
                    .asText();
            aws.json(
                    "elbv2",
                    "create-rule",
                    "--listener-arn",
                    listener,
                    "--priority",
                    "1",
                    "--conditions",
                    "Field=path-pattern,Values=/teapot",
                    "--actions",
                    "Type=fixed-response,FixedResponseConfig={StatusCode=418,ContentType=text/plain,MessageBody=tea}");
            try (ElasticLoadBalancingV2Waiter waiter = elb.waiter()) {
                waiter.waitUntilLoadBalancerAvailable(request -> request.loadBalancerArns(arn));
            }
            register(aws, "register-targets", group, one, two);
            Until.shown(
                    SOON,
                    "two healthy targets",
                    () -> states(elb, group),
                    states -> states.equals(List.of("healthy", "healthy")));

            String url = "http://" + address + ':' + port;
            TreeSet<String> pages = new TreeSet<>();
            for (int request = 0; request < 10; request++) {
                pages.add(curl(url + "/"));
            }
            assertThat(pages).containsExactly("one", "two");
            assertThat(curl(url + "/teapot")).isEqualTo("tea");

            register(aws, "deregister-targets", group, one);
            Until.shown(SOON, "the drained target to be gone", () -> states(elb, group), states -> states.size() == 1);
            assertThat(curl(url + "/")).isEqualTo("two");

            assertThat(aws.refused("elbv2", "delete-target-group", "--target-group-arn", group))
                    .contains("(ResourceInUse)");
            aws.json("elbv2", "delete-load-balancer", "--load-balancer-arn", arn);
            aws.json("elbv2", "delete-target-group", "--target-group-arn", group);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> elb.describeTargetHealth(request -> request.targetGroupArn(group))))
                    .isInstanceOf(TargetGroupNotFoundException.class);
        }
    }

    private static List<String> subnets(AwsCli aws) {
        List<String> ids = new ArrayList<>();
        aws.json("ec2", "describe-subnets", "--filters", "Name=default-for-az,Values=true")
                .at("/Subnets")
                .forEach(subnet -> ids.add(subnet.at("/SubnetId").asText()));
        return ids;
    }

    private static String group(AwsCli aws, String name) {
        String vpc = aws.json("ec2", "describe-vpcs").at("/Vpcs/0/VpcId").asText();
        return aws.json(
                        "elbv2",
                        "create-target-group",
                        "--name",
                        name,
                        "--protocol",
                        "HTTP",
                        "--port",
                        "80",
                        "--target-type",
                        "ip",
                        "--vpc-id",
                        vpc)
                .at("/TargetGroups/0/TargetGroupArn")
                .asText();
    }

    private static void register(AwsCli aws, String operation, String group, Backend... backends) {
        List<String> command = new ArrayList<>(List.of("elbv2", operation, "--target-group-arn", group, "--targets"));
        for (Backend backend : backends) {
            command.add("Id=127.0.0.1,Port=" + backend.port());
        }
        aws.json(command.toArray(String[]::new));
    }

    private static List<String> states(ElasticLoadBalancingV2Client elb, String group) {
        return elb.describeTargetHealth(request -> request.targetGroupArn(group)).targetHealthDescriptions().stream()
                .map(one -> one.targetHealth().stateAsString())
                .toList();
    }

    private static String curl(String url) {
        return Program.run(Path.of("/"), Map.of(), List.of("curl", "-sS", "--max-time", "10", url))
                .succeeded();
    }

    /// One above 1024, so that nobody need be root.
    private static int freePort(String address) throws java.io.IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new java.net.InetSocketAddress(address, 0));
            return socket.getLocalPort();
        }
    }
}
