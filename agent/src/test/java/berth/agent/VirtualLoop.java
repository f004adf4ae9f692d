package berth.agent;

import berth.kernel.Clock;
import berth.kernel.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// A loop and a clock that move only when a test says so.
public final class VirtualLoop implements Loop, Clock {
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long order;

    private record Due(Instant at, long order, Runnable task, AtomicBoolean cancelled) {}

    @Override
    public synchronized void execute(Runnable task) {
        ready.add(task);
    }

    @Override
    public synchronized Timer schedule(Duration delay, Runnable task) {
        AtomicBoolean cancelled = new AtomicBoolean();
        timers.add(new Due(now.plus(delay), order++, task, cancelled));
        return () -> cancelled.set(true);
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    /// Runs what is ready, and what that makes ready, without time going on.
    public void settle() {
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
            task.run();
        }
    }

    public void pass(Duration time) {
        settle();
        Instant end = now.plus(time);
        while (!timers.isEmpty() && !timers.peek().at().isAfter(end)) {
            Due due = timers.remove();
            now = due.at();
            if (!due.cancelled().get()) {
                due.task().run();
                settle();
            }
        }
        now = end;
    }
}
