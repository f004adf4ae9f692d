package berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/// A service of four tasks behind an application load balancer with two target groups: one production rule for every
/// path, and a test rule for requests with the header `x-test: 1`.
///
/// Each revision's tasks answer with a word of their own, `/slow` after two seconds. They are nginx, whose image asks
/// for SIGQUIT: it finishes what is in flight.
final class WebService implements AutoCloseable {
    static final int TASKS = 4;
    static final String TEST_HEADER = "x-test: 1";

    private static final String NAME = "web";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    final EcsClient ecs;
    private final ElasticLoadBalancingV2Client elb;
    private final boolean vpc;
    private final List<String> subnets = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final InetSocketAddress address;
    private final String productionRule;
    private final String testRule;

    /// Makes the load balancer.
    ///
    /// @param vpc whether tasks have addresses of their own and are targets of type `ip`; else of type `instance`
    WebService(Berth berth, boolean vpc) {
        this.ecs = JavaSdk.ecs(berth);
        this.elb = JavaSdk.elb(berth);
        this.vpc = vpc;
        AwsCli aws = AwsCli.version1(berth);
        JsonNode found = aws.json("ec2", "describe-subnets").at("/Subnets");
        found.forEach(subnet -> subnets.add(subnet.at("/SubnetId").asText()));
        groups.add(group("a", found.at("/0/VpcId").asText()));
        groups.add(group("b", found.at("/0/VpcId").asText()));
        var balancer = elb.createLoadBalancer(request -> request.name(NAME).subnets(subnets))
                .loadBalancers()
                .getFirst();
        String ip = balancer.availabilityZones()
                .getFirst()
                .loadBalancerAddresses()
                .getFirst()
                .ipAddress();
        this.address = new InetSocketAddress(ip, freePort(ip));
        String listener = elb.createListener(request -> request.loadBalancerArn(balancer.loadBalancerArn())
                        .protocol("HTTP")
                        .port(address.getPort())
                        .defaultActions(action -> action.type("fixed-response")
                                .fixedResponseConfig(
                                        fixed -> fixed.statusCode("404").contentType("text/plain"))))
                .listeners()
                .getFirst()
                .listenerArn();
        this.testRule = elb.createRule(request -> request.listenerArn(listener)
                        .priority(1)
                        .conditions(condition -> condition
                                .field("http-header")
                                .httpHeaderConfig(header ->
                                        header.httpHeaderName("x-test").values("1")))
                        .actions(shares()))
                .rules()
                .getFirst()
                .ruleArn();
        this.productionRule = elb.createRule(request -> request.listenerArn(listener)
                        .priority(2)
                        .conditions(condition ->
                                condition.field("path-pattern").pathPatternConfig(paths -> paths.values("/*")))
                        .actions(shares()))
                .rules()
                .getFirst()
                .ruleArn();
    }

    private String group(String name, String vpcId) {
        String arn = elb.createTargetGroup(request -> request.name(NAME + '-' + name)
                        .protocol("HTTP")
                        .port(80)
                        .vpcId(vpcId)
                        .targetType(vpc ? "ip" : "instance"))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        elb.modifyTargetGroupAttributes(request -> request.targetGroupArn(arn)
                .attributes(attribute ->
                        attribute.key("deregistration_delay.timeout_seconds").value("5")));
        return arn;
    }

    private Action shares() {
        return Action.builder()
                .type("forward")
                .forwardConfig(forward -> forward.targetGroups(
                        group -> group.targetGroupArn(groups.get(0)).weight(100),
                        group -> group.targetGroupArn(groups.get(1)).weight(0)))
                .build();
    }

    InetSocketAddress address() {
        return address;
    }

    /// Creates the service with tasks that answer with `word`, and waits until it is steady.
    void create(String word, DeploymentConfiguration configuration) {
        CreateServiceRequest.Builder request = CreateServiceRequest.builder()
                .serviceName(NAME)
                .taskDefinition(definition(word))
                .desiredCount(TASKS)
                .launchType("EC2")
                .deploymentConfiguration(configuration);
        if (vpc) {
            request.networkConfiguration(network -> network.awsvpcConfiguration(own -> own.subnets(subnets)));
        }
        boolean shifts = !configuration.strategyAsString().equals("ROLLING");
        ecs.createService(request.loadBalancers(one -> {
                    one.targetGroupArn(groups.get(0)).containerName("web").containerPort(80);
                    if (shifts) {
                        one.advancedConfiguration(advanced -> advanced.alternateTargetGroupArn(groups.get(1))
                                .productionListenerRule(productionRule)
                                .testListenerRule(testRule)
                                .roleArn("arn:aws:iam::000000000000:role/ecsInfrastructureRole"));
                    }
                })
                .build());
        await("SUCCESSFUL");
    }

