package berth.control.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.control.Settings;
import berth.control.ecs.service.api.CreateService;
import berth.control.ecs.service.plan.AlarmStates;
import berth.control.ecs.task.TargetGroups;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.model.TaskTargets.TaskTarget;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Action;
import berth.control.elb.model.Action.WeightedGroup;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.Target;
import berth.control.elb.model.Target.Standing;
import berth.control.elb.model.TargetGroup.TargetType;
import berth.control.elb.model.TargetHealth;
import berth.control.store.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;

/// A service behind a load balancer; the test is host and proxy.
class LoadBalancedServiceTest {
    private static final String BLUE = TargetGroups.arn("blue");
    private static final String RED = TargetGroups.arn("red");
    private static final TargetHealth NOT_FOUND = new TargetHealth(
            TargetHealth.Status.UNHEALTHY,
            "Target.ResponseCodeMismatch",
            "Health checks failed with these codes: [404]");

    private final ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    private LoadBalancedServiceTest() {
        world.commit(List.of(
                TargetGroups.group("blue", TargetType.INSTANCE, 300),
                TargetGroups.group("red", TargetType.INSTANCE, 300),
                TargetGroups.group("addresses", TargetType.IP, 300),
                TargetGroups.group("alone", TargetType.INSTANCE, 300),
                rule(BLUE),
                rule(RED),
                rule(TargetGroups.arn("addresses"))));
    }

    @Test
    void aTaskIsHealthyWhenItsTargetIs() {
        create(1, 0, entry(BLUE, 80));
        world.settle();
        world.start();
        world.settle();
        world.pass(Duration.ofHours(1));
        world.settle();
        assertThat(world.described().deployments().getFirst().rolloutStateAsString())
                .isEqualTo("IN_PROGRESS");

        healthy();
        world.settle();

        assertThat(world.messages())
                .containsExactly(
                        "(service web) has started 1 tasks: (task).",
                        "(service web) registered 1 targets in (target-group " + BLUE + ")",
                        "(service web) (deployment ecs-svc/N) deployment completed.",
                        "(service web) has reached a steady state.");
    }

    @Test
    void aRollingUpdateDrainsTheOldTasksWhenTheNewOnesAreHealthy() {
        steady(2, 0, entry(BLUE, 80));
        int said = world.messages().size();
        world.update(request -> request.taskDefinition("sample-task:2"));
        world.settle();
        world.start();
        world.settle();
        assertThat(world.tasks(DesiredStatus.RUNNING, LastStatus.RUNNING)).hasSize(4);

        healthy();
        world.settle();

        assertThat(world.tasks(DesiredStatus.STOPPED, LastStatus.DEACTIVATING)).hasSize(2);
        assertThat(world.messages().subList(said, world.messages().size()))
                .containsExactly(
                        "(service web) has started 2 tasks: (task) (task).",
                        "(service web) registered 2 targets in (target-group " + BLUE + ")",
                        "(service web) has stopped 2 running tasks: (task) (task).",
                        "(service web) deregistered 2 targets in (target-group " + BLUE + ")",
                        "(service web, taskSet ecs-svc/N) has begun draining connections on 2 tasks.");
        assertThat(targets(BLUE))
                .filteredOn(target -> target.standing() == Standing.DRAINING)
                .hasSize(2);

        world.stop();
        world.settle();
        assertThat(world.messages().getLast()).isEqualTo("(service web) has reached a steady state.");
    }

