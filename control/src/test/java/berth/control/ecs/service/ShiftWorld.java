package berth.control.ecs.service;

import berth.control.Settings;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.DeploymentConfiguration.Alarms;
import berth.control.ecs.service.model.DeploymentConfiguration.Canary;
import berth.control.ecs.service.model.DeploymentConfiguration.CircuitBreaker;
import berth.control.ecs.service.model.DeploymentConfiguration.Linear;
import berth.control.ecs.service.model.DeploymentConfiguration.Strategy;
import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.LoadBalancer;
import berth.control.ecs.service.model.LoadBalancer.AdvancedConfiguration;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.service.plan.NewDeployment;
import berth.control.ecs.task.TargetGroups;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Action.Forward;
import berth.control.elb.model.Action.WeightedGroup;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.TargetGroup.TargetType;
import berth.control.elb.model.TargetHealth;
import berth.control.store.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The service `web` behind the target groups `a` and `b`, a production rule that begins with all on `a`, and a test
/// rule on `b`. Tasks run and are healthy as soon as they are looked at, and stop as soon as they are to.
public final class ShiftWorld {
    public static final String LISTENER = "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/lb/1/1";
    public static final String PRODUCTION =
            "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener-rule/app/lb/1/1/1";
    public static final String TEST = "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener-rule/app/lb/1/2/1";
    public static final String A = TargetGroups.arn("a");
    public static final String B = TargetGroups.arn("b");

    private static final Duration SETTLING = Duration.ofSeconds(1);

    public final ServiceWorld world = new ServiceWorld(Settings.RELAXED);
    final List<String> diary = new ArrayList<>();
    boolean healthy = true;

    public ShiftWorld() {
        world.commit(List.of(
                TargetGroups.group("a", TargetType.INSTANCE, 0),
                TargetGroups.group("b", TargetType.INSTANCE, 0),
                rule(PRODUCTION, A, B),
                rule(TEST, B, A)));
    }

    public static Change rule(String arn, String with, String without) {
        return Change.put(
                ElbViews.RULES,
                new ListenerRule(
                        arn,
                        LISTENER,
                        1,
                        List.of(),
                        List.of(),
                        new Forward(List.of(new WeightedGroup(with, 1), new WeightedGroup(without, 0)), null),
                        new TreeMap<>(),
                        ServiceWorld.T0));
    }

    public static DeploymentConfiguration configuration(Strategy strategy, int bake, LifecycleHook... hooks) {
        return new DeploymentConfiguration(
                100,
                200,
                CircuitBreaker.OFF,
                Alarms.OFF,
                strategy,
                bake,
                List.of(hooks),
                strategy == Strategy.LINEAR ? new Linear(25.0, 6) : null,
                strategy == Strategy.CANARY ? new Canary(10.0, 10) : null);
    }

    static WorkloadConfiguration workload(int revision, boolean balanced) {
        AdvancedConfiguration advanced = new AdvancedConfiguration(B, PRODUCTION, TEST, null);
        return new WorkloadConfiguration(
                "sample-task:" + revision,
                LaunchType.EC2,
                List.of(),
                null,
                null,
                balanced ? List.of(new LoadBalancer(A, "web", 80, advanced)) : List.of(),
                List.of());
    }

    /// Asks for a revision as CreateService and UpdateService do.
    public void deploy(int revision, boolean balanced, DeploymentConfiguration configuration) {
        Service before = world.state.find(ServiceViews.SERVICES, "c/web");
        ServiceSpec spec = new ServiceSpec(
                workload(revision, balanced),
                2,
                configuration,
                ServiceSpec.Scheduling.DEFAULT,
                ServiceSpec.Placement.NONE,
                ServiceSpec.Options.DEFAULT,
                List.of(),
                new ServiceSpec.Origin(null, "me", world.now, null));
        NewDeployment begun = before == null
                ? NewDeployment.first(world.state, "c", "web", spec, world.context())
                : NewDeployment.begin(world.state, before.with(spec), world.context());
        world.commit(begun.changes());
    }

