package berth.sim;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Action.Forward;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.TargetGroup;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.Subnet;
import berth.kernel.Account;
import berth.kernel.Rng;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ContinueServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/// What people do to services behind load balancers, drawn at random: `rolled`, whose tasks are targets of two
/// groups, and `shifted`, which changes between all strategies.
final class BalancedWorkload {
    static final String ROLLED = "rolled";
    static final String SHIFTED = "shifted";
    static final List<String> SERVICES = List.of(ROLLED, SHIFTED);
    /// The deregistration delay of all target groups.
    static final Duration DELAY = Duration.ofSeconds(5);

    static final int PRODUCTION_PORT = 8080;
    static final int TEST_PORT = 8081;
    /// The target group of task sets, behind a listener of its own.
    static final String STEERED = "steered";

    private static final int STEERED_PORT = 8082;

    private static final Duration ANSWERED = Duration.ofSeconds(1);
    private static final List<String> BRIDGED = List.of("web", "web", "web", "mute", "crash");
    private static final List<String> ON_FARGATE =
            List.of("web-vpc", "web-vpc", "web-vpc", "web-vpc", "mute-vpc", "crash-vpc", "missing-vpc");
    private static final List<String> FUNCTION_STAGES = List.of(
            "RECONCILE_SERVICE",
            "PRE_SCALE_UP",
            "POST_SCALE_UP",
            "TEST_TRAFFIC_SHIFT",
            "POST_TEST_TRAFFIC_SHIFT",
            "PRE_PRODUCTION_TRAFFIC_SHIFT",
            "PRODUCTION_TRAFFIC_SHIFT",
            "POST_PRODUCTION_TRAFFIC_SHIFT");
    private static final List<String> PAUSE_STAGES = List.of(
            "PRE_SCALE_UP", "POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT");

    private final World world;
    private final Rng rng;

    BalancedWorkload(World world) {
        this.world = world;
        this.rng = Rng.seeded(world.seed(), "balanced", 1);
    }

    /// A load balancer with four listeners, and five target groups. Each step waits for the one before.
    void prepare() {
        for (String name : List.of("first", "second", "blue", "green", STEERED)) {
            boolean addresses = name.equals("blue") || name.equals("green");
            elb(
                    "CreateTargetGroup",
                    CreateTargetGroupRequest.builder()
                            .name(name)
                            .protocol("HTTP")
                            .port(80)
                            .vpcId(Objects.requireNonNull(VpcViews.defaultVpc(state()))
                                    .id())
                            .targetType(addresses ? "ip" : "instance")
                            .build());
        }
        elb(
                "CreateLoadBalancer",
                CreateLoadBalancerRequest.builder()
                        .name("sim")
                        .subnets(VpcViews.defaultSubnets(state()).stream()
                                .map(Subnet::id)
                                .toList())
                        .build());
        world.run(ANSWERED);
        for (TargetGroup group : state().all(ElbViews.TARGET_GROUPS)) {
            elb(
                    "ModifyTargetGroupAttributes",
                    ModifyTargetGroupAttributesRequest.builder()
                            .targetGroupArn(group.arn())
                            .attributes(attribute -> attribute
                                    .key("deregistration_delay.timeout_seconds")
                                    .value(Long.toString(DELAY.toSeconds())))
                            .build());
        }
        listener(80, "first", "second", 100);
        listener(PRODUCTION_PORT, "blue", "green", 0);
        listener(TEST_PORT, "green", "blue", 0);
        listener(STEERED_PORT, STEERED, "second", 0);
        world.run(ANSWERED);
    }

    /// Both services, with all their tasks there: then a deployment has something to go back to.
    void serve() {
        SERVICES.forEach(name -> world.mustCall(
                "CreateService",
                creation(name, 2)
                        .deploymentConfiguration(strategy(DeploymentStrategy.ROLLING, List.of()))
                        .build()));
        world.run(Duration.ofSeconds(12));
    }

