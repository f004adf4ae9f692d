package berth.server.loop;

import berth.kernel.Loop;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A loop on a platform thread of its own.
///
/// Giving a task costs one node in a lock-free queue, and a wake-up only when the thread sleeps. Timers live in a heap
/// that only the loop's thread touches.
public final class ThreadLoop implements Loop, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadLoop.class);

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Scheduled> timers = new PriorityQueue<>();
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;
    private long sequence;

    public ThreadLoop(String name) {
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        thread.start();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Scheduled scheduled = new Scheduled(System.nanoTime() + Math.max(0, delay.toNanos()), task);
        execute(() -> {
            scheduled.sequence = sequence++;
            timers.add(scheduled);
        });
        return () -> {
            scheduled.task = null;
            execute(() -> timers.remove(scheduled));
        };
    }

    /// Ends the thread after the task that it is in. What was given later is not run.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() != thread) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!closed) {
            runDueTimers();
            Runnable task = tasks.poll();
            if (task != null) {
                run(task);
            } else {
                sleep();
            }
        }
    }

    private void runDueTimers() {
        Scheduled next = timers.peek();
        while (next != null && next.at - System.nanoTime() <= 0) {
            timers.poll();
            Runnable task = next.task;
            if (task != null) {
                run(task);
            }
            next = timers.peek();
        }
    }

    private void sleep() {
        asleep = true;
        // A task that came before `asleep` was seen has not unparked this thread.
        if (tasks.isEmpty() && !closed) {
            Scheduled next = timers.peek();
            if (next == null) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, Math.max(1, next.at - System.nanoTime()));
            }
        }
        asleep = false;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task failed on {}.", Thread.currentThread().getName(), e);
        }
    }

    private static final class Scheduled implements Comparable<Scheduled> {
        final long at;
        long sequence;
        volatile @Nullable Runnable task;

        Scheduled(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        @Override
        public int compareTo(Scheduled other) {
            int byTime = Long.signum(at - other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
