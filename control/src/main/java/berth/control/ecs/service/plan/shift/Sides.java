package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.LoadBalancer;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.model.TrafficShift.Side;
import berth.control.ecs.service.plan.Copy;
import berth.control.ecs.service.plan.Copy.Phase;
import berth.control.ecs.service.plan.DeploymentPlanner;
import berth.control.ecs.service.plan.Situation;
import berth.control.ecs.service.plan.Step;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The tasks of blue, green and everything older, and how each is brought to its count.
///
/// **Rule.** Each revision is kept at its count as if it were a service of its own, with the service's
/// percents: lost tasks are started again, unhealthy ones replaced, those beyond the count stopped. Older revisions
/// have none; but while blue has fewer healthy tasks than the minimum, as many of those that serve beside it from the
/// same target groups stay.
///
/// **Example.** D = 4 at 100 and 200 %. In SCALE_UP blue is to have 4 and has 4, green 4 and has 0: four of
/// green are started. In CLEAN_UP blue is to have 0: its four are stopped at once. A rolling update from A to B that
/// was half done, with two healthy tasks of each, when a BLUE_GREEN deployment of C came: A is blue and to have 4, B's
/// two stay until the two that A lacks are healthy, and then go.
///
/// @param greenAt position of green's deployment; the number of deployments where it is gone
/// @param blueAt position of blue's, or -1
/// @param besideBlue positions of older deployments whose tasks use the same target groups as blue's
public record Sides(
        int greenAt, int blueAt, List<Integer> besideBlue, Situation situation, DeploymentConfiguration configuration) {
    public Sides {
        besideBlue = List.copyOf(besideBlue);
    }

    public static Sides of(
            TrafficShift shift,
            List<Deployment> deployments,
            Situation situation,
            DeploymentConfiguration configuration) {
        int green = position(deployments, shift.green());
        Side blue = shift.blue();
        int blueAt = blue == null ? -1 : position(deployments, blue);
        List<Integer> beside = new ArrayList<>();
        for (int i = 0; i < deployments.size(); i++) {
            if (blueAt >= 0 && i != blueAt && i != green && sameGroups(deployments.get(i), deployments.get(blueAt))) {
                beside.add(i);
            }
        }
        return new Sides(green, blueAt, beside, situation, configuration);
    }

    private static boolean sameGroups(Deployment one, Deployment other) {
        return groups(one).equals(groups(other));
    }

    private static List<String> groups(Deployment deployment) {
        return deployment.workload().loadBalancers().stream()
                .map(LoadBalancer::targetGroupArn)
                .toList();
    }

    /// Who serves when a deployment begins: the newest older one that was complete, else the newest older one that
    /// has tasks and production traffic, else the newest that has tasks.
    ///
    /// @param older the deployments before it, newest first
    public static @Nullable Deployment serving(State state, List<Deployment> older) {
        Deployment tasked = null;
        Deployment reached = null;
        for (Deployment one : older) {
            if (one.rollout() == Rollout.COMPLETED) {
                return one;
            }
            if (one.desiredCount() > 0) {
                tasked = tasked == null ? one : tasked;
                reached = reached == null && Traffic.reaches(state, one.workload()) ? one : reached;
            }
        }
        return reached == null ? tasked : reached;
    }

    private static int position(List<Deployment> deployments, Side side) {
        for (int i = 0; i < deployments.size(); i++) {
            if (deployments.get(i).id().equals(side.deployment())) {
                return i;
            }
        }
        return deployments.size();
    }

    public int left(int position) {
        return (int) situation.copies().stream()
                .filter(copy -> copy.deployment() == position)
                .count();
    }

    public int othersLeft() {
        return situation.copies().size() - left(greenAt) - (blueAt < 0 ? 0 : left(blueAt));
    }

    /// Older tasks that a stage has to wait for. All; but where blue was never complete, so that nothing of it
    /// is started again, not those that stay in the place of what it lost.
    public int othersToGo(Wanted wanted) {
        boolean recovers = blueAt < 0 || blueAt == situation.source();
        return othersLeft()
                - (recovers
                        ? 0
                        : besideBlue(wanted).values().stream()
                                .mapToInt(Integer::intValue)
                                .sum());
    }

    public int healthyGreen() {
        return in(greenAt, Phase.HEALTHY);
    }

    /// Tasks of green that nobody stops yet.
    public int greenLive() {
        return left(greenAt) - in(greenAt, Phase.STOPPING);
    }

    private int in(int position, Phase phase) {
        return (int) situation.copies().stream()
                .filter(copy -> copy.deployment() == position && copy.phase() == phase)
                .count();
    }

    /// The starts and stops that bring every revision to its count.
    ///
    /// @param givenUp whether green FAILED: then nothing of it is started, not even for an unhealthy task
    public Step step(Wanted wanted, boolean givenUp) {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        situation.copies().forEach(copy -> counts.put(copy.deployment(), 0));
        if (blueAt >= 0) {
            counts.put(blueAt, wanted.blue());
            besideBlue(wanted).forEach(counts::put);
        }
        counts.put(greenAt, wanted.green());
        int start = 0;
        int restart = 0;
        boolean steady = true;
        List<Step.Stop> stops = new ArrayList<>();
        List<Copy> held = new ArrayList<>();
        for (var each : counts.entrySet()) {
            int position = each.getKey();
            Step step = alone(position, each.getValue());
            start += position == 0 && !(givenUp && position == greenAt) ? step.start() : 0;
            restart += position > 0 && position == situation.source() ? step.start() : 0;
            steady &= step.steady();
            step.held().forEach(copy -> held.add(copy.at(position)));
            step.stops().forEach(stop -> stops.add(new Step.Stop(stop.copy().at(position), stop.why())));
        }
        return new Step(start, restart, stops, held, false, steady);
    }

    /// How many tasks of older revisions stay for now.
    private TreeMap<Integer, Integer> besideBlue(Wanted wanted) {
        TreeMap<Integer, Integer> stay = new TreeMap<>();
        int lower = Math.ceilDiv(wanted.blue() * configuration.minimumHealthyPercent(), 100);
        int lacking = Math.max(0, lower - in(blueAt, Phase.HEALTHY));
        for (int position : besideBlue) {
            int kept = Math.min(lacking, left(position) - in(position, Phase.STOPPING));
            stay.put(position, kept);
            lacking -= kept;
        }
        return stay;
    }

    private Step alone(int position, int count) {
        return DeploymentPlanner.plan(situation.alone(position, count, configuration, situation.strategy()));
    }
}
