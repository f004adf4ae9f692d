package berth.sim;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Rng;
import berth.kernel.host.Health;
import berth.sim.Chaos.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;

/// What people do to Berth, and what the world does to it, drawn at random.
final class Workload {
    static final String CLUSTER = "sim";
    /// The container of a chain that others wait for to end.
    static final String INIT = "init";

    private static final List<String> FAMILIES = List.of(
            "web",
            "web-fixed",
            "web-vpc",
            "job",
            "job-vpc",
            "crash",
            "oom",
            "deaf",
            "sick",
            "missing",
            "private",
            "checked",
            "pair",
            "chain",
            "broken",
            "cycle",
            "mute",
            "crash-vpc",
            "missing-vpc",
            "mute-vpc",
            "routed",
            "routed-vpc");
    private static final List<String> SERVICES = List.of("a", "b", "c");

    private final World world;
    private final Rng rng;
    private final BalancedWorkload balanced;
    private final DaemonWorkload daemons;
    private final TaskSetWorkload sets;

    Workload(World world) {
        this.world = world;
        this.balanced = new BalancedWorkload(world);
        this.daemons = new DaemonWorkload(world);
        this.sets = new TaskSetWorkload(world);
        this.rng = Rng.seeded(world.seed(), "workload", 1);
    }

    /// The cluster and the definitions that everything else needs.
    void prepare() {
        world.mustCall(
                "CreateCluster",
                CreateClusterRequest.builder()
                        .clusterName(CLUSTER)
                        .capacityProviders("FARGATE", "FARGATE_SPOT")
                        .build());
        FAMILIES.forEach(this::register);
    }

    /// Load balancers, for the services that have some.
    void balance() {
        balanced.prepare();
        balanced.serve();
    }

    private void register(String family) {
        var container = ContainerDefinition.builder()
                .name("main")
                .image(image(family))
                .cpu(64)
                .memory(128)
                .stopTimeout(10)
                .logConfiguration(LogConfiguration.builder()
                        .logDriver("awslogs")
                        .options(java.util.Map.of(
                                "awslogs-group", "sim",
                                "awslogs-region", "us-east-1",
                                "awslogs-create-group", "true",
                                "awslogs-stream-prefix", family))
                        .build());
        if (family.equals("web-fixed")) {
            container.portMappings(
                    PortMapping.builder().containerPort(80).hostPort(8080).build());
        } else if (family.equals("web") || family.equals("mute")) {
            container.portMappings(
                    PortMapping.builder().containerPort(80).hostPort(0).build());
        } else if (family.endsWith("-vpc") && !family.startsWith("job")) {
            container.portMappings(PortMapping.builder().containerPort(80).build());
        }
        if (family.equals("sick") || family.equals("checked")) {
            container.healthCheck(HealthCheck.builder().command("CMD", "true").build());
        }
        List<ContainerDefinition> containers = new ArrayList<>();
        containers.add(container.build());
        if (family.equals("pair")) {
            containers.add(
                    container.name("side").image("job:1").essential(false).build());
        }
        if (family.equals("chain") || family.equals("broken")) {
            containers = chain(container, family.equals("chain") ? "job:1" : "crash:1");
        }
        if (family.startsWith("routed")) {
            containers = routed(container);
        }
        if (family.equals("cycle")) {
            container.restartPolicy(
                    policy -> policy.enabled(true).restartAttemptPeriod(60).ignoredExitCodes(2));
            containers = List.of(container.build());
        }
        var request = RegisterTaskDefinitionRequest.builder().family(family).containerDefinitions(containers);
        if (family.endsWith("-vpc")) {
            request.networkMode("awsvpc").cpu("256").memory("512");
        }
        world.mustCall("RegisterTaskDefinition", request.build());
    }