    @Test
    void anUnhealthyTargetIsSaidAndItsTaskReplacedBeforeItIsStopped() {
        Task first = steady(1, 0, entry(BLUE, 80)).getFirst();
        int said = world.messages().size();

        report(first, NOT_FOUND);
        world.settle();

        assertThat(now(first).status().desired()).isEqualTo(DesiredStatus.RUNNING);
        assertThat(world.tasks(DesiredStatus.RUNNING, LastStatus.PENDING)).hasSize(1);
        world.start();
        world.settle();
        world.tasks().stream()
                .filter(task -> !task.id().equals(first.id()))
                .forEach(task -> report(task, TargetHealth.HEALTHY));
        world.settle();

        assertThat(now(first).status().desired()).isEqualTo(DesiredStatus.STOPPED);
        assertThat(now(first).status().stoppedReason())
                .isEqualTo("Task failed ELB health checks in (target-group " + BLUE + ")");
        assertThat(world.messages().subList(said, world.messages().size()))
                .containsExactly(
                        "(service web) (task) (port 49153) is unhealthy in (target-group " + BLUE
                                + ") due to (reason Health checks failed with these codes: [404]).",
                        "(service web) has started 1 tasks: (task).",
                        "(service web) registered 1 targets in (target-group " + BLUE + ")",
                        "(service web) has stopped 1 running tasks: (task).",
                        "(service web) deregistered 1 targets in (target-group " + BLUE + ")",
                        "(service web, taskSet ecs-svc/N) has begun draining connections on 1 tasks.");
    }

    @Test
    void inTheGracePeriodAFailureIsIgnoredAndThenItCounts() {
        create(1, 60, entry(BLUE, 80));
        world.settle();
        world.start();
        Task task = world.running().getFirst();
        report(task, NOT_FOUND);
        world.settle();
        assertThat(world.tasks()).hasSize(1);
        assertThat(world.lookAgain).isEqualTo(Duration.ofSeconds(60));

        world.pass(Duration.ofSeconds(59));
        world.settle();
        assertThat(world.tasks()).hasSize(1);

        world.pass(Duration.ofSeconds(1));
        world.settle();
        assertThat(world.tasks()).hasSize(2);
    }

    @Test
    void aTargetThatIsHealthyInTheGracePeriodCounts() {
        create(1, 3600, entry(BLUE, 80));
        world.settle();
        world.start();
        healthy();
        world.settle();

        assertThat(world.messages().getLast()).isEqualTo("(service web) has reached a steady state.");
    }

    @Test
    void anotherGracePeriodBeginsNoDeployment() {
        steady(1, 0, entry(BLUE, 80));

        world.update(request -> request.healthCheckGracePeriodSeconds(30));

        assertThat(world.described().healthCheckGracePeriodSeconds()).isEqualTo(30);
        assertThat(world.described().deployments()).hasSize(1);
    }

    @Test
    void anyOfSeveralTargetGroupsSufficesToFail() {
        Task task = steady(1, 0, entry(BLUE, 80), entry(RED, 80)).getFirst();
        Target inRed = targets(RED).getFirst();

        world.commit(List.of(Change.put(ElbViews.TARGETS, inRed.with(NOT_FOUND))));
        world.settle();

        assertThat(world.tasks()).hasSize(2);
        assertThat(now(task).status().desired()).isEqualTo(DesiredStatus.RUNNING);
        assertThat(world.messages())
                .anyMatch(message -> message.contains("is unhealthy in (target-group " + RED + ")"));
    }

    @Test
    void aDeletedTargetGroupIsSaidAndNoTaskIsStoppedForIt() {
        Task task = steady(1, 0, entry(BLUE, 80)).getFirst();

        world.commit(List.of(Change.delete(ElbViews.TARGET_GROUPS, BLUE)));
        world.settle();

        assertThat(world.messages())
                .endsWith("(service web) task set (ecs-svc/N) (task) is not healthy in target-group (" + BLUE
                        + ") due to TARGET GROUP IS NOT FOUND.");
        assertThat(world.tasks()).containsExactly(now(task));
    }

    @Test
    void aTaskWhoseTargetSomebodyElseDeregisteredIsReplaced() {
        steady(1, 0, entry(BLUE, 80));

        world.commit(
                List.of(Change.delete(ElbViews.TARGETS, targets(BLUE).getFirst().name())));
        world.settle();

        assertThat(world.tasks()).hasSize(2);
        assertThat(world.messages())
                .contains("(service web) task set (ecs-svc/N) (task) is not healthy in target-group (" + BLUE
                        + ") due to TARGET IS NOT FOUND.");
    }