    private void listener(int port, String group, String other, int weightOfOther) {
        elb(
                "CreateListener",
                CreateListenerRequest.builder()
                        .loadBalancerArn(state().all(ElbViews.LOAD_BALANCERS)
                                .iterator()
                                .next()
                                .arn())
                        .protocol("HTTP")
                        .port(port)
                        .defaultActions(forwarding(group, other, weightOfOther))
                        .build());
    }

    private Action forwarding(String group, String other, int weightOfOther) {
        return Action.builder()
                .type("forward")
                .forwardConfig(config -> config.targetGroups(weighted(group, 100), weighted(other, weightOfOther)))
                .build();
    }

    private TargetGroupTuple weighted(String group, int weight) {
        return TargetGroupTuple.builder()
                .targetGroupArn(group(group))
                .weight(weight)
                .build();
    }

    private void elb(String operation, SdkPojo request) {
        world.mustCall("elasticloadbalancing", operation, request);
    }

    void act() {
        switch (rng.nextInt(12)) {
            case 0, 1 -> create(pick(SERVICES));
            case 2 -> deleteSometimes();
            case 3, 4, 5, 6, 7 -> updateWhatIsDone(pick(SERVICES));
            case 8 -> stopSometimes();
            case 9, 10 -> goOn();
            default -> look();
        }
    }

    private void create(String name) {
        world.note("create-service " + name);
        world.call("ecs", "CreateService", creation(name, 1 + rng.nextInt(3)).build(), answer -> {});
    }

    /// A request for one of the services as it is on a good day.
    CreateServiceRequest.Builder creation(String name, int count) {
        boolean shifted = name.equals(SHIFTED);
        return CreateServiceRequest.builder()
                .cluster(Workload.CLUSTER)
                .serviceName(name)
                .taskDefinition(shifted ? "web-vpc" : "web")
                .launchType(shifted ? "FARGATE" : "EC2")
                .desiredCount(count)
                .healthCheckGracePeriodSeconds(3)
                .deploymentConfiguration(shifted ? configuration() : rolling())
                .loadBalancers(
                        shifted
                                ? List.of(advanced())
                                : List.of(
                                        entry("first").build(), entry("second").build()));
    }

    private LoadBalancer advanced() {
        return entry("blue")
                .advancedConfiguration(more -> more.alternateTargetGroupArn(group("green"))
                        .productionListenerRule(rule(state(), PRODUCTION_PORT).arn())
                        .testListenerRule(rule(state(), TEST_PORT).arn())
                        .roleArn("arn:aws:iam::000000000000:role/ecs"))
                .build();
    }

    private LoadBalancer.Builder entry(String group) {
        return LoadBalancer.builder()
                .targetGroupArn(group(group))
                .containerName("main")
                .containerPort(80);
    }

    /// Mostly leaves a deployment alone until it ends, since it takes many times longer than people here wait.
    private void updateWhatIsDone(String name) {
        ServiceDeployment running = current(state(), name);
        if (running == null || running.status().terminal() || rng.chance(0.04)) {
            update(name);
        }
    }

    private void update(String name) {
        var request = UpdateServiceRequest.builder().cluster(Workload.CLUSTER).service(name);
        boolean shifted = name.equals(SHIFTED);
        switch (rng.nextInt(6)) {
            case 0 -> request.desiredCount(rng.nextInt(4));
            case 1 -> request.forceNewDeployment(true);
            case 2, 3 -> request.taskDefinition(pick(shifted ? ON_FARGATE : BRIDGED));
            default ->
                request.taskDefinition(pick(shifted ? ON_FARGATE : BRIDGED))
                        .deploymentConfiguration(shifted ? configuration() : rolling());
        }
        world.note("update-service " + request.build());
        world.call("UpdateService", request.build(), answer -> {});
    }

    private DeploymentConfiguration rolling() {
        return DeploymentConfiguration.builder()
                .minimumHealthyPercent(rng.chance(0.5) ? 100 : 50)
                .maximumPercent(200)
                .deploymentCircuitBreaker(breaker -> breaker.enable(true).rollback(true))
                .build();
    }