    /// Updates it to tasks that answer with another word.
    void update(String word) {
        String definition = definition(word);
        ecs.updateService(request -> request.service(NAME).taskDefinition(definition));
    }

    /// Changes what holds for its next deployment, and starts none.
    void configure(DeploymentConfiguration configuration) {
        ecs.updateService(request -> request.service(NAME).deploymentConfiguration(configuration));
    }

    /// Waits until the newest deployment has ended like this.
    ServiceDeployment await(String status) {
        return await(status, one -> one.statusAsString().equals(status));
    }

    ServiceDeployment await(String what, Predicate<ServiceDeployment> wanted) {
        return Until.shown(PATIENCE, "the deployment to be " + what, this::deployment, wanted);
    }

    /// Waits until a pause holds the newest deployment at this share of green's, in percent, and this stage.
    ServiceDeployment awaitPause(String stage, double share) {
        return await(
                "paused in " + stage + " at " + share + " %",
                one -> one.statusAsString().equals("IN_PROGRESS")
                        && stage.equals(one.lifecycleStageAsString())
                        && one.targetServiceRevision().requestedProductionTrafficWeight() == share
                        && one.lifecycleHookDetails().stream()
                                .anyMatch(hook -> hook.statusAsString().equals("AWAITING_ACTION")));
    }

    /// Lets a paused deployment go on.
    void goOn(ServiceDeployment paused) {
        String hook = paused.lifecycleHookDetails().stream()
                .filter(one -> one.statusAsString().equals("AWAITING_ACTION"))
                .findFirst()
                .orElseThrow()
                .hookId();
        ecs.continueServiceDeployment(request -> request.serviceDeploymentArn(paused.serviceDeploymentArn())
                .hookId(hook)
                .action("CONTINUE"));
    }

    ServiceDeployment deployment() {
        String newest = ecs.listServiceDeployments(request -> request.service(NAME))
                .serviceDeployments()
                .getFirst()
                .serviceDeploymentArn();
        return ecs.describeServiceDeployments(request -> request.serviceDeploymentArns(newest))
                .serviceDeployments()
                .getFirst();
    }

    /// How many targets of both groups are healthy.
    int healthyTargets() {
        return (int)
                groups.stream()
                        .flatMap(group -> elb
                                .describeTargetHealth(request -> request.targetGroupArn(group))
                                .targetHealthDescriptions()
                                .stream())
                        .filter(one -> one.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
                        .count();
    }

    /// The exit codes of the containers of all tasks that have stopped.
    List<Integer> exitCodes() {
        List<String> stopped =
                ecs.listTasks(request -> request.desiredStatus("STOPPED")).taskArns();
        return ecs.describeTasks(request -> request.tasks(stopped)).tasks().stream()
                .map(task -> task.containers().getFirst().exitCode())
                .toList();
    }

    @Override
    public void close() {
        ecs.close();
        elb.close();
    }

    private String definition(String word) {
        String server = "events{} http{ access_log off; server{ listen 80;"
                + " location / { return 200 " + word + "; }"
                // What isn't allowed is answered after the delay, which is how nginx can be made to wait.
                + " location /slow { auth_basic slow; auth_basic_user_file /tmp/none; auth_delay 2s; error_page 401 =200 /; }"
                + " } }";
        return ecs.registerTaskDefinition(request -> request.family(NAME)
                        .networkMode(vpc ? "awsvpc" : "bridge")
                        .containerDefinitions(container -> container
                                .name("web")
                                .image("nginx")
                                .cpu(32)
                                .memory(64)
                                .portMappings(port -> port.containerPort(80).hostPort(vpc ? 80 : 0))
                                .command(
                                        "sh",
                                        "-c",
                                        "touch /tmp/none; echo '" + server
                                                + "' > /tmp/conf; exec nginx -c /tmp/conf -g 'daemon off;'")))
                .taskDefinition()
                .taskDefinitionArn();
    }

    /// One above 1024, so that nobody need be root.
    private static int freePort(String ip) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(ip, 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
