package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/// What deployments and load balancers refuse: each wrong request gets the error of ECS or ELB, and service, load
/// balancer, rules and targets are described after it as before.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadDeploymentInputDockerTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String NOWHERE =
            "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/nowhere/0123456789abcdef";

    private final Berth berth = Berth.start("--deployment-minute", "2s");
    private final EcsClient ecs = JavaSdk.ecs(berth);
    private final ElasticLoadBalancingV2Client elb = JavaSdk.elb(berth);
    private String balancer = "";
    private String listener = "";
    private String blue = "";
    private String green = "";
    private String addresses = "";
    private String loose = "";
    private String rule = "";
    private String otherRule = "";

    /// A wrong request.
    ///
    /// @param name for people
    /// @param message what the error says; `*` stands for anything
    private record Wrong(String name, Consumer<BadDeploymentInputDockerTest> call, String code, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void make() {
        AwsCli aws = AwsCli.version1(berth);
        List<String> subnets = new ArrayList<>();
        aws.json("ec2", "describe-subnets")
                .at("/Subnets")
                .forEach(subnet -> subnets.add(subnet.at("/SubnetId").asText()));
        String vpc = aws.json("ec2", "describe-vpcs").at("/Vpcs/0/VpcId").asText();
        balancer = elb.createLoadBalancer(request -> request.name("web").subnets(subnets))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        blue = group("blue", vpc, TargetTypeEnum.INSTANCE);
        green = group("green", vpc, TargetTypeEnum.INSTANCE);
        addresses = group("addresses", vpc, TargetTypeEnum.IP);
        loose = group("loose", vpc, TargetTypeEnum.INSTANCE);
        listener = elb.createListener(request -> request.loadBalancerArn(balancer)
                        .protocol(ProtocolEnum.HTTP)
                        .port(8080)
                        .defaultActions(to(addresses, 1)))
                .listeners()
                .getFirst()
                .listenerArn();
        rule = elb.createRule(between(10, to(1, 0))).rules().getFirst().ruleArn();
        otherRule = elb.createRule(between(20, to(1, 0))).rules().getFirst().ruleArn();
        ecs.createCluster(request -> request.clusterName("c"));
        ecs.registerTaskDefinition(request -> request.family("web")
                .containerDefinitions(ContainerDefinition.builder()
                        .name("web")
                        .image("nginx")
                        .memory(32)
                        .portMappings(PortMapping.builder()
                                .containerPort(80)
                                .hostPort(0)
                                .build())
                        .build()));
        ecs.createService(request -> request.cluster("c")
                .serviceName("web")
                .taskDefinition("web")
                .desiredCount(1)
                .deploymentConfiguration(d -> d.strategy("BLUE_GREEN").bakeTimeInMinutes(0))
                .loadBalancers(balanced("web", 80, rule, null)));
        Until.shown(
                SOON,
                "the service to be steady",
                this::newest,
                one -> one.statusAsString().equals("SUCCESSFUL"));
    }

    @AfterAll
    void close() {
        ecs.close();
        elb.close();
        berth.close();
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void isRefusedAndNothingIsHalfDone(Wrong wrong) {
        String before = everything();

        Throwable thrown = catchThrowable(() -> wrong.call().accept(this));

        assertThat(thrown).isInstanceOf(AwsServiceException.class);
        AwsServiceException refused = (AwsServiceException) thrown;
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(wrong.code());
        String pattern = ("\\Q" + wrong.message() + "\\E").replace("*", "\\E.*\\Q");
        assertThat(refused.awsErrorDetails().errorMessage()).matches(pattern);
        assertThat(everything()).isEqualTo(before);
    }

    static List<Wrong> wrongs() {
        String invalid = "InvalidParameterException";
        return List.of(
                update(
                        "minimumHealthyPercent of 101",
                        d -> d.minimumHealthyPercent(101),
                        "minimumHealthyPercent must be between 0 and 100, was 101."),
                update(
                        "maximumPercent of 99",
                        d -> d.maximumPercent(99),
                        "maximumPercent must be between 100 and *, was 99."),
                update(
                        "percents that let nothing move",
                        d -> d.minimumHealthyPercent(100).maximumPercent(100),
                        "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments."),
                update(
                        "a bake time of 1441 minutes",
                        d -> d.bakeTimeInMinutes(1441),
                        "bakeTimeInMinutes must be between 0 and 1440, was 1441."),
                update(
                        "a canary of 100.5 percent",
                        d -> d.strategy("CANARY").canaryConfiguration(c -> c.canaryPercent(100.5)),
                        "*canaryPercent must be between 0.1 and 100.0 in steps of 0.1, was 100.5."),
                update(
                        "a linear step of 2 percent",
                        d -> d.strategy("LINEAR").linearConfiguration(c -> c.stepPercent(2.0)),
                        "*stepPercent must be between 3.0 and 100.0 in steps of 0.1, was 2.0."),
                update(
                        "a pause while traffic is shifted",
                        d -> d.lifecycleHooks(
                                h -> h.targetType("PAUSE").lifecycleStagesWithStrings("PRODUCTION_TRAFFIC_SHIFT")),
                        "Invalid lifecycle stage provided for Pause Hook"),
                update(
                        "a hook time-out of 1441 minutes",
                        d -> d.lifecycleHooks(h -> h.hookTargetArn("http://127.0.0.1:1/")
                                .roleArn("arn:aws:iam::000000000000:role/hook")
                                .lifecycleStagesWithStrings("POST_SCALE_UP")
                                .timeoutConfiguration(t -> t.timeoutInMinutes(1441))),
                        "timeoutInMinutes must be between 1 and 1440, was 1441."),
                balanced(
                        "an unknown target group",
                        test -> LoadBalancer.builder()
                                .targetGroupArn(NOWHERE)
                                .containerName("web")
                                .containerPort(80)
                                .build(),
                        "The target group with targetGroupArn " + NOWHERE + " does not exist."),
                balanced(
                        "a target group without a load balancer",
                        test -> LoadBalancer.builder()
                                .targetGroupArn(test.loose)
                                .containerName("web")
                                .containerPort(80)
                                .build(),
                        "The target group with targetGroupArn * does not have an associated load balancer."),
                balanced(
                        "a target group of addresses",
                        test -> LoadBalancer.builder()
                                .targetGroupArn(test.addresses)
                                .containerName("web")
                                .containerPort(80)
                                .build(),
                        "The provided target group * has target type ip, which is incompatible with the bridge network mode specified in the task definition."),
                balanced(
                        "an unknown container",
                        test -> LoadBalancer.builder()
                                .targetGroupArn(test.blue)
                                .containerName("db")
                                .containerPort(80)
                                .build(),
                        "The container db does not exist in the task definition."),
                balanced(
                        "an unknown container port",
                        test -> LoadBalancer.builder()
                                .targetGroupArn(test.blue)
                                .containerName("web")
                                .containerPort(81)
                                .build(),
                        "The container web did not have a container port 81 defined."),
                new Wrong(
                        "blue/green without its rule",
                        test -> test.ecs.updateService(request -> request.cluster("c")
                                .service("web")
                                .loadBalancers(LoadBalancer.builder()
                                        .targetGroupArn(test.blue)
                                        .containerName("web")
                                        .containerPort(80)
                                        .build())),
                        invalid,
                        "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy"),
                new Wrong(
                        "one rule for both kinds of traffic",
                        test -> test.ecs.updateService(request -> request.cluster("c")
                                .service("web")
                                .loadBalancers(test.balanced("web", 80, test.rule, test.rule))),
                        invalid,
                        "The following rules cannot be used as both production and test listener rules: *"),
                new Wrong(
                        "an ARN of no rule",
                        test -> test.ecs.updateService(request -> request.cluster("c")
                                .service("web")
                                .loadBalancers(test.balanced("web", 80, test.balancer, null))),
                        invalid,
                        "productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: *"),
                new Wrong(
                        "a deployment that ended is stopped",
                        test -> test.ecs.stopServiceDeployment(request ->
                                request.serviceDeploymentArn(test.newest().serviceDeploymentArn())),
                        "ConflictException",
                        "*"),
                new Wrong(
                        "a listener's port that is taken",
                        test -> test.elb.createListener(request -> request.loadBalancerArn(test.balancer)
                                .protocol(ProtocolEnum.HTTP)
                                .port(8080)
                                .defaultActions(to(test.blue, 1))),
                        "DuplicateListener",
                        "A listener already exists on this port for this load balancer '*'"),
                new Wrong(
                        "a rule's priority that is taken",
                        test -> test.elb.createRule(test.between(10, test.to(1, 1))),
                        "PriorityInUse",
                        "Priority '10' is currently in use"),
                new Wrong(
                        "rules that would be given one priority",
                        test -> test.elb.setRulePriorities(request -> request.rulePriorities(RulePriorityPair.builder()
                                .ruleArn(test.otherRule)
                                .priority(10)
                                .build())),
                        "PriorityInUse",
                        "Priority '10' is currently in use"),
                new Wrong(
                        "a priority of 50001",
                        test -> test.elb.createRule(test.between(50_001, test.to(1, 1))),
                        "ValidationError",
                        "*50001*50000"),
                new Wrong(
                        "a weight of 1000",
                        test -> test.elb.modifyRule(
                                request -> request.ruleArn(test.rule).actions(test.to(1000, 1))),
                        "ValidationError",
                        "Weight '1000' must be between 0 and 999"),
                new Wrong(
                        "a rule that forwards nowhere",
                        test -> test.elb.modifyRule(
                                request -> request.ruleArn(test.rule).actions(to(NOWHERE, 1))),
                        "TargetGroupNotFound",
                        "*not found"),
                new Wrong(
                        "a target group in use is deleted",
                        test -> test.elb.deleteTargetGroup(request -> request.targetGroupArn(test.blue)),
                        "ResourceInUse",
                        "Target group '*' is currently in use by a listener or a rule"));
    }

    /// The function takes the call and says nothing: after the hook's time the deployment goes back.
    @Test
    void aHookThatNeverAnswersFailsItsDeploymentAndNoRequestIsMoved() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        HttpServer silent = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        silent.setExecutor(threads);
        silent.createContext("/", exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        silent.start();
        String url = "http://127.0.0.1:" + silent.getAddress().getPort() + "/silent";
        try {
            String before = traffic();
            String served = newest().targetServiceRevision().arn();
            ecs.updateService(request -> request.cluster("c")
                    .service("web")
                    .forceNewDeployment(true)
                    .deploymentConfiguration(d -> d.strategy("BLUE_GREEN")
                            .lifecycleHooks(h -> h.hookTargetArn(url)
                                    .roleArn("arn:aws:iam::000000000000:role/hook")
                                    .lifecycleStagesWithStrings("POST_SCALE_UP")
                                    .timeoutConfiguration(t -> t.timeoutInMinutes(1)))));
            ServiceDeployment ended = Until.shown(
                    SOON,
                    "the deployment to go back",
                    this::newest,
                    one -> one.statusAsString().equals("ROLLBACK_SUCCESSFUL"));

            assertThat(ended.statusReason())
                    .isEqualTo("Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed."
                            + " Lifecycle hook target " + url + " timed out.");
            assertThat(ended.rollback().serviceRevisionArn()).isEqualTo(served);
            assertThat(traffic()).isEqualTo(before);
        } finally {
            over.countDown();
            silent.stop(0);
            threads.shutdownNow();
            ecs.updateService(request -> request.cluster("c")
                    .service("web")
                    .deploymentConfiguration(d -> d.strategy("BLUE_GREEN").lifecycleHooks(List.of())));
        }
    }

    private static Wrong update(String name, Consumer<DeploymentConfiguration.Builder> with, String message) {
        return new Wrong(
                name,
                test -> test.ecs.updateService(UpdateServiceRequest.builder()
                        .cluster("c")
                        .service("web")
                        .forceNewDeployment(true)
                        .deploymentConfiguration(with)
                        .build()),
                "InvalidParameterException",
                message);
    }

    private static Wrong balanced(
            String name, java.util.function.Function<BadDeploymentInputDockerTest, LoadBalancer> with, String message) {
        return new Wrong(
                name,
                test -> test.ecs.createService(request -> request.cluster("c")
                        .serviceName("other")
                        .taskDefinition("web")
                        .desiredCount(1)
                        .loadBalancers(with.apply(test))),
                "InvalidParameterException",
                message);
    }

    private LoadBalancer balanced(String container, int port, String production, @Nullable String test) {
        return LoadBalancer.builder()
                .targetGroupArn(blue)
                .containerName(container)
                .containerPort(port)
                .advancedConfiguration(a -> a.alternateTargetGroupArn(green)
                        .productionListenerRule(production)
                        .testListenerRule(test)
                        .roleArn("arn:aws:iam::000000000000:role/elb"))
                .build();
    }

    private CreateRuleRequest between(int priority, Action action) {
        return CreateRuleRequest.builder()
                .listenerArn(listener)
                .priority(priority)
                .conditions(c -> c.field("path-pattern").values("/" + priority))
                .actions(action)
                .build();
    }

    private Action to(int ofBlue, int ofGreen) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(f -> f.targetGroups(tuple(blue, ofBlue), tuple(green, ofGreen)))
                .build();
    }

    private static Action to(String group, int weight) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(f -> f.targetGroups(tuple(group, weight)))
                .build();
    }

    private static TargetGroupTuple tuple(String group, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(group).weight(weight).build();
    }

    private String group(String name, String vpc, TargetTypeEnum type) {
        return elb.createTargetGroup(request -> request.name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .vpcId(vpc)
                        .targetType(type))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    private ServiceDeployment newest() {
        String arn = ecs.listServiceDeployments(request -> request.cluster("c").service("web"))
                .serviceDeployments()
                .getFirst()
                .serviceDeploymentArn();
        return ecs.describeServiceDeployments(request -> request.serviceDeploymentArns(arn))
                .serviceDeployments()
                .getFirst();
    }

    /// All that a refused request could have changed, as it is described.
    private String everything() {
        List<String> told = new ArrayList<>();
        told.add(ecs.describeServices(request -> request.cluster("c").services("web", "other"))
                .toString());
        told.add(ecs.listServices(request -> request.cluster("c")).toString());
        told.add(ecs.listServiceDeployments(request -> request.cluster("c").service("web"))
                .toString());
        told.add(ecs.listTasks(request -> request.cluster("c")).taskArns().toString());
        told.add(elb.describeLoadBalancers(request -> request.names("web")).toString());
        told.add(elb.describeListeners(request -> request.loadBalancerArn(balancer))
                .toString());
        told.add(elb.describeTargetGroups(request -> {}).toString());
        told.add(elb.describeRules(request -> request.listenerArn(listener)).toString());
        told.add(traffic());
        return String.join("\n", told);
    }

    /// The weights of every rule's target groups, and targets with their health.
    private String traffic() {
        List<String> told = new ArrayList<>();
        for (Rule one :
                elb.describeRules(request -> request.listenerArn(listener)).rules()) {
            one.actions().getFirst().forwardConfig().targetGroups().stream()
                    .map(group -> one.ruleArn() + ": " + group)
                    .sorted()
                    .forEach(told::add);
        }
        for (String group : List.of(blue, green, addresses, loose)) {
            told.add(elb.describeTargetHealth(request -> request.targetGroupArn(group))
                    .toString());
        }
        return String.join("\n", told);
    }
}