    private DeploymentConfiguration configuration() {
        DeploymentStrategy strategy = List.of(
                        DeploymentStrategy.ROLLING,
                        DeploymentStrategy.BLUE_GREEN,
                        DeploymentStrategy.LINEAR,
                        DeploymentStrategy.CANARY)
                .get(rng.nextInt(4));
        boolean breaks = rng.chance(0.7);
        return strategy(strategy, strategy == DeploymentStrategy.ROLLING ? List.of() : hooks()).toBuilder()
                .deploymentCircuitBreaker(breaker -> breaker.enable(breaks).rollback(breaks))
                .build();
    }

    /// A strategy with short steps; a minute is some seconds in these worlds.
    static DeploymentConfiguration strategy(DeploymentStrategy strategy, List<DeploymentLifecycleHook> hooks) {
        var configuration = DeploymentConfiguration.builder()
                .strategy(strategy)
                .minimumHealthyPercent(100)
                .maximumPercent(200)
                .lifecycleHooks(hooks)
                .bakeTimeInMinutes(1);
        return switch (strategy) {
            case LINEAR ->
                configuration
                        .linearConfiguration(linear -> linear.stepPercent(40.0).stepBakeTimeInMinutes(1))
                        .build();
            case CANARY ->
                configuration
                        .canaryConfiguration(
                                canary -> canary.canaryPercent(10.0).canaryBakeTimeInMinutes(1))
                        .build();
            default -> configuration.build();
        };
    }

    private List<DeploymentLifecycleHook> hooks() {
        List<DeploymentLifecycleHook> hooks = new ArrayList<>();
        for (int i = rng.nextInt(3); i > 0; i--) {
            hooks.add(function(pick(FUNCTION_STAGES), pick(FUNCTION_STAGES)));
        }
        if (rng.chance(0.4)) {
            hooks.add(pause(pick(PAUSE_STAGES), rng.chance(0.5)));
        }
        return hooks;
    }

    static DeploymentLifecycleHook function(String... stages) {
        return DeploymentLifecycleHook.builder()
                .hookTargetArn("http://127.0.0.1:9000/")
                .roleArn("arn:aws:iam::000000000000:role/hooks")
                .lifecycleStagesWithStrings(List.of(stages).stream().distinct().toList())
                .build();
    }

    static DeploymentLifecycleHook pause(String stage, boolean goesOn) {
        return DeploymentLifecycleHook.builder()
                .targetType("PAUSE")
                .lifecycleStagesWithStrings(stage)
                .timeoutConfiguration(timeout -> timeout.timeoutInMinutes(2).action(goesOn ? "CONTINUE" : "ROLLBACK"))
                .build();
    }

    private void deleteSometimes() {
        if (rng.chance(0.05)) {
            delete();
        }
    }

    private void delete() {
        String name = pick(SERVICES);
        world.note("delete-service " + name);
        world.call(
                "DeleteService",
                DeleteServiceRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .service(name)
                        .force(true)
                        .build(),
                answer -> {});
    }

    private void stopSometimes() {
        if (rng.chance(0.15)) {
            stop();
        }
    }

    private void stop() {
        ServiceDeployment running = current(state(), pick(SERVICES));
        if (running != null) {
            world.note("stop-service-deployment " + running.name());
            world.call(
                    "StopServiceDeployment",
                    StopServiceDeploymentRequest.builder()
                            .serviceDeploymentArn(arn(running))
                            .stopType(rng.chance(0.7) ? "ROLLBACK" : "ABORT")
                            .build(),
                    answer -> {});
        }
    }

    /// Ends a pause.
    private void goOn() {
        ServiceDeployment running = current(state(), SHIFTED);
        TrafficShift shift = running == null ? null : running.shift();
        if (running == null || shift == null) {
            return;
        }
        for (HookRun run : shift.hooks()) {
            if (run.status() == HookRun.Status.AWAITING_ACTION) {
                boolean onwards = rng.chance(0.8);
                world.note((onwards ? "continue " : "refuse ") + run.id());
                world.call(
                        "ContinueServiceDeployment",
                        ContinueServiceDeploymentRequest.builder()
                                .serviceDeploymentArn(arn(running))
                                .hookId(run.id())
                                .action(onwards ? "CONTINUE" : "ROLLBACK")
                                .build(),
                        answer -> {});
            }
        }
    }