    /// `main` waits for `db` to be healthy, and that for `init` to succeed; `last` waits for `main` to be started, and
    /// `tidy` for `init` to end. The definition has them the other way round.
    private static List<ContainerDefinition> chain(ContainerDefinition.Builder container, String init) {
        ContainerDefinition main = container.dependsOn(on("db", "HEALTHY")).build();
        return List.of(
                container
                        .name("last")
                        .essential(false)
                        .dependsOn(on("main", "START"))
                        .build(),
                container.name("tidy").dependsOn(on(INIT, "COMPLETE")).build(),
                main,
                container
                        .name("db")
                        .startTimeout(30)
                        .dependsOn(on(INIT, "SUCCESS"))
                        .healthCheck(
                                HealthCheck.builder().command("CMD", "true").build())
                        .build(),
                ContainerDefinition.builder()
                        .name(INIT)
                        .image(init)
                        .cpu(64)
                        .memory(128)
                        .essential(false)
                        .build());
    }

    /// `main` and `side` log through `router`, which the definition has last; none says that it waits.
    private static List<ContainerDefinition> routed(ContainerDefinition.Builder container) {
        ContainerDefinition router = container
                .copy()
                .name("router")
                .portMappings(List.of())
                .firelensConfiguration(firelens -> firelens.type("fluentbit"))
                .build();
        container.logConfiguration(log -> log.logDriver("awsfirelens").options(java.util.Map.of("Name", "stdout")));
        return List.of(
                container.build(),
                container
                        .copy()
                        .name("side")
                        .image("job:1")
                        .essential(false)
                        .portMappings(List.of())
                        .build(),
                router);
    }

    private static ContainerDependency on(String name, String condition) {
        return ContainerDependency.builder()
                .containerName(name)
                .condition(condition)
                .build();
    }

    private static String image(String family) {
        int dash = family.indexOf('-');
        String base = dash < 0 ? family : family.substring(0, dash);
        return switch (base) {
            case "checked", "pair", "chain", "broken", "routed" -> "web:1";
            default -> base + ":1";
        };
    }

    /// Goes on doing things for a while.
    void go(Duration time) {
        Duration pause = Duration.ofMillis(20 + rng.nextInt(400));
        if (!pause.minus(time).isNegative()) {
            return;
        }
        world.timeline().schedule(null, pause, () -> {
            act();
            misfortune();
            go(time.minus(pause));
        });
    }

    private void act() {
        if (world.control() == null) {
            return;
        }
        daemons.act();
        sets.act();
        switch (rng.nextInt(19)) {
            case 0, 1 -> createService();
            case 2, 3, 4 -> updateService();
            case 5 -> deleteService();
            case 6, 7, 8 -> runTask();
            case 9 -> stopTask();
            case 10 -> protectTask();
            case 11, 12 -> look();
            default -> balanced.act();
        }
    }

    private void createService() {
        String family = pick(FAMILIES);
        boolean fargate = family.endsWith("-vpc") || rng.chance(0.3) && !family.equals("web-fixed");
        String name = pick(SERVICES);
        world.note("create-service " + name + " of " + family);
        var request = CreateServiceRequest.builder()
                .cluster(CLUSTER)
                .serviceName(name)
                .taskDefinition(family)
                .desiredCount(rng.nextInt(5));
        if (fargate && rng.chance(0.5)) {
            request.capacityProviderStrategy(strategy());
        } else {
            request.launchType(fargate ? "FARGATE" : "EC2");
        }
        world.call("CreateService", request.build(), answer -> {});
    }

    private List<CapacityProviderStrategyItem> strategy() {
        return List.of(
                CapacityProviderStrategyItem.builder()
                        .capacityProvider("FARGATE")
                        .base(rng.nextInt(3))
                        .weight(rng.nextInt(2))
                        .build(),
                CapacityProviderStrategyItem.builder()
                        .capacityProvider("FARGATE_SPOT")
                        .weight(1 + rng.nextInt(3))
                        .build());
    }