    @Test
    void whatDiedIsDeregisteredAndSaid() {
        Task task = steady(1, 0, entry(BLUE, 80)).getFirst();

        world.dying(task);
        world.settle();

        assertThat(world.messages())
                .endsWith(
                        "(service web) has started 1 tasks: (task).",
                        "(service web) deregistered 1 targets in (target-group " + BLUE + ")",
                        "(service web, taskSet ecs-svc/N) has begun draining connections on 1 tasks.");
    }

    @Test
    void aDeletedServiceDrainsItsTasksToo() {
        steady(1, 0, entry(BLUE, 80));

        world.delete();
        world.settle();

        assertThat(world.tasks(DesiredStatus.STOPPED, LastStatus.DEACTIVATING)).hasSize(1);
        assertThat(world.messages()).anyMatch(message -> message.contains("deregistered 1 targets"));
    }

    @Test
    void noLoadBalancersIsANewDeploymentWithoutTargets() {
        steady(1, 0, entry(BLUE, 80));

        world.update(request -> request.loadBalancers(List.of()));
        world.settle();

        assertThat(world.described().loadBalancers()).isEmpty();
        assertThat(world.described().deployments()).hasSize(2);
        Task fresh = world.tasks(DesiredStatus.RUNNING, LastStatus.PENDING).getFirst();
        assertThat(world.state.find(TaskViews.TARGETS, fresh.name())).isNull();
    }

    @Test
    void otherLoadBalancersAreANewDeploymentAndTheOldTasksKeepTheirs() {
        Task old = steady(1, 0, entry(BLUE, 80)).getFirst();

        world.update(request -> request.loadBalancers(entry(RED, 80)));
        world.settle();
        world.start();

        assertThat(world.described().deployments()).hasSize(2);
        assertThat(groups(old)).containsExactly(BLUE);
        assertThat(targets(RED)).hasSize(1);
    }