    private void look() {
        world.call(
                "elasticloadbalancing",
                "DescribeTargetHealth",
                DescribeTargetHealthRequest.builder()
                        .targetGroupArn(group(pick(List.of("first", "second", "blue", "green", STEERED))))
                        .build(),
                answer -> {});
    }

    /// Brings both services to something that can become steady, by whatever strategy they have.
    void mend(State state) {
        wholeAgain(state);
        for (String name : SERVICES) {
            Service service = state.find(ServiceViews.SERVICES, Workload.CLUSTER + '/' + name);
            if (service != null && service.status().state() == Service.State.ACTIVE) {
                boolean shifted = name.equals(SHIFTED);
                DeploymentConfiguration configuration = shifted ? configuration() : rolling();
                boolean plain =
                        configuration.strategy() == null || configuration.strategy() == DeploymentStrategy.ROLLING;
                world.mustCall(
                        "UpdateService",
                        UpdateServiceRequest.builder()
                                .cluster(Workload.CLUSTER)
                                .service(name)
                                .taskDefinition(shifted ? "web-vpc" : "web")
                                .desiredCount(Math.min(2, service.spec().desiredCount()))
                                .forceNewDeployment(true)
                                .deploymentConfiguration(configuration.toBuilder()
                                        .minimumHealthyPercent(100)
                                        .lifecycleHooks(plain ? List.of() : List.of(function("POST_SCALE_UP")))
                                        .deploymentCircuitBreaker(
                                                breaker -> breaker.enable(false).rollback(false))
                                        .build())
                                .build());
            }
        }
    }

    /// A service that is deleted in the middle of a shift leaves rules behind that share traffic out, with which no
    /// deployment of the next one can begin.
    private void wholeAgain(State state) {
        Service service = state.find(ServiceViews.SERVICES, Workload.CLUSTER + '/' + SHIFTED);
        ServiceDeployment running = service == null ? null : ServiceViews.current(state, service);
        boolean shifts = running != null && !running.status().terminal();
        if (shifts || !(rule(state, PRODUCTION_PORT).action() instanceof Forward forward)) {
            return;
        }
        boolean mixed =
                forward.groups().stream().filter(group -> group.weight() > 0).count() > 1;
        if (mixed) {
            world.note("the rule of " + SHIFTED + " is whole again");
            forward(state, PRODUCTION_PORT, "blue", "green");
            forward(state, TEST_PORT, "green", "blue");
            world.run(ANSWERED);
        }
    }

    private void forward(State state, int port, String group, String other) {
        elb(
                "ModifyListener",
                ModifyListenerRequest.builder()
                        .listenerArn(rule(state, port).listenerArn())
                        .defaultActions(forwarding(group, other, 0))
                        .build());
    }

    private static @Nullable ServiceDeployment current(State state, String name) {
        Service service = state.find(ServiceViews.SERVICES, Workload.CLUSTER + '/' + name);
        return service == null ? null : ServiceViews.current(state, service);
    }

    /// The default rule of a listener.
    static ListenerRule rule(State state, int port) {
        Listener listener = state.all(ElbViews.LISTENERS).stream()
                .filter(one -> one.spec().port() == port)
                .findFirst()
                .orElseThrow();
        return Objects.requireNonNull(ElbViews.defaultRule(state, listener.arn()));
    }

    private String group(String name) {
        return group(state(), name);
    }

    static String group(State state, String name) {
        return state.by(ElbViews.TARGET_GROUPS, ElbViews.TARGET_GROUPS_BY_NAME, name)
                .getFirst()
                .arn();
    }

    private static String arn(ServiceDeployment deployment) {
        return Account.DEFAULT.ecs("service-deployment", deployment.name());
    }

    private State state() {
        return Objects.requireNonNull(world.control()).published();
    }

    private String pick(List<String> from) {
        return from.get(rng.nextInt(from.size()));
    }
}