    private void updateService() {
        var request = UpdateServiceRequest.builder().cluster(CLUSTER).service(pick(SERVICES));
        switch (rng.nextInt(7)) {
            case 0 -> request.desiredCount(rng.nextInt(6));
            case 1 -> request.taskDefinition(pick(FAMILIES));
            case 2 -> {
                request.forceNewDeployment(true);
                if (rng.chance(0.4)) {
                    request.capacityProviderStrategy(rng.chance(0.5) ? strategy() : List.of());
                }
            }
            case 3 -> request.availabilityZoneRebalancing(rng.chance(0.5) ? "ENABLED" : "DISABLED");
            case 4 -> {
                boolean rollback = rng.chance(0.8);
                request.taskDefinition(pick(FAMILIES))
                        .deploymentConfiguration(configuration -> configuration.deploymentCircuitBreaker(
                                breaker -> breaker.enable(true).rollback(rollback)));
            }
            case 5 -> {
                stopDeployment();
                return;
            }
            default ->
                request.deploymentConfiguration(
                        configuration -> configuration.minimumHealthyPercent(50).maximumPercent(150));
        }
        world.note("update-service " + request.build());
        world.call("UpdateService", request.build(), answer -> {});
    }

    private void stopDeployment() {
        State state = Objects.requireNonNull(world.control()).published();
        Service service = state.find(ServiceViews.SERVICES, CLUSTER + '/' + pick(SERVICES));
        ServiceDeployment running = service == null ? null : ServiceViews.current(state, service);
        if (running != null) {
            world.note("stop-service-deployment " + running.name());
            world.call(
                    "StopServiceDeployment",
                    StopServiceDeploymentRequest.builder()
                            .serviceDeploymentArn(Account.DEFAULT.ecs("service-deployment", running.name()))
                            .build(),
                    answer -> {});
        }
    }

    private void deleteService() {
        world.note("delete-service");
        world.call(
                "DeleteService",
                DeleteServiceRequest.builder()
                        .cluster(CLUSTER)
                        .service(pick(SERVICES))
                        .force(rng.chance(0.7))
                        .build(),
                answer -> {});
    }

    private void runTask() {
        String family = pick(FAMILIES);
        boolean fargate = rng.chance(0.4) || family.endsWith("-vpc");
        world.note("run-task " + family);
        var request =
                RunTaskRequest.builder().cluster(CLUSTER).taskDefinition(family).count(1 + rng.nextInt(3));
        if (fargate && rng.chance(0.5)) {
            request.capacityProviderStrategy(strategy());
        } else {
            request.launchType(fargate ? "FARGATE" : "EC2");
        }
        world.call("RunTask", request.build(), answer -> {});
    }

    private void stopTask() {
        List<Task> live = live();
        if (!live.isEmpty()) {
            Task task = live.get(rng.nextInt(live.size()));
            world.note("stop-task " + task.name());
            world.call(
                    "StopTask",
                    StopTaskRequest.builder().cluster(CLUSTER).task(task.id()).build(),
                    answer -> {});
        }
    }

    private void protectTask() {
        List<Task> ofServices =
                live().stream().filter(task -> task.spec().service() != null).toList();
        if (!ofServices.isEmpty()) {
            Task task = ofServices.get(rng.nextInt(ofServices.size()));
            boolean on = rng.chance(0.8);
            world.note((on ? "protect " : "set free ") + task.name());
            world.call(
                    "UpdateTaskProtection",
                    UpdateTaskProtectionRequest.builder()
                            .cluster(CLUSTER)
                            .tasks(task.id())
                            .protectionEnabled(on)
                            .expiresInMinutes(1 + rng.nextInt(3))
                            .build(),
                    answer -> {});
        }
    }

    private List<Task> live() {
        State state = Objects.requireNonNull(world.control()).published();
        return state.by(TaskViews.TASKS, TaskViews.LIVE_BY_CLUSTER, CLUSTER);
    }