    @Test
    void whatItWasAskedForIsDescribed() {
        create(1, 7, entry(BLUE, 80));

        assertThat(world.described().loadBalancers()).containsExactly(entry(BLUE, 80));
        assertThat(world.described().healthCheckGracePeriodSeconds()).isEqualTo(7);
        assertThat(world.described().roleArn())
                .endsWith("role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            none      | web | 80 | The target group with targetGroupArn GROUP does not exist.
            alone     | web | 80 | The target group with targetGroupArn GROUP does not have an associated load balancer.
            addresses | web | 80 | The provided target group GROUP has target type ip, which is incompatible with the bridge network mode specified in the task definition.
            blue      | app | 80 | The container app does not exist in the task definition.
            blue      | web | 81 | The container web did not have a container port 81 defined.
            """)
    void aLoadBalancerThatItsTasksCannotServeIsRefused(String group, String container, int port, String message) {
        String arn = TargetGroups.arn(group);
        assertThatThrownBy(() -> create(
                        1,
                        0,
                        LoadBalancer.builder()
                                .targetGroupArn(arn)
                                .containerName(container)
                                .containerPort(port)
                                .build()))
                .hasMessageContaining(message.replace("GROUP", arn));
    }

    @Test
    void onFargateTheTargetsAreAddresses() {
        assertThatThrownBy(() -> world.call(
                        new CreateService(world.settings),
                        request(1, 0, entry(BLUE, 80)).toBuilder()
                                .launchType("FARGATE")
                                .build()))
                .hasMessageContaining("The provided target group " + BLUE
                        + " has target type instance, which is incompatible with the"
                        + " awsvpc network mode specified in the task definition.");
    }

    @Test
    void moreThanFiveAndClassicOnesAreRefused() {
        LoadBalancer one = entry(BLUE, 80);
        assertThatThrownBy(() -> create(1, 0, one, one, one, one, one, one))
                .hasMessageContaining("load balancers can have at most 5 items.");
        assertThatThrownBy(() -> create(
                        1, 0, LoadBalancer.builder().loadBalancerName("old").build()))
                .hasMessageContaining("loadBalancers[0].loadBalancerName")
                .hasMessageContaining("Classic");
    }

    @Test
    void anUpdateToADefinitionWithoutTheContainerPortIsRefused() {
        steady(1, 0, entry(BLUE, 80));
        world.commit(List.of(ServiceWorld.definition("checked", 2, true, 0)));

        assertThatThrownBy(() -> world.update(request -> request.loadBalancers(entry(BLUE, 82))))
                .hasMessageContaining("did not have a container port 82 defined");
    }

    @Test
    void aServiceIsWokenByItsTargetsAndTheirGroups() {
        steady(1, 0, entry(BLUE, 80));
        Target target = targets(BLUE).getFirst();

        assertThat(woken(Change.put(ElbViews.TARGETS, target.with(NOT_FOUND)))).containsExactly("c/web");
        assertThat(woken(Change.delete(ElbViews.TARGETS, target.name()))).containsExactly("c/web");
        assertThat(woken(Change.delete(ElbViews.TARGET_GROUPS, BLUE))).containsExactly("c/web");
        assertThat(woken(rule(BLUE))).containsExactly("c/web");
        assertThat(woken(rule(RED))).isEmpty();
    }

    private List<String> woken(Change change) {
        List<String> woken = new ArrayList<>();
        new ServiceReconciler(world.settings, AlarmStates.NONE).wakes(world.state, change, woken::add);
        return woken;
    }

    private static CreateServiceRequest request(int count, int grace, LoadBalancer... loadBalancers) {
        return CreateServiceRequest.builder()
                .cluster("c")
                .serviceName("web")
                .taskDefinition("sample-task:1")
                .desiredCount(count)
                .healthCheckGracePeriodSeconds(grace)
                .loadBalancers(loadBalancers)
                .build();
    }

    private void create(int count, int grace, LoadBalancer... loadBalancers) {
        world.call(new CreateService(world.settings), request(count, grace, loadBalancers));
    }

    private List<Task> steady(int count, int grace, LoadBalancer... loadBalancers) {
        create(count, grace, loadBalancers);
        world.settle();
        world.start();
        healthy();
        world.settle();
        assertThat(world.messages().getLast()).isEqualTo("(service web) has reached a steady state.");
        return world.running();
    }

    private static LoadBalancer entry(String group, int port) {
        return LoadBalancer.builder()
                .targetGroupArn(group)
                .containerName("web")
                .containerPort(port)
                .build();
    }

    private static Change rule(String group) {
        return Change.put(
                ElbViews.RULES,
                new ListenerRule(
                        "rule-of-" + group,
                        "listener",
                        1,
                        List.of(),
                        List.of(),
                        new Action.Forward(List.of(new WeightedGroup(group, 1)), null),
                        new TreeMap<>(),
                        ServiceWorld.T0));
    }

    /// Every target that is registered is healthy.
    private void healthy() {
        world.running().forEach(task -> report(task, TargetHealth.HEALTHY));
    }

    private void report(Task task, TargetHealth health) {
        for (TaskTarget one : targets(task).targets()) {
            Target row = ElbViews.target(
                    world.state, one.spec().targetGroupArn(), Objects.requireNonNull(one.id()), one.port());
            world.commit(List.of(
                    Change.put(ElbViews.TARGETS, Objects.requireNonNull(row).with(health))));
        }
    }

    private TaskTargets targets(Task task) {
        return Objects.requireNonNull(world.state.find(TaskViews.TARGETS, task.name()));
    }

    private List<String> groups(Task task) {
        return targets(task).targets().stream()
                .map(one -> one.spec().targetGroupArn())
                .toList();
    }

    private List<Target> targets(String group) {
        return ElbViews.targets(world.state, group);
    }

    private Task now(Task task) {
        return Objects.requireNonNull(world.state.find(TaskViews.TASKS, task.name()));
    }
}
