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
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
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

    private static final String ELB = "elasticloadbalancing";
    private static final int ROLLED_PORT = 80;
    private static final int STEERED_PORT = 8082;
    /// The listeners that somebody takes away now and then.
    private static final List<Integer> TORN_PORTS = List.of(ROLLED_PORT, PRODUCTION_PORT, TEST_PORT);
    /// The target group of `rolled` that somebody takes away now and then.
    private static final String TORN = "first";
    private static final List<String> GROUPS = List.of(TORN, "second", "blue", "green", STEERED);

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
        for (String name : GROUPS) {
            elb("CreateTargetGroup", newGroup(name));
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
            elb("ModifyTargetGroupAttributes", delay(group));
        }
        for (int port : List.of(ROLLED_PORT, PRODUCTION_PORT, TEST_PORT, STEERED_PORT)) {
            elb("CreateListener", newListener(port));
        }
        world.run(ANSWERED);
    }

    private CreateTargetGroupRequest newGroup(String name) {
        boolean addresses = name.equals("blue") || name.equals("green");
        return CreateTargetGroupRequest.builder()
                .name(name)
                .protocol("HTTP")
                .port(80)
                .vpcId(Objects.requireNonNull(VpcViews.defaultVpc(state())).id())
                .targetType(addresses ? "ip" : "instance")
                .build();
    }

    private static ModifyTargetGroupAttributesRequest delay(TargetGroup group) {
        return ModifyTargetGroupAttributesRequest.builder()
                .targetGroupArn(group.arn())
                .attributes(attribute ->
                        attribute.key("deregistration_delay.timeout_seconds").value(Long.toString(DELAY.toSeconds())))
                .build();
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

    private CreateListenerRequest newListener(int port) {
        return CreateListenerRequest.builder()
                .loadBalancerArn(
                        state().all(ElbViews.LOAD_BALANCERS).iterator().next().arn())
                .protocol("HTTP")
                .port(port)
                .defaultActions(
                        switch (port) {
                            case ROLLED_PORT -> forwarding(TORN, "second", 100);
                            case PRODUCTION_PORT -> forwarding(serving(), spare(), 0);
                            case TEST_PORT -> forwarding(spare(), serving(), 0);
                            default -> forwarding(STEERED, "second", 0);
                        })
                .build();
    }

    /// Which of its two groups the tasks of `shifted` are in.
    private String serving() {
        Service service = service(state(), SHIFTED);
        boolean green = service != null
                && service.status().deployments().stream()
                        .limit(1)
                        .flatMap(one -> one.workload().loadBalancers().stream())
                        .anyMatch(one -> one.targetGroupArn().equals(group("green")));
        return green ? "green" : "blue";
    }

    private String spare() {
        return serving().equals("blue") ? "green" : "blue";
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
        world.mustCall(ELB, operation, request);
    }

    void act() {
        if (rng.chance(0.1)) {
            putBack((service, operation, request) -> world.call(service, operation, request, answer -> {}));
        }
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
                .loadBalancers(loadBalancers(name));
    }

    private List<LoadBalancer> loadBalancers(String name) {
        return name.equals(SHIFTED)
                ? List.of(advanced())
                : List.of(entry(TORN).build(), entry("second").build());
    }

    private LoadBalancer advanced() {
        return entry("blue")
                .advancedConfiguration(more -> more.alternateTargetGroupArn(group("green"))
                        .productionListenerRule(ruleArn(PRODUCTION_PORT))
                        .testListenerRule(ruleArn(TEST_PORT))
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
        } else if (rng.chance(0.04)) {
            tear(TORN_PORTS.get(rng.nextInt(TORN_PORTS.size())));
        }
    }

    /// Takes the listener away that a service counts on, whatever its deployment does, and with that of `rolled` its
    /// target group too.
    private void tear(int port) {
        State state = state();
        Listener listener = listener(state, port);
        if (listener == null) {
            return;
        }
        world.note("delete-listener " + port);
        world.call(
                ELB,
                "DeleteListener",
                DeleteListenerRequest.builder().listenerArn(listener.arn()).build(),
                answer -> {});
        TargetGroup group = group(state, TORN);
        if (port == ROLLED_PORT && group != null) {
            world.call(
                    ELB,
                    "DeleteTargetGroup",
                    DeleteTargetGroupRequest.builder()
                            .targetGroupArn(group.arn())
                            .build(),
                    answer -> {});
        }
    }

    /// How an operation is called.
    private interface Caller {
        void call(String service, String operation, SdkPojo request);
    }

    /// Takes the next step towards having again what [#tear] took away: the group, its delay, a listener, and a service
    /// that knows of them.
    ///
    /// @return whether there was one
    private boolean putBack(Caller caller) {
        State state = state();
        TargetGroup torn = group(state, TORN);
        if (torn == null) {
            caller.call(ELB, "CreateTargetGroup", newGroup(TORN));
            return true;
        }
        if (torn.deregistrationDelay().compareTo(DELAY) != 0) {
            caller.call(ELB, "ModifyTargetGroupAttributes", delay(torn));
            return true;
        }
        for (int port : TORN_PORTS) {
            if (listener(state, port) == null) {
                caller.call(ELB, "CreateListener", newListener(port));
                return true;
            }
        }
        for (String name : SERVICES) {
            Service service = service(state, name);
            if (service != null && service.status().state() == Service.State.ACTIVE && lacks(state, service)) {
                caller.call(
                        "ecs",
                        "UpdateService",
                        UpdateServiceRequest.builder()
                                .cluster(Workload.CLUSTER)
                                .service(name)
                                .loadBalancers(loadBalancers(name))
                                .build());
                return true;
            }
        }
        return false;
    }

    private static boolean lacks(State state, Service service) {
        return service.spec().workload().loadBalancers().stream().anyMatch(one -> {
            var advanced = one.advanced();
            return state.find(ElbViews.TARGET_GROUPS, one.targetGroupArn()) == null
                    || advanced != null
                            && (isGone(state, advanced.productionListenerRule())
                                    || isGone(state, advanced.testListenerRule()));
        });
    }

    private static boolean isGone(State state, @Nullable String rule) {
        return rule != null && state.find(ElbViews.RULES, rule) == null;
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
                ELB,
                "DescribeTargetHealth",
                DescribeTargetHealthRequest.builder()
                        .targetGroupArn(group(pick(GROUPS)))
                        .build(),
                answer -> {});
    }

    /// Brings both services to something that can become steady, by whatever strategy they have.
    void mend() {
        while (putBack(world::mustCall)) {
            world.run(ANSWERED);
        }
        State state = state();
        wholeAgain(state);
        for (String name : SERVICES) {
            Service service = service(state, name);
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
        Service service = service(state, SHIFTED);
        ServiceDeployment running = service == null ? null : ServiceViews.current(state, service);
        boolean shifts = running != null && !running.status().terminal();
        ListenerRule production = rule(state, PRODUCTION_PORT);
        if (shifts || production == null || !(production.action() instanceof Forward forward)) {
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
                        .listenerArn(
                                Objects.requireNonNull(listener(state, port)).arn())
                        .defaultActions(forwarding(group, other, 0))
                        .build());
    }

    private static @Nullable ServiceDeployment current(State state, String name) {
        Service service = service(state, name);
        return service == null ? null : ServiceViews.current(state, service);
    }

    static @Nullable Service service(State state, String name) {
        return state.find(ServiceViews.SERVICES, Workload.CLUSTER + '/' + name);
    }

    /// The default rule of a listener; null while there is no such listener.
    static @Nullable ListenerRule rule(State state, int port) {
        Listener listener = listener(state, port);
        return listener == null ? null : ElbViews.defaultRule(state, listener.arn());
    }

    private String ruleArn(int port) {
        ListenerRule rule = rule(state(), port);
        return rule == null ? "arn:aws:elasticloadbalancing:::listener-rule/gone" : rule.arn();
    }

    private static @Nullable Listener listener(State state, int port) {
        return state.all(ElbViews.LISTENERS).stream()
                .filter(one -> one.spec().port() == port)
                .findFirst()
                .orElse(null);
    }

    /// The ARN of a target group, or of none where it is taken away.
    private String group(String name) {
        TargetGroup group = group(state(), name);
        return group == null ? "arn:aws:elasticloadbalancing:::targetgroup/" + name + "/gone" : group.arn();
    }

    static @Nullable TargetGroup group(State state, String name) {
        List<TargetGroup> groups = state.by(ElbViews.TARGET_GROUPS, ElbViews.TARGET_GROUPS_BY_NAME, name);
        return groups.isEmpty() ? null : groups.getFirst();
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