    private void look() {
        List<String> ids = live().stream().limit(10).map(Task::id).toList();
        switch (rng.nextInt(10)) {
            case 0 ->
                world.call(
                        "ListTasks", ListTasksRequest.builder().cluster(CLUSTER).build(), answer -> {});
            case 1 ->
                world.call(
                        "ListServices",
                        ListServicesRequest.builder().cluster(CLUSTER).build(),
                        answer -> {});
            case 2 ->
                world.call(
                        "DescribeClusters",
                        DescribeClustersRequest.builder().clusters(CLUSTER).build(),
                        a -> {});
            case 3 -> world.call("ListClusters", ListClustersRequest.builder().build(), answer -> {});
            case 4 -> {
                world.call(
                        "ListTaskDefinitions",
                        ListTaskDefinitionsRequest.builder().build(),
                        answer -> {});
                world.call(
                        "ListTaskDefinitionFamilies",
                        ListTaskDefinitionFamiliesRequest.builder().build(),
                        a -> {});
                world.call(
                        "DescribeTaskDefinition",
                        DescribeTaskDefinitionRequest.builder()
                                .taskDefinition(pick(FAMILIES))
                                .build(),
                        answer -> {});
            }
            case 5 -> {
                instances();
                deployments();
            }
            case 6 -> {
                register("web");
                world.call(
                        "DeregisterTaskDefinition",
                        DeregisterTaskDefinitionRequest.builder()
                                .taskDefinition("web:1")
                                .build(),
                        answer -> {});
            }
            case 7 -> {
                if (!ids.isEmpty()) {
                    world.call(
                            "DescribeTasks",
                            DescribeTasksRequest.builder()
                                    .cluster(CLUSTER)
                                    .tasks(ids)
                                    .build(),
                            a -> {});
                    world.call(
                            "GetTaskProtection",
                            GetTaskProtectionRequest.builder()
                                    .cluster(CLUSTER)
                                    .tasks(ids)
                                    .build(),
                            a -> {});
                }
            }
            default -> recount();
        }
    }

    private void deployments() {
        State state = Objects.requireNonNull(world.control()).published();
        String service = pick(SERVICES);
        world.call(
                "ListServiceDeployments",
                ListServiceDeploymentsRequest.builder()
                        .cluster(CLUSTER)
                        .service(service)
                        .build(),
                answer -> {});
        List<String> ids = state.ids(ServiceViews.DEPLOYMENTS_BY_SERVICE, CLUSTER + '/' + service).stream()
                .limit(20)
                .map(name -> Account.DEFAULT.ecs("service-deployment", name))
                .toList();
        world.call(
                "DescribeServiceDeployments",
                DescribeServiceDeploymentsRequest.builder()
                        .serviceDeploymentArns(ids)
                        .build(),
                answer -> {});
        List<String> revisions = state.ids(ServiceViews.REVISIONS_BY_SERVICE, CLUSTER + '/' + service).stream()
                .limit(20)
                .map(name -> Account.DEFAULT.ecs("service-revision", name))
                .toList();
        world.call(
                "DescribeServiceRevisions",
                DescribeServiceRevisionsRequest.builder()
                        .serviceRevisionArns(revisions)
                        .build(),
                answer -> {});
    }

    private void instances() {
        world.call(
                "ListContainerInstances",
                ListContainerInstancesRequest.builder().cluster(CLUSTER).build(),
                answer -> {
                    if (answer
                                    instanceof
                                    berth.control.store.Writer.Answer.Done<software.amazon.awssdk.core.SdkPojo>(
                                            var response)
                            && response
                                    instanceof
                                    software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse list
                            && !list.containerInstanceArns().isEmpty()) {
                        world.call(
                                "DescribeContainerInstances",
                                DescribeContainerInstancesRequest.builder()
                                        .cluster(CLUSTER)
                                        .containerInstances(list.containerInstanceArns())
                                        .build(),
                                described -> {});
                        drain(list.containerInstanceArns());
                    }
                });
    }

    /// Drains one, takes one back, or throws one out, which may come back soon; or registers a host, whether it is an
    /// instance already or not.
    private void drain(List<String> instances) {
        String one = pick(instances);
        int what = rng.nextInt(8);
        if (what == 2) {
            registerHost();
        } else if (what == 7 || what == 1) {
            world.note("deregister " + one);
            world.call(
                    "DeregisterContainerInstance",
                    DeregisterContainerInstanceRequest.builder()
                            .cluster(CLUSTER)
                            .containerInstance(one)
                            .force(rng.chance(0.7))
                            .build(),
                    answer -> {});
            if (rng.chance(0.7)) {
                world.timeline().schedule(null, Duration.ofMillis(rng.nextInt(20_000)), this::registerHost);
            }
        } else if (what > 2) {
            update(one, what < 5 ? "DRAINING" : "ACTIVE");
        }
    }

