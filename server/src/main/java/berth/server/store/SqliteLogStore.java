package berth.server.store;

import berth.control.logs.LogStore;
import berth.control.store.Store;
import berth.control.store.StoreException;
import berth.kernel.host.LogBatch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The events of log streams in one SQLite file, `logs.db`.
///
/// One thread writes: it takes all that waits and commits it as one transaction, so that many streams share a commit.
/// Another reads, on a connection of its own, so that a long search does not hold the writers up.
///
/// Lines of containers are committed with `synchronous=NORMAL`: a killed process loses nothing; a power cut may lose
/// the
/// last moments, lines and counts alike, and then the agent sends those lines again, since the engine still has them.
/// Nobody could repeat what a client put, so that is synced before it is answered.
public final class SqliteLogStore implements LogStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteLogStore.class);
    private static final int OPERATIONS_AT_ONCE = 256;

    private static final Duration SAID_EVERY = Duration.ofHours(1);

    private final SqliteFile file;
    private final long mostBytes;
    private final LinkedBlockingQueue<Write> waiting = new LinkedBlockingQueue<>();
    private final ExecutorService reading;
    private final Thread writing;
    private final Connection readConnection;
    private final LogQueries queries;
    private @Nullable LogTables tables;
    private volatile Consumer<String> listener = group -> {};
    private long saidAt;
    private volatile boolean closed;

    private SqliteLogStore(SqliteFile file, long mostBytes) throws SQLException {
        this.file = file;
        this.mostBytes = mostBytes;
        this.tables = connect();
        this.readConnection = file.open("NORMAL");
        this.queries = new LogQueries(readConnection);
        this.reading = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("berth-log-reader").daemon().factory());
        this.writing = Thread.ofPlatform().name("berth-log-writer").daemon().start(this::write);
    }

    /// Opens the file, or makes it, for as many events as come.
    ///
    /// @throws StoreException if that fails, or a newer Berth wrote it
    public static SqliteLogStore open(Path path) {
        return open(path, 0);
    }

    /// Opens the file, or makes it.
    ///
    /// @param mostBytes of the file that may be in use; beyond them the oldest events are deleted, whatever their
    ///     group's retention says. 0: no bound
    /// @throws StoreException if that fails, or a newer Berth wrote it
    public static SqliteLogStore open(Path path, long mostBytes) {
        SqliteFile file = new SqliteFile(path, "logs");
        try {
            return new SqliteLogStore(file, mostBytes);
        } catch (SQLException e) {
            throw file.unreadable(e);
        }
    }

    @Override
    public void append(LogBatch batch, Instant ingested, Consumer<Appended> done) {
        long[] next = {0};
        waiting.add(new Write(
                false,
                target -> next[0] = target.append(batch, ingested),
                () -> done.accept(new Appended.Next(next[0])),
                why -> done.accept(new Appended.Refused(why))));
    }

    @Override
    public void put(String group, String stream, List<Event> events, Instant ingested, Consumer<Store.Result> done) {
        waiting.add(Write.of(true, target -> target.put(group, stream, events, ingested), done));
    }

    @Override
    public void delete(String group, String stream, Consumer<Store.Result> done) {
        waiting.add(Write.of(true, target -> target.delete(group, stream), done));
    }

    @Override
    public void expire(String group, Instant before, Consumer<Store.Result> done) {
        waiting.add(Write.of(false, target -> target.expire(group, before), done));
    }

    @Override
    public void sizes(Consumer<SortedMap<String, Long>> done) {
        reading.execute(() -> {
            SortedMap<String, Long> sizes = new TreeMap<>();
            try {
                sizes = queries.sizes();
            } catch (SQLException e) {
                LOG.error("The sizes of log groups can't be read: {}", file.explain(e));
            }
            done.accept(sizes);
        });
    }

    @Override
    public void subscribe(String group, String filter, Consumer<Store.Result> done) {
        waiting.add(Write.of(
                true, target -> target.subscriptions().subscribe(group, filter, target.number() + 1), done));
    }

    @Override
    public void unsubscribe(String group, String filter, Consumer<Store.Result> done) {
        waiting.add(Write.of(true, target -> target.subscriptions().unsubscribe(group, filter), done));
    }

    @Override
    public void delivered(String group, String filter, long through, Consumer<Store.Result> done) {
        waiting.add(Write.of(false, target -> target.subscriptions().delivered(group, filter, through), done));
    }

    @Override
    public void subscriptions(Consumer<List<String>> done) {
        reading.execute(() -> {
            List<String> all = List.of();
            try {
                all = LogSubscriptions.all(readConnection);
            } catch (SQLException e) {
                LOG.error("The subscriptions of log groups can't be read: {}", file.explain(e));
            }
            done.accept(all);
        });
    }

    @Override
    public void pending(String group, String filter, Consumer<Pending> done) {
        reading.execute(() -> {
            Pending pending = new Pending(List.of(), 0);
            try {
                pending = LogSubscriptions.pending(readConnection, group, filter);
            } catch (SQLException e) {
                LOG.error("Events of {} for {} can't be read: {}", group, filter, file.explain(e));
            }
            done.accept(pending);
        });
    }

    @Override
    public void listen(Consumer<String> group) {
        listener = group;
    }

    /// Asks the writer, since a count that is being written counts.
    @Override
    public void position(String source, Consumer<Long> nextLine) {
        long[] next = {0};
        waiting.add(new Write(
                false,
                target -> next[0] = target.position(source),
                () -> nextLine.accept(next[0]),
                why -> LOG.warn("The position of a container's log can't be read; its agent asks again. {}", why)));
    }

    @Override
    public void read(Query query, Consumer<Page> done) {
        reading.execute(() -> {
            Page page;
            try {
                page = queries.read(query);
            } catch (SQLException e) {
                LOG.error("Events of {} can't be read: {}", query.group(), file.explain(e));
                LogPosition start = LogPosition.parse(query.position());
                page = new Page(List.of(), start.toString(), start.toString(), false);
            } catch (RuntimeException e) {
                LOG.error("Searching events of {} failed.", query.group(), e);
                LogPosition start = LogPosition.parse(query.position());
                page = new Page(List.of(), start.toString(), start.toString(), false);
            }
            done.accept(page);
        });
    }

    @Override
    public void extent(String group, String stream, Consumer<@Nullable Extent> done) {
        reading.execute(() -> {
            Extent extent = null;
            try {
                extent = queries.extent(group, stream);
            } catch (SQLException e) {
                LOG.error("The extent of {} {} can't be read: {}", group, stream, file.explain(e));
            }
            done.accept(extent);
        });
    }

    /// Lets writes given so far end, then closes the file.
    @Override
    public void close() {
        closed = true;
        waiting.add(new Write(false, target -> {}, () -> {}, why -> {}));
        try {
            writing.join();
            reading.close();
            readConnection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.warn("Closing the logs: {}", e.getMessage());
        }
    }

    private LogTables connect() throws SQLException {
        return LogTables.open(file, file.open("NORMAL"));
    }

    private void write() {
        List<Write> taken = new ArrayList<>();
        while (!closed || !waiting.isEmpty()) {
            try {
                taken.add(waiting.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            waiting.drainTo(taken, OPERATIONS_AT_ONCE - 1);
            commit(taken);
            taken.clear();
        }
        giveUp();
    }

    private void commit(List<Write> writes) {
        String failure = null;
        List<String> grown = List.of();
        try {
            LogTables target = connected();
            target.begin(writes.stream().anyMatch(Write::synced));
            for (Write write : writes) {
                write.work.on(target);
            }
            keepBound(target);
            target.commit();
            grown = target.subscriptions().grown();
        } catch (SQLException e) {
            // Whether it is on disk will be seen: an agent asks for its position, a client repeats its call.
            giveUp();
            failure = file.explain(e);
            LOG.error("{} log writes were refused. {}", writes.size(), failure);
        } catch (RuntimeException e) {
            giveUp();
            failure = "Writing logs failed: " + e;
            LOG.error("{} log writes were refused.", writes.size(), e);
        }
        for (Write write : writes) {
            write.answer(failure);
        }
        grown.forEach(listener);
    }

    /// Looks at the bound before a commit, so that the file never holds more than one commit too much.
    private void keepBound(LogTables target) throws SQLException {
        if (mostBytes == 0 || target.usedBytes() <= mostBytes) {
            return;
        }
        target.shrink(mostBytes - mostBytes / 10);
        long now = System.nanoTime();
        if (saidAt == 0 || now - saidAt > SAID_EVERY.toNanos()) {
            saidAt = now;
            LOG.warn(
                    "The logs take {} MiB, as much as --log-disk allows: the oldest events were deleted.",
                    mostBytes / 1024 / 1024);
        }
    }

    private LogTables connected() throws SQLException {
        LogTables now = tables;
        if (now == null) {
            now = connect();
            tables = now;
        }
        return now;
    }

    private void giveUp() {
        LogTables old = tables;
        tables = null;
        if (old != null) {
            old.close();
        }
    }

    /// One thing to write, and how to answer it.
    private record Write(boolean synced, Work work, Runnable succeeded, Consumer<String> failed) {
        static Write of(boolean synced, Work work, Consumer<Store.Result> done) {
            return new Write(
                    synced,
                    work,
                    () -> done.accept(new Store.Result.Committed()),
                    why -> done.accept(new Store.Result.Refused(why)));
        }

        void answer(@Nullable String failure) {
            try {
                if (failure == null) {
                    succeeded.run();
                } else {
                    failed.accept(failure);
                }
            } catch (RuntimeException e) {
                LOG.error("Answering a log write failed.", e);
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void on(LogTables target) throws SQLException;
    }
}
