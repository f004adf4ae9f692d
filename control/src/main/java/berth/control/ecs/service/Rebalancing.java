package berth.control.ecs.service;

import berth.control.Settings;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.Pass.Stopping;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.Cause;
import berth.control.ecs.service.plan.Copy;
import berth.control.ecs.service.plan.Step;
import berth.control.ecs.service.plan.Wording;
import berth.control.ecs.service.plan.ZoneBalance;
import berth.control.ecs.service.plan.ZoneBalance.Move;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.Launched;
import berth.control.ecs.task.plan.TaskLauncher;
import berth.kernel.FaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The part of a look in which tasks are evened out over zones, as [ZoneBalance] says: from a steady state on, until it
/// is balanced, a deployment begins or protection is in the way.
///
/// That it has begun is remembered as the event that says so ([Cause#REBALANCING]).
final class Rebalancing {
    private final Pass pass;
    private final Service service;
    private final Settings settings;
    private final Deployment primary;
    private final boolean begun;

    /// @param primary as it stands in this look
    Rebalancing(Pass pass, Service service, Deployment primary, Settings settings) {
        this.pass = pass;
        this.service = service;
        this.primary = primary;
        this.settings = settings;
        this.begun = pass.said(Cause.REBALANCING) != null;
    }

    /// Takes one step of it.
    ///
    /// @param step what else is to be done
    /// @param alone whether there is no other deployment
    /// @return what is left: while tasks are moved, scale-in stops none of those beyond the count
    Step turn(Step step, ServiceSituation view, boolean alone) {
        boolean quiet = alone && primary.rollout() == Rollout.COMPLETED;
        if (!service.spec().options().availabilityZoneRebalancing() || !quiet) {
            end();
            return step;
        }
        if (!begun && !step.steady() || step.start() > 0) {
            return step;
        }
        try {
            return moved(step, view, launch(null));
        } catch (FaultException e) {
            // Its network or definition is gone; where that matters a start says so.
            end();
            return step;
        }
    }

    private Step moved(Step step, ServiceSituation view, Launch launch) {
        var zones = ServiceZones.of(pass.state, launch, settings);
        return switch (ZoneBalance.next(view.situation(), zones)) {
            case Move.Balanced(var counts) -> {
                if (begun) {
                    pass.event(pass.wording.balanced(counts));
                }
                clear();
                yield step;
            }
            case Move.Start(var counts, var places) -> {
                pass.clear(Cause.REBALANCING_HELD);
                if (!begun) {
                    pass.say(Cause.REBALANCING, pass.wording.unbalanced(counts));
                }
                yield start(places) ? moving(step) : step;
            }
            case Move.Wait() -> moving(step);
            case Move.Stop(var copies) -> {
                stop(copies, view);
                yield moving(step);
            }
            case Move.Held() -> {
                pass.say(Cause.REBALANCING_HELD, pass.wording.rebalancingHeld(primary.id()));
                stopped();
                yield step;
            }
            case Move.NoRoom() -> step;
        };
    }

    /// A step without the stops of scale-in.
    private static Step moving(Step step) {
        return new Step(
                step.start(),
                step.restart(),
                step.stops().stream()
                        .filter(stop -> stop.why() != Step.Why.SCALING)
                        .toList(),
                List.of(),
                false,
                false);
    }

    /// @param provider null for the one that is next
    private Launch launch(@Nullable String provider) {
        Cluster cluster = ClusterViews.active(pass.state, service.cluster());
        return provider == null
                ? ServiceLaunch.of(pass.state, cluster, service, primary, 1)
                : ServiceLaunch.on(pass.state, cluster, service, primary, provider);
    }

    /// @return whether any task was started
    private boolean start(List<Move.Place> places) {
        SortedMap<String, List<Move.Place>> byZone = new TreeMap<>();
        places.forEach(place ->
                byZone.computeIfAbsent(place.zone(), zone -> new ArrayList<>()).add(place));
        boolean any = false;
        boolean refused = false;
        for (Map.Entry<String, List<Move.Place>> one : byZone.entrySet()) {
            List<String> ids = new ArrayList<>();
            for (Move.Place place : one.getValue()) {
                Launch narrowed = ServiceZones.in(place.zone(), pass.state, launch(place.provider()), settings);
                Launched launched = TaskLauncher.launch(pass.state, narrowed, settings, pass.context);
                launched.tasks().forEach(task -> ids.add(task.id()));
                pass.change(launched.changes());
            }
            if (!ids.isEmpty()) {
                any = true;
                pass.event(pass.wording.startedInZone(one.getKey(), ids));
            }
            if (ids.size() < one.getValue().size()) {
                refused = true;
                pass.say(
                        Cause.REBALANCING_UNPLACED,
                        pass.wording.unplacedInZone(one.getKey(), service.spec().launchType() == LaunchType.FARGATE));
                pass.look(pass.now.plus(ActivePass.RETRY));
            }
        }
        if (!refused) {
            pass.clear(Cause.REBALANCING_UNPLACED);
        }
        return any;
    }

    private void stop(List<Copy> copies, ServiceSituation view) {
        SortedMap<String, List<String>> stopped = new TreeMap<>();
        for (Copy copy : copies) {
            Task task = view.task(copy.id());
            String deployment = Objects.requireNonNullElse(task.spec().startedBy(), "");
            pass.stop(new Stopping(task, Wording.rebalancing(deployment)));
            stopped.computeIfAbsent(copy.zone(), zone -> new ArrayList<>()).add(copy.id());
        }
        stopped.forEach((zone, ids) -> pass.event(pass.wording.stoppedInZone(zone, ids)));
    }

    private void end() {
        stopped();
        clear();
    }

    private void stopped() {
        if (begun) {
            pass.event(pass.wording.rebalancingStopped());
        }
        pass.clear(Cause.REBALANCING);
        pass.clear(Cause.REBALANCING_UNPLACED);
    }

    private void clear() {
        pass.clear(Cause.REBALANCING);
        pass.clear(Cause.REBALANCING_UNPLACED);
        pass.clear(Cause.REBALANCING_HELD);
    }
}
