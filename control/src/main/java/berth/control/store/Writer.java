package berth.control.store;

import berth.kernel.Account;
import berth.kernel.Clock;
import berth.kernel.Fault;
import berth.kernel.FaultException;
import berth.kernel.Ids;
import berth.kernel.Loop;
import berth.kernel.Rng;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where the state changes.
///
/// Decisions are taken one after the other on the writer's loop, each against the state that all earlier ones
/// left behind ([#head]). Their changes go to the store in batches: while batch n is being synced, decisions
/// that arrive are taken at once and gathered into batch n+1, which is handed over the moment n is on disk. So
/// a slow disk makes batches larger, not callers slower by a sync each, and the writer never waits.
///
/// Only then is the state published, are the listeners told and the answers given. If the store refuses batch
/// n, the head goes back to the published state and every answer of n and n+1 is a server error: nothing was
/// promised. If the store does not know whether n is on disk, the same batch is handed over again, because
/// memory must never be behind disk.
///
/// A decision that changes nothing is answered with the batch that it could see, since it may have read what
/// that batch is about to commit.
public final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /// At most so many decisions are taken in one go, so that commits and wake-ups get their turn.
    static final int DECISIONS_AT_ONCE = 256;

    static final Duration RETRY = Duration.ofMillis(100);

    private final Store store;
    private final Loop loop;
    private final Clock clock;
    private final Account account;
    private final ChangeFeed feed;
    private final long seed;
    private final ConcurrentLinkedQueue<Submitted<?>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();

    private volatile State published;
    private State head;
    private long decisions;
    private @Nullable Pending inFlight;
    private Pending gathering = new Pending();

    public Writer(Store store, State initial, Loop loop, Clock clock, Account account, ChangeFeed feed, long seed) {
        this.store = store;
        this.published = initial;
        this.head = initial;
        this.loop = loop;
        this.clock = clock;
        this.account = account;
        this.feed = feed;
        this.seed = seed;
    }

    /// The last committed state. May be read from any thread.
    public State published() {
        return published;
    }

    /// Takes a decision and answers after its commit, on the writer's loop. May be called from any thread.
    public <R> void submit(String caller, Decision<R> decision, Consumer<Answer<R>> done) {
        queue.add(new Submitted<>(caller, decision, done));
        if (draining.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    /// What came of a submitted decision.
    public sealed interface Answer<R> {
        record Done<R>(R result) implements Answer<R> {}

        record Refused<R>(Fault fault) implements Answer<R> {}
    }

    private void drain() {
        draining.set(false);
        for (int taken = 0; taken < DECISIONS_AT_ONCE; taken++) {
            Submitted<?> next = queue.poll();
            if (next == null) {
                break;
            }
            decide(next);
        }
        if (!queue.isEmpty() && draining.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
        handOver();
    }

    private <R> void decide(Submitted<R> submitted) {
        Ids ids = new Ids(Rng.seeded(seed, submitted.caller, ++decisions));
        Outcome<R> outcome;
        try {
            outcome = submitted.decision.decide(head, new Context(clock.now(), ids, account, submitted.caller));
        } catch (FaultException e) {
            submitted.done.accept(new Answer.Refused<>(e.fault()));
            return;
        } catch (RuntimeException e) {
            LOG.error("A decision for {} failed; nothing was changed by it.", submitted.caller, e);
            submitted.done.accept(new Answer.Refused<>(Fault.server("Berth failed to decide: " + e)));
            return;
        }
        for (Change change : outcome.changes()) {
            head = head.with(change);
        }
        gathering.changes.addAll(outcome.changes());
        gathering.answers.add(new Held<>(submitted.done, outcome.result()));
    }

    private void handOver() {
        if (inFlight != null || gathering.answers.isEmpty()) {
            return;
        }
        Pending batch = gathering;
        gathering = new Pending();
        if (batch.changes.isEmpty()) {
            batch.succeed();
            return;
        }
        head = head.with(List.of(), published.version() + 1);
        batch.after = head;
        inFlight = batch;
        commit(batch, new Batch(head.version(), batch.changes));
    }

    private void commit(Pending pending, Batch batch) {
        store.commit(batch, result -> loop.execute(() -> ended(pending, batch, result)));
    }

    private void ended(Pending pending, Batch batch, Store.Result result) {
        switch (result) {
            case Store.Result.Committed committed -> {
                inFlight = null;
                published = java.util.Objects.requireNonNull(pending.after);
                feed.committed(published, pending.changes);
                pending.succeed();
            }
            case Store.Result.Refused(var why) -> {
                LOG.error(
                        "The store refused a commit of {} changes; nothing of it was kept. {}",
                        batch.changes().size(),
                        why);
                inFlight = null;
                Pending lost = gathering;
                gathering = new Pending();
                head = published;
                Fault fault = Fault.server("The change could not be stored: " + why);
                pending.fail(fault);
                lost.fail(fault);
            }
            case Store.Result.Unknown(var why) -> {
                LOG.warn("It is not known whether a commit reached the disk; asking again. {}", why);
                loop.schedule(RETRY, () -> commit(pending, batch));
            }
        }
        handOver();
    }

    private record Submitted<R>(String caller, Decision<R> decision, Consumer<Answer<R>> done) {}

    private record Held<R>(Consumer<Answer<R>> done, R result) {
        void succeed() {
            done.accept(new Answer.Done<>(result));
        }
    }

    private static final class Pending {
        final List<Change> changes = new ArrayList<>();
        final List<Held<?>> answers = new ArrayList<>();

        @Nullable
        State after;

        void succeed() {
            answers.forEach(Held::succeed);
        }

        void fail(Fault fault) {
            for (Held<?> held : answers) {
                held.done.accept(new Answer.Refused<>(fault));
            }
        }
    }
}
