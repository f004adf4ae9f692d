package berth.sim;

import berth.routing.Action.Forward;
import berth.routing.Action.WeightedTargetGroup;
import berth.routing.ProxyChannel;
import berth.routing.RoutingTable;
import berth.routing.Target;
import berth.routing.Target.Standing;
import berth.routing.TargetGroup;
import berth.routing.TargetHealth;
import berth.routing.TargetHealth.Reason;
import berth.routing.TargetsReport;
import berth.routing.TargetsReport.TargetReport;
import berth.sim.Chaos.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/// The load balancers' data plane, which lives and dies with the control plane: probes the targets of the newest
/// table and reports how they are. It forwards nothing; some of what drains has a request in flight.
///
/// As the real one, it knows nothing of its targets when it starts, and only probes the groups that rules name.
final class SimProxy implements ProxyChannel {
    private static final Duration PROBED_EACH = Duration.ofSeconds(1);
    private static final int THRESHOLD = 2;
    private static final int REPORTED_EACH = 5;
    private static final int LONGEST_REQUEST_MILLIS = 8_000;
    private static final TargetHealth UNHEALTHY =
            new TargetHealth(TargetHealth.State.UNHEALTHY, Reason.TARGET_TIMEOUT, "Request timed out");

    /// What is known of one target.
    private static final class Known {
        final Instant registeredAt;
        TargetHealth health = TargetHealth.CHECKING;
        int passes;
        int failures;
        Duration inFlightUntil = Duration.ZERO;
        boolean drains;

        Known(Instant registeredAt) {
            this.registeredAt = registeredAt;
        }
    }

    private final Timeline timeline;
    private final Chaos chaos;
    private final Timeline.Process process;
    private final Upstream upstream;
    private final BiPredicate<String, Target> answers;
    private TreeMap<String, Known> known = new TreeMap<>();
    private RoutingTable table = RoutingTable.EMPTY;
    private boolean joined;
    private int probes;

    /// @param answers whether a target of a group, by the group's ARN, answers a probe
    SimProxy(
            Timeline timeline,
            Chaos chaos,
            Timeline.Process process,
            Upstream upstream,
            BiPredicate<String, Target> answers) {
        this.timeline = timeline;
        this.chaos = chaos;
        this.process = process;
        this.upstream = upstream;
        this.answers = answers;
    }

    void start() {
        timeline.schedule(process, chaos.micros(5000), () -> upstream.joined(this));
        timeline.schedule(process, PROBED_EACH, this::probe);
    }

    @Override
    public void send(RoutingTable sent) {
        timeline.schedule(process, chaos.micros(5000), () -> become(sent));
    }

    private void become(RoutingTable sent) {
        if (joined && sent.version() < table.version()) {
            return;
        }
        joined = true;
        table = sent;
        TreeMap<String, Known> next = new TreeMap<>();
        for (TargetGroup group : sent.targetGroups()) {
            for (Target target : group.targets()) {
                Known before = known.get(name(group, target));
                Known one = before == null || !before.registeredAt.equals(target.registeredAt())
                        ? new Known(target.registeredAt())
                        : before;
                if (target.standing() == Standing.DRAINING && !one.drains) {
                    one.drains = true;
                    one.inFlightUntil = chaos.coin()
                            ? timeline.elapsed()
                            : timeline.elapsed().plusMillis(chaos.pick(LONGEST_REQUEST_MILLIS));
                }
                next.put(name(group, target), one);
            }
        }
        known = next;
        report();
    }

    private void probe() {
        timeline.schedule(process, PROBED_EACH, this::probe);
        TreeSet<String> used = used();
        boolean news = false;
        for (TargetGroup group : table.targetGroups()) {
            for (Target target : used.contains(group.arn()) ? group.targets() : List.<Target>of()) {
                Known one = known.get(name(group, target));
                if (one != null) {
                    news |= probed(one, answers.test(group.arn(), target) && !chaos.happens(Fault.PROBE_FAILED));
                    news |= one.drains && timeline.elapsed().compareTo(one.inFlightUntil) >= 0;
                }
            }
        }
        probes++;
        if (joined && (news || probes % REPORTED_EACH == 0)) {
            report();
        }
    }

    private static boolean probed(Known one, boolean passed) {
        one.passes = passed ? one.passes + 1 : 0;
        one.failures = passed ? 0 : one.failures + 1;
        TargetHealth before = one.health;
        if (one.passes >= THRESHOLD) {
            one.health = TargetHealth.HEALTHY;
        } else if (one.failures >= THRESHOLD) {
            one.health = UNHEALTHY;
        }
        return before != one.health;
    }

    private void report() {
        if (chaos.happens(Fault.PROXY_REPORT_LOST)) {
            return;
        }
        TreeSet<String> used = used();
        List<TargetReport> targets = new ArrayList<>();
        for (TargetGroup group : table.targetGroups()) {
            for (Target target : group.targets()) {
                Known one = known.get(name(group, target));
                if (one != null) {
                    boolean busy = one.drains && timeline.elapsed().compareTo(one.inFlightUntil) < 0;
                    TargetHealth health = used.contains(group.arn()) ? one.health : TargetHealth.NOT_IN_USE;
                    targets.add(new TargetReport(group.arn(), target.id(), target.port(), health, busy ? 1 : 0));
                }
            }
        }
        TargetsReport report = new TargetsReport(table.version(), targets, List.of());
        timeline.schedule(process, chaos.micros(5000), () -> upstream.reported(report));
    }

    /// ARNs of the groups that rules name.
    private TreeSet<String> used() {
        TreeSet<String> used = new TreeSet<>();
        table.loadBalancers()
                .forEach(balancer -> balancer.listeners()
                        .forEach(listener -> listener.rules().stream()
                                .map(rule -> rule.action())
                                .forEach(action -> {
                                    if (action instanceof Forward forward) {
                                        forward.groups().stream()
                                                .map(WeightedTargetGroup::targetGroupArn)
                                                .forEach(used::add);
                                    }
                                })));
        return used;
    }

    private static String name(TargetGroup group, Target target) {
        return group.arn() + ' ' + target.id() + ':' + target.port();
    }
}
