package berth.control.ecs.service.plan;

import berth.control.ecs.service.plan.Copy.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The copies of a service in a test, which can take the planner's steps and let the world go on.
final class Fleet {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    final int desired;
    final int lower;
    final int upper;
    final List<Copy> copies = new ArrayList<>();
    private int made;

    Fleet(int desired, int minimumHealthyPercent, int maximumPercent) {
        this.desired = desired;
        this.lower = Math.ceilDiv(desired * minimumHealthyPercent, 100);
        this.upper = desired * maximumPercent / 100;
    }

    Fleet with(int count, int deployment, Phase phase) {
        for (int i = 0; i < count; i++) {
            copies.add(copy(deployment, phase));
        }
        return this;
    }

    Copy copy(int deployment, Phase phase) {
        made++;
        return new Copy("t%03d".formatted(made), deployment, phase, "a", "h", EPOCH.plusSeconds(made), false, false);
    }

    Situation situation() {
        return new Situation(desired, lower, upper, true, true, -1, 0, copies);
    }

    Situation losing(int source, int keep) {
        return new Situation(desired, lower, upper, true, true, source, keep, copies);
    }

    Step plan() {
        return DeploymentPlanner.plan(situation());
    }

    /// Takes a step: what is started is STARTING, what is stopped is STOPPING.
    void take(Step step) {
        for (Step.Stop stop : step.stops()) {
            move(stop.copy(), Phase.STOPPING);
        }
        with(step.start(), 0, Phase.STARTING);
    }

    void move(Copy copy, Phase phase) {
        copies.set(
                copies.indexOf(copy),
                new Copy(
                        copy.id(),
                        copy.deployment(),
                        phase,
                        copy.zone(),
                        copy.host(),
                        copy.createdAt(),
                        copy.guarded(),
                        copy.leaving()));
    }

    /// Protects a copy, or ends that.
    void guard(Copy copy, boolean guarded) {
        copies.set(
                copies.indexOf(copy),
                new Copy(
                        copy.id(),
                        copy.deployment(),
                        copy.phase(),
                        copy.zone(),
                        copy.host(),
                        copy.createdAt(),
                        guarded,
                        copy.leaving()));
    }

    Fleet guardAll() {
        List.copyOf(copies).forEach(copy -> guard(copy, true));
        return this;
    }

    void all(Phase from, Phase to) {
        for (Copy copy : List.copyOf(copies)) {
            if (copy.phase() == from) {
                move(copy, to);
            }
        }
    }

    void forgetStopped() {
        copies.removeIf(copy -> copy.phase() == Phase.STOPPING);
    }

    int count(int deployment, Phase phase) {
        return (int) copies.stream()
                .filter(copy -> copy.deployment() == deployment && copy.phase() == phase)
                .count();
    }

    int healthy() {
        return (int)
                copies.stream().filter(copy -> copy.phase() == Phase.HEALTHY).count();
    }

    /// So many copies of this phase are on an instance that drains from now on.
    Fleet drain(int count, Phase phase) {
        int left = count;
        for (Copy copy : List.copyOf(copies)) {
            if (left > 0 && copy.phase() == phase && !copy.leaving()) {
                copies.set(
                        copies.indexOf(copy),
                        new Copy(
                                copy.id(),
                                copy.deployment(),
                                phase,
                                copy.zone(),
                                copy.host(),
                                copy.createdAt(),
                                copy.guarded(),
                                true));
                left--;
            }
        }
        return this;
    }
}