    /// One that was thrown out, if there is one.
    private void registerHost() {
        if (world.control() == null) {
            return;
        }
        State state = world.control().published();
        List<Host> all = List.copyOf(state.all(InstanceViews.HOSTS));
        List<Host> out = all.stream()
                .filter(host -> state.by(InstanceViews.CONTAINER_INSTANCES, InstanceViews.BY_HOST, host.id()).stream()
                        .anyMatch(instance -> instance.status() == ContainerInstance.Status.INACTIVE))
                .toList();
        List<Host> from = out.isEmpty() ? all : out;
        if (!from.isEmpty()) {
            register(from.get(rng.nextInt(from.size())));
        }
    }

    /// Nothing refuses it.
    private void register(Host host) {
        world.note("register " + host.id());
        world.mustCall(
                "RegisterContainerInstance",
                RegisterContainerInstanceRequest.builder()
                        .cluster(CLUSTER)
                        .instanceIdentityDocument("{\"instanceId\":\"" + host.ec2InstanceId() + "\"}")
                        .attributes(attribute -> attribute.name("registered").value("yes"))
                        .build());
    }

    private void update(String instance, String status) {
        world.note(status + " " + instance);
        world.call(
                "UpdateContainerInstancesState",
                UpdateContainerInstancesStateRequest.builder()
                        .cluster(CLUSTER)
                        .containerInstances(instance)
                        .status(status)
                        .build(),
                answer -> {});
    }

    /// What DescribeServices counts must be what there is.
    void recount() {
        if (world.control() == null) {
            return;
        }
        State state = world.control().published();
        List<String> names = Stream.concat(SERVICES.stream(), BalancedWorkload.SERVICES.stream())
                .filter(name -> state.find(ServiceViews.SERVICES, CLUSTER + '/' + name) != null)
                .toList();
        if (names.isEmpty()) {
            return;
        }
        world.call(
                "DescribeServices",
                DescribeServicesRequest.builder()
                        .cluster(CLUSTER)
                        .services(names)
                        .build(),
                answer -> {
                    if (answer
                                    instanceof
                                    berth.control.store.Writer.Answer.Done<software.amazon.awssdk.core.SdkPojo>(
                                            var response)
                            && response instanceof DescribeServicesResponse described) {
                        compare(state, described);
                    }
                });
    }