    /// A service of revision 1 that is deployed whole.
    public void served(boolean balanced, DeploymentConfiguration configuration) {
        deploy(1, balanced, configuration);
        play(Duration.ofHours(1));
        diary.clear();
    }

    /// Looks, runs and stops tasks until only more than a second's time helps.
    public void settle() {
        for (int i = 0; i < 60; i++) {
            boolean quiet = look();
            if (healthy) {
                world.start();
                heal();
            }
            world.stop();
            if (quiet && look()) {
                boolean settling = healthy && world.lookAgain != null && world.lookAgain.compareTo(SETTLING) <= 0;
                if (!settling) {
                    return;
                }
                world.pass(SETTLING);
            }
        }
        throw new AssertionError("it does not come to rest: " + diary + world.messages());
    }

    /// Second by second until the deployment is at this stage; no task stops meanwhile.
    public void reach(LifecycleStage stage) {
        for (int i = 0; i < 40; i++) {
            look();
            TrafficShift shift = current().shift();
            if (shift != null && shift.stage() == stage) {
                return;
            }
            world.start();
            heal();
            world.pass(Duration.ofSeconds(1));
        }
        throw new AssertionError("it does not reach " + stage + ": " + diary);
    }

    /// Settles again and again, each time as late as the service wants to be looked at, for so long.
    public void play(Duration time) {
        var end = world.now.plus(time);
        settle();
        while (world.lookAgain != null && world.now.plus(world.lookAgain).isBefore(end)) {
            world.pass(world.lookAgain);
            settle();
        }
        world.now = world.now.isAfter(end) ? world.now : end;
        settle();
    }

    private boolean look() {
        boolean quiet = world.look().changes().isEmpty();
        note();
        return quiet;
    }

    private void heal() {
        for (var target : world.state.all(ElbViews.TARGETS)) {
            TargetHealth well = TargetHealth.HEALTHY;
            if (!target.health().equals(well)) {
                world.commit(List.of(Change.put(ElbViews.TARGETS, target.with(well))));
            }
        }
    }

    private void note() {
        TrafficShift shift = current().shift();
        if (shift != null) {
            String line = shift.stage() + " " + weights(PRODUCTION) + " " + weights(TEST);
            String timed = world.now.toString().substring(11, 16) + " " + line;
            if (diary.isEmpty() || !diary.getLast().endsWith(" " + line)) {
                diary.add(timed);
            }
        }
    }

    /// For example `a90b10`.
    String weights(String arn) {
        ListenerRule rule = Objects.requireNonNull(world.state.find(ElbViews.RULES, arn));
        TreeMap<String, Integer> weights = new TreeMap<>();
        ((Forward) rule.action()).groups().forEach(one -> weights.put(one.targetGroupArn(), one.weight()));
        return "a" + weights.getOrDefault(A, 0) + "b" + weights.getOrDefault(B, 0);
    }

    public ServiceDeployment current() {
        return Objects.requireNonNull(ServiceViews.current(world.state, service()));
    }

    Service service() {
        return Objects.requireNonNull(world.state.find(ServiceViews.SERVICES, "c/web"));
    }

    List<Deployment> deployments() {
        return service().status().deployments();
    }

    /// Revisions of the definitions of all tasks that are not STOPPED.
    List<String> tasks() {
        return world.tasks().stream()
                .map(Task::spec)
                .map(spec -> spec.taskDefinition().substring("sample-task:".length()))
                .sorted()
                .toList();
    }

    public void commit(ServiceDeployment changed) {
        world.commit(List.of(Change.put(ServiceViews.DEPLOYMENTS, changed)));
    }

    void answer(HookRun.Status status, @Nullable String why) {
        ServiceDeployment now = current();
        TrafficShift shift = Objects.requireNonNull(now.shift());
        commit(now.with(
                shift.with(shift.hooks().stream()
                        .map(run -> run.open() ? run.ended(status, why) : run)
                        .toList()),
                world.now));
    }
}
