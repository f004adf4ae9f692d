package berth.sim;

import berth.control.ecs.service.model.DeploymentConfiguration.Strategy;
import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.service.model.TrafficShift;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What happened in one run or in many: faults, transitions, operations, and how far deployments went.
final class Coverage {
    /// The stages of a deployment that goes back.
    private static final List<LifecycleStage> WAY_BACK = List.of(
            LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, LifecycleStage.TEST_TRAFFIC_SHIFT, LifecycleStage.CLEAN_UP);

    private final EnumMap<Chaos.Fault, Long> faults = new EnumMap<>(Chaos.Fault.class);
    private final TreeMap<String, Long> transitions = new TreeMap<>();
    private final TreeMap<String, Long> operations = new TreeMap<>();
    private final TreeMap<String, Long> deployments = new TreeMap<>();

    Coverage() {
        for (Chaos.Fault fault : Chaos.Fault.values()) {
            faults.put(fault, 0L);
        }
        Transitions.LEGAL.forEach(transition -> transitions.put(transition, 0L));
        for (Strategy strategy : Strategy.values()) {
            for (Status status : Status.values()) {
                if (status.terminal()) {
                    deployments.put(strategy + " ends " + status, 0L);
                }
            }
            if (strategy != Strategy.ROLLING) {
                for (LifecycleStage stage : LifecycleStage.values()) {
                    deployments.put(strategy + " in " + stage, 0L);
                }
                for (LifecycleStage stage : WAY_BACK) {
                    deployments.put(strategy + " back in " + stage, 0L);
                }
            }
        }
        for (HookRun.Status status : HookRun.Status.values()) {
            deployments.put("hook is " + status, 0L);
        }
    }

    void fault(Chaos.Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void transition(String transition) {
        transitions.merge(transition, 1L, Long::sum);
    }

    void operation(String operation) {
        operations.merge(operation, 1L, Long::sum);
    }

    /// A service deployment changed.
    void deployment(@Nullable ServiceDeployment before, ServiceDeployment now) {
        Strategy strategy = now.configuration().strategy();
        if (now.status().terminal() && (before == null || before.status() != now.status())) {
            deployments.merge(strategy + " ends " + now.status(), 1L, Long::sum);
        }
        TrafficShift shift = now.shift();
        if (shift == null) {
            return;
        }
        TrafficShift was = before == null ? null : before.shift();
        if (strategy != Strategy.ROLLING
                && (was == null || was.stage() != shift.stage() || was.goesBack() != shift.goesBack())) {
            deployments.merge(strategy + (shift.goesBack() ? " back in " : " in ") + shift.stage(), 1L, Long::sum);
        }
        for (HookRun run : shift.hooks()) {
            if (was == null || !was.hooks().contains(run)) {
                deployments.merge("hook is " + run.status(), 1L, Long::sum);
            }
        }
    }

    void add(Coverage other) {
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        other.transitions.forEach((transition, count) -> transitions.merge(transition, count, Long::sum));
        other.operations.forEach((operation, count) -> operations.merge(operation, count, Long::sum));
        other.deployments.forEach((seen, count) -> deployments.merge(seen, count, Long::sum));
    }

    Map<Chaos.Fault, Long> faults() {
        return faults;
    }

    Map<String, Long> transitions() {
        return transitions;
    }

    Map<String, Long> operations() {
        return operations;
    }

    Map<String, Long> deployments() {
        return deployments;
    }
}
