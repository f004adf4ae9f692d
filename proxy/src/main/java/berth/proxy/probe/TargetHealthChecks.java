package berth.proxy.probe;

import berth.kernel.Loop;
import berth.proxy.choice.GroupState;
import berth.proxy.choice.TargetState;
import berth.proxy.health.HealthLifecycle;
import berth.proxy.health.Outcome;
import berth.proxy.health.Standing;
import berth.proxy.table.Registry;
import berth.routing.HealthCheck;
import berth.routing.TargetGroup;
import berth.routing.TargetHealth;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Probes every active target of every group that is in use, as its check says. Lives on the proxy's loop.
public final class TargetHealthChecks {
    private static final Logger LOG = LoggerFactory.getLogger(TargetHealthChecks.class);

    private final Loop loop;
    private final EventLoopGroup sockets;
    private final Registry registry;
    private final Runnable changed;
    private final Map<TargetState, Course> courses = new LinkedHashMap<>();

    /// A target being probed.
    private static final class Course {
        private Standing standing = Standing.NEW;
        private Loop.@Nullable Timer timer;
        private boolean ended;
    }

    /// @param changed runs when a target's health is another than before
    public TargetHealthChecks(Loop loop, EventLoopGroup sockets, Registry registry, Runnable changed) {
        this.loop = loop;
        this.sockets = sockets;
        this.registry = registry;
        this.changed = changed;
    }

    /// The registry took in another table.
    public void follow() {
        Map<TargetState, Course> before = new LinkedHashMap<>(courses);
        courses.clear();
        for (GroupState group : registry.groups()) {
            for (TargetState target : group.targets()) {
                Course known = before.remove(target);
                TargetHealth fixed = fixed(group, target);
                if (fixed == null) {
                    courses.put(target, known == null ? begin(group, target) : known);
                } else {
                    end(known);
                    set(target, fixed);
                }
            }
        }
        before.values().forEach(TargetHealthChecks::end);
    }

    /// The health of a target that isn't probed; null if it is.
    private @Nullable TargetHealth fixed(GroupState group, TargetState target) {
        if (!target.isActive()) {
            return TargetHealth.DRAINING;
        }
        if (!registry.isInUse(group.group().arn())) {
            return TargetHealth.NOT_IN_USE;
        }
        return group.group().healthCheck().enabled() ? null : TargetHealth.CHECKS_DISABLED;
    }

    private Course begin(GroupState group, TargetState target) {
        Course course = new Course();
        set(target, course.standing.health());
        probe(group.group(), target, course);
        return course;
    }

    private static void end(@Nullable Course course) {
        if (course != null) {
            course.ended = true;
            if (course.timer != null) {
                course.timer.cancel();
            }
        }
    }

    private void probe(TargetGroup group, TargetState target, Course course) {
        long started = System.nanoTime();
        Probe.start(
                sockets,
                target.target(),
                group.healthCheck(),
                group.protocolVersion(),
                outcome -> loop.execute(() -> probed(target, course, outcome, started)));
    }

    private void probed(TargetState target, Course course, Outcome outcome, long started) {
        GroupState group = registry.group(target.groupArn());
        if (course.ended || group == null) {
            return;
        }
        HealthCheck check = group.group().healthCheck();
        Standing next = HealthLifecycle.next(course.standing, check, outcome, System.nanoTime());
        if (next.health().state() != course.standing.health().state()) {
            LOG.info(
                    "Target {} of {} is {} now: {}",
                    target,
                    group.group().name(),
                    next.health().state().word(),
                    outcome);
        }
        course.standing = next;
        set(target, next.health());
        Duration spent = Duration.ofNanos(System.nanoTime() - started);
        Duration wait = HealthLifecycle.interval(next, check).minus(spent);
        course.timer = loop.schedule(wait.isNegative() ? Duration.ZERO : wait, () -> again(target, course));
    }

    private void again(TargetState target, Course course) {
        GroupState group = registry.group(target.groupArn());
        if (!course.ended && group != null) {
            probe(group.group(), target, course);
        }
    }

    private void set(TargetState target, TargetHealth health) {
        if (!target.health().equals(health)) {
            registry.changed(target, health, System.nanoTime());
            changed.run();
        }
    }

    /// Stops all probes.
    public void close() {
        List.copyOf(courses.values()).forEach(TargetHealthChecks::end);
        courses.clear();
    }
}
