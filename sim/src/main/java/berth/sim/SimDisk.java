package berth.sim;

import berth.control.ecs.service.ServiceViews;
import berth.control.store.Batch;
import berth.control.store.Bodies;
import berth.control.store.Change;
import berth.control.store.Store;
import berth.sim.Chaos.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The disk below the state: rows as bytes, commits that take time and may go wrong. It outlives every process.
final class SimDisk {
    private record Key(String kind, String id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : id.compareTo(other.id);
        }
    }

    private record Row(long version, byte[] body) {}

    /// A batch that a process handed over and that isn't on disk yet.
    private record Sync(Timeline.Process process, Batch batch) {}

    private final Timeline timeline;
    private final Chaos chaos;
    private final Bodies bodies = new Bodies(List.of());
    private final TreeMap<Key, Row> rows = new TreeMap<>();
    private final List<Sync> underway = new ArrayList<>();
    private long version;
    private boolean full;
    private boolean forgetful;
    private long hash = 17;

    SimDisk(Timeline timeline, Chaos chaos) {
        this.timeline = timeline;
        this.chaos = chaos;
    }

    /// The store of one process.
    Store store(Timeline.Process process) {
        return new Store() {
            @Override
            public long load(RowConsumer consumer) {
                recover();
                rows.forEach((key, row) -> consumer.row(key.kind(), key.id(), row.version(), row.body()));
                return version;
            }

            @Override
            public void commit(Batch batch, Consumer<Result> done) {
                SimDisk.this.commit(process, batch, done);
            }
        };
    }

    /// A hash of all batches so far, in order: two runs of one seed must agree.
    long hash() {
        return hash;
    }

    long version() {
        return version;
    }

    /// Planted bug: what services said is acknowledged, but never written. (Other rows would be missed by others.)
    void forget() {
        forgetful = true;
    }

    private void commit(Timeline.Process process, Batch batch, Consumer<Store.Result> done) {
        Duration latency = chaos.happens(Fault.SYNC_SLOW) ? chaos.between(100, 1500) : chaos.micros(2000);
        if (chaos.happens(Fault.DISK_FULL)) {
            full = true;
            timeline.schedule(null, chaos.between(200, 3000), () -> full = false);
        }
        if (batch.version() == version) {
            // Asked again after an Unknown: it is there, and stays there however full the disk is by now.
            answer(process, latency, done, new Store.Result.Committed());
        } else if (batch.version() < version) {
            answer(
                    process,
                    latency,
                    done,
                    new Store.Result.Refused(
                            "batch %d comes after batch %d was stored".formatted(batch.version(), version)));
        } else if (full && !chaos.healed()) {
            answer(process, latency, done, new Store.Result.Refused("no space left on device"));
        } else if (chaos.happens(Fault.COMMIT_LOST)) {
            answer(process, latency, done, new Store.Result.Unknown("the connection broke before the commit"));
        } else if (chaos.happens(Fault.COMMIT_ACKNOWLEDGEMENT_LOST)) {
            sync(process, latency, batch);
            answer(process, latency, done, new Store.Result.Unknown("the connection broke after the commit"));
        } else {
            sync(process, latency, batch);
            answer(process, latency, done, new Store.Result.Committed());
        }
    }

    private void sync(Timeline.Process process, Duration latency, Batch batch) {
        Sync sync = new Sync(process, batch);
        underway.add(sync);
        timeline.schedule(process, latency, () -> {
            underway.remove(sync);
            apply(batch);
        });
    }

    /// A process that dies in the middle of a sync does not know how it ended: either way must be survived. Whoever
    /// opens the file next does know, and it stays that way: a dead process writes nothing any more.
    private void recover() {
        for (Sync sync : List.copyOf(underway)) {
            if (!sync.process().alive()) {
                underway.remove(sync);
                if (chaos.coin()) {
                    apply(sync.batch());
                }
            }
        }
    }

    private void answer(Timeline.Process process, Duration latency, Consumer<Store.Result> done, Store.Result result) {
        timeline.schedule(process, latency.plusNanos(1), () -> done.accept(result));
    }

    private void apply(Batch batch) {
        berth.kernel.Invariants.check(
                batch.version() == version || batch.version() == version + 1,
                "batch %d was committed after batch %d",
                batch.version(),
                version);
        if (batch.version() == version) {
            return;
        }
        version = batch.version();
        hash = hash * 31 + batch.version();
        for (Change change : batch.changes()) {
            Key key = new Key(change.kind().name(), change.id());
            hash = hash * 31 + key.hashCode();
            if (forgetful && change.kind() == ServiceViews.EVENTS) {
                continue;
            }
            switch (change) {
                case Change.Put<?> put -> {
                    byte[] body = bodies.write(put.row());
                    hash = hash * 31 + java.util.Arrays.hashCode(body);
                    rows.put(key, new Row(batch.version(), body));
                }
                case Change.Deleted<?> deleted -> rows.remove(key);
            }
        }
    }
}
