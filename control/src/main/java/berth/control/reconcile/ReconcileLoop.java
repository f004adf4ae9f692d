package berth.control.reconcile;

import berth.control.store.Change;
import berth.control.store.ChangeFeed;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.kernel.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes reconcilers and projections, and repeats itself slowly in case a wake-up was lost.
///
/// Runs on the writer's loop. The resync goes through all keys of all in slices of [#SLICE], each slice a task
/// of its own, so that calls get their turn in between.
public final class ReconcileLoop implements ChangeFeed.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcileLoop.class);

    static final int SLICE = 64;
    static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Writer writer;
    private final Loop loop;
    private final Duration resyncInterval;
    private final BiPredicate<String, String> wakesPass;
    private final TreeMap<String, Woken> woken = new TreeMap<>();
    private final WorkQueue queue = new WorkQueue();
    private final TreeMap<WorkQueue.Item, Loop.Timer> timers = new TreeMap<>();
    private boolean pumping;

    /// @param all reconcilers and projections
    /// @param resyncInterval how often all keys are woken
    /// @param wakesPass whether a wake-up by a change arrives (name, key); always true but in simulations
    ///     that lose them
    public ReconcileLoop(
            Writer writer, Loop loop, List<Woken> all, Duration resyncInterval, BiPredicate<String, String> wakesPass) {
        this.writer = writer;
        this.loop = loop;
        this.resyncInterval = resyncInterval;
        this.wakesPass = wakesPass;
        for (Woken one : all) {
            berth.kernel.Invariants.check(
                    woken.put(one.name(), one) == null, "two reconcilers are named %s", one.name());
        }
    }

    /// Wakes everything once and then in every interval.
    public void start() {
        loop.execute(this::resync);
    }

    /// Wakes one key, for example because a connection came up.
    public void wake(String name, String key) {
        loop.execute(() -> {
            queue.add(new WorkQueue.Item(name, key));
            pump();
        });
    }

    @Override
    public void committed(State state, List<Change> changes) {
        for (Change change : changes) {
            for (Woken one : woken.values()) {
                one.wakes(state, change, key -> {
                    if (wakesPass.test(one.name(), key)) {
                        queue.add(new WorkQueue.Item(one.name(), key));
                    }
                });
            }
        }
        pump();
    }

    private void pump() {
        if (!pumping && !queue.isEmpty()) {
            pumping = true;
            loop.execute(this::work);
        }
    }

    private void work() {
        pumping = false;
        for (int taken = 0; taken < SLICE; taken++) {
            WorkQueue.Item item = queue.take();
            if (item == null) {
                return;
            }
            switch (Objects.requireNonNull(woken.get(item.woken()))) {
                case Reconciler reconciler -> plan(reconciler, item);
                case Projection projection -> project(projection, item);
            }
        }
        pump();
    }

    private void project(Projection projection, WorkQueue.Item item) {
        try {
            projection.project(writer.published(), item.key());
        } catch (RuntimeException e) {
            LOG.error("Telling {} about {} failed; it is tried again.", item.woken(), item.key(), e);
            later(item, AFTER_FAILURE);
        }
        queue.done(item);
        pump();
    }

    private void plan(Reconciler reconciler, WorkQueue.Item item) {
        cancel(item);
        writer.<Plan>submit(
                "berth:" + reconciler.name(),
                (state, context) -> {
                    Plan plan = reconciler.reconcile(state, item.key(), context);
                    return new Outcome<>(plan.changes(), plan);
                },
                answer -> ended(item, answer));
    }

    private void ended(WorkQueue.Item item, Writer.Answer<Plan> answer) {
        switch (answer) {
            case Writer.Answer.Done<Plan>(var plan) -> {
                if (plan.lookAgain() != null) {
                    later(item, plan.lookAgain());
                }
            }
            case Writer.Answer.Refused<Plan>(var fault) -> {
                LOG.warn(
                        "Reconciling {} {} did not succeed; it is tried again. {}",
                        item.woken(),
                        item.key(),
                        fault.message());
                later(item, AFTER_FAILURE);
            }
        }
        queue.done(item);
        pump();
    }

    private void later(WorkQueue.Item item, Duration delay) {
        cancel(item);
        timers.put(item, loop.schedule(delay, () -> {
            timers.remove(item);
            queue.add(item);
            pump();
        }));
    }

    private void cancel(WorkQueue.Item item) {
        Loop.Timer timer = timers.remove(item);
        if (timer != null) {
            timer.cancel();
        }
    }

    private void resync() {
        Deque<WorkQueue.Item> all = new ArrayDeque<>();
        State state = writer.published();
        for (Woken one : woken.values()) {
            for (String key : one.keys(state)) {
                all.add(new WorkQueue.Item(one.name(), key));
            }
        }
        slice(all);
        loop.schedule(resyncInterval, this::resync);
    }

    private void slice(Deque<WorkQueue.Item> rest) {
        for (int taken = 0; taken < SLICE && !rest.isEmpty(); taken++) {
            queue.add(rest.removeFirst());
        }
        pump();
        if (!rest.isEmpty()) {
            loop.execute(() -> slice(rest));
        }
    }
}