    private void compare(State state, DescribeServicesResponse described) {
        described.services().forEach(service -> {
            world.checkers().looked(Checkers.Checker.DESCRIBE_EQUALS_RECOUNT);
            long running =
                    state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, CLUSTER + '/' + service.serviceName()).stream()
                            .filter(task -> task.status().last() == Task.LastStatus.RUNNING)
                            .count();
            int said = service.runningCount() + (world.miscounting() ? 1 : 0);
            if (said != running) {
                world.checkers()
                        .broken(
                                Checkers.Checker.DESCRIBE_EQUALS_RECOUNT,
                                service.serviceName() + " says " + said + " running, there are " + running);
            }
        });
    }

    /// Something bad happens, or not.
    private void misfortune() {
        Chaos chaos = world.chaos();
        if (chaos.happens(Fault.CONTROL_CRASH, 0.02)) {
            world.note("control plane killed");
            world.killControl();
            world.timeline().schedule(null, chaos.between(10, 3000), world::start);
        }
        for (World.Host host : world.hosts()) {
            if (host.agent != null && chaos.happens(Fault.AGENT_CRASH, 0.015)) {
                world.note(host.id + " agent killed");
                world.killAgent(host);
                world.timeline().schedule(null, chaos.between(10, 3000), world::start);
            }
            if (host.network != null && chaos.happens(Fault.HOST_CUT_OFF)) {
                world.note(host.id + " cut off");
                world.cutOff(host, chaos.between(2_000, 150_000));
            }
            if (host.agent != null && chaos.happens(Fault.HOST_DIED)) {
                world.note(host.id + " died");
                world.powerOff(host);
                world.timeline().schedule(null, chaos.between(3_000, 150_000), () -> world.powerOn(host));
            }
            if (chaos.happens(Fault.EVENTS_MISSED)) {
                host.machine.missed();
            }
            hurt(host.machine);
        }
        if (chaos.happens(Fault.CLOCK_JUMP)) {
            world.timeline().jump(Duration.ofSeconds(rng.nextInt(7200) - 3600));
        }
    }

    private void hurt(SimMachine machine) {
        Chaos chaos = world.chaos();
        for (SimMachine.Container container : machine.running()) {
            if (chaos.happens(Fault.CONTAINER_EXIT_0)) {
                machine.exit(container, 0, false);
            } else if (chaos.happens(Fault.CONTAINER_EXIT_1)) {
                machine.exit(container, 1, false);
            } else if (chaos.happens(Fault.CONTAINER_OOM)) {
                machine.exit(container, 137, true);
            } else if (chaos.happens(Fault.CONTAINER_REMOVED)) {
                machine.kill(container);
                machine.remove(container);
            } else if (container.request.healthCheck() != null && chaos.happens(Fault.HEALTH_LOST)) {
                machine.health(container, Health.UNHEALTHY);
            }
        }
    }

    /// Brings every service to something that can become steady.
    void mend() {
        State state = Objects.requireNonNull(world.control()).published();
        state.all(InstanceViews.CONTAINER_INSTANCES).forEach(this::takeBack);
        for (String name : state.ids(TaskViews.PROTECTED, TaskViews.PROTECTED_KEY)) {
            world.mustCall(
                    "UpdateTaskProtection",
                    UpdateTaskProtectionRequest.builder()
                            .cluster(CLUSTER)
                            .tasks(name.substring(name.indexOf('/') + 1))
                            .protectionEnabled(false)
                            .build());
        }
        balanced.mend();
        // What it put back took time.
        state = Objects.requireNonNull(world.control()).published();
        daemons.mend(state);
        sets.mend(state);
        // Its runs end for ever.
        for (Task task : live()) {
            if (task.spec().service() == null && task.spec().taskDefinition().startsWith("cycle:")) {
                world.mustCall(
                        "StopTask",
                        StopTaskRequest.builder()
                                .cluster(CLUSTER)
                                .task(task.id())
                                .build());
            }
        }
        for (Service service : state.all(ServiceViews.SERVICES)) {
            if (service.status().state() == Service.State.ACTIVE && SERVICES.contains(service.serviceName())) {
                world.mustCall(
                        "UpdateService",
                        UpdateServiceRequest.builder()
                                .cluster(CLUSTER)
                                .service(service.serviceName())
                                .taskDefinition(
                                        service.spec().launchType() == Task.LaunchType.FARGATE ? "web-vpc" : "checked")
                                .desiredCount(Math.min(2, service.spec().desiredCount()))
                                .availabilityZoneRebalancing("ENABLED")
                                // A deployment that FAILED starts nothing more by itself.
                                .forceNewDeployment(true)
                                // With 50 % and 150 % of one task nothing may move, in ECS neither.
                                .deploymentConfiguration(configuration -> configuration
                                        .minimumHealthyPercent(100)
                                        .maximumPercent(200)
                                        .deploymentCircuitBreaker(
                                                breaker -> breaker.enable(false).rollback(false)))
                                .build());
            }
        }
    }

    private void takeBack(ContainerInstance instance) {
        switch (instance.status()) {
            case ACTIVE -> {}
            case DRAINING -> update(instance.id(), "ACTIVE");
            case INACTIVE -> {
                if (rng.chance(0.5)) {
                    register(Objects.requireNonNull(Objects.requireNonNull(world.control())
                            .published()
                            .find(InstanceViews.HOSTS, instance.hostId())));
                    return;
                }
                // It becomes an instance again with the next start of its agent.
                world.hosts().stream()
                        .filter(host -> host.id.equals(instance.hostId()))
                        .forEach(world::killAgent);
                world.start();
            }
        }
    }

    private String pick(List<String> from) {
        return from.get(rng.nextInt(from.size()));
    }
}
