package berth.sim;

import berth.kernel.Clock;
import berth.kernel.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Simulated time: events in the order of (time, sequence).
///
/// Elapsed time drives timers; the wall clock is elapsed time and a skew that jumps.
final class Timeline {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Event(
            long atNanos, long sequence, @Nullable Process owner, Runnable run) {}

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::sequence));
    private long nowNanos;
    private long sequence;
    private long steps;
    private Duration skew = Duration.ZERO;

    /// A process that can be killed: what it scheduled dies with it.
    static final class Process {
        private final String name;
        private boolean alive = true;

        Process(String name) {
            this.name = name;
        }

        boolean alive() {
            return alive;
        }

        void kill() {
            alive = false;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// Runs `task` after `delay`, unless its owner was killed before. Without an owner it belongs to the world.
    Loop.Timer schedule(@Nullable Process owner, Duration delay, Runnable task) {
        boolean[] cancelled = {false};
        Runnable unlessCancelled = () -> {
            if (!cancelled[0]) {
                task.run();
            }
        };
        queue.add(new Event(nowNanos + Math.max(0, delay.toNanos()), ++sequence, owner, unlessCancelled));
        return () -> cancelled[0] = true;
    }

    /// A loop of one process.
    Loop loop(Process owner) {
        return new Loop() {
            @Override
            public void execute(Runnable task) {
                Timeline.this.schedule(owner, Duration.ZERO, task);
            }

            @Override
            public Timer schedule(Duration delay, Runnable task) {
                return Timeline.this.schedule(owner, delay, task);
            }
        };
    }

    /// Runs the next event; false if there is none.
    boolean step() {
        Event event = queue.poll();
        if (event == null) {
            return false;
        }
        nowNanos = event.atNanos();
        Process owner = event.owner();
        if (owner == null || owner.alive()) {
            steps++;
            event.run().run();
        }
        return true;
    }

    /// How many events ran.
    long steps() {
        return steps;
    }

    Duration elapsed() {
        return Duration.ofNanos(nowNanos);
    }

    Instant now() {
        return START.plusNanos(nowNanos).plus(skew);
    }

    Clock clock() {
        return this::now;
    }

    void jump(Duration by) {
        skew = skew.plus(by);
    }
}
