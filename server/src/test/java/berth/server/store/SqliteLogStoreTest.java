package berth.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import berth.control.logs.LogStore;
import berth.control.logs.LogStore.Appended;
import berth.control.logs.LogStore.Event;
import berth.control.logs.LogStore.Page;
import berth.control.logs.LogStore.Query;
import berth.control.logs.LogStore.StoredEvent;
import berth.control.store.Store;
import berth.kernel.host.LogBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLogStoreTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path directory;

    private @Nullable SqliteLogStore opened;

    @BeforeEach
    void open() {
        opened = SqliteLogStore.open(directory.resolve("logs.db"));
    }

    @AfterEach
    void close() {
        store().close();
    }

    private SqliteLogStore store() {
        return java.util.Objects.requireNonNull(opened);
    }

    private void reopen() {
        close();
        open();
    }

    @Test
    void linesAreStoredOnceWhateverIsSentTwice() {
        assertThat(append("c1", 0, 3)).isEqualTo(new Appended.Next(3));
        assertThat(append("c1", 0, 3)).isEqualTo(new Appended.Next(3));
        assertThat(append("c1", 1, 4)).isEqualTo(new Appended.Next(5));

        assertThat(messages(all(true))).containsExactly("c1-0", "c1-1", "c1-2", "c1-3", "c1-4");
    }

    @Test
    void aBatchBehindAGapIsNotStored() {
        append("c1", 0, 2);

        assertThat(append("c1", 3, 2)).isEqualTo(new Appended.Next(2));
        assertThat(messages(all(true))).containsExactly("c1-0", "c1-1");
    }

    @Test
    void positionAndLinesSurviveTogether() {
        append("c1", 0, 1_000);
        reopen();

        assertThat(position("c1")).isEqualTo(1_000);
        assertThat(position("other")).isZero();
        assertThat(append("c1", 998, 4)).isEqualTo(new Appended.Next(1_002));
        assertThat(messages(read(new Query("g", List.of("s"), null, null, null, true, 10_000))))
                .isEqualTo(IntStream.range(0, 1_002).mapToObj(i -> "c1-" + i).toList());
    }

    @Test
    void aReaderFollowsAStreamForwardsWithoutGapOrRepeat() {
        append("c1", 0, 10);
        Page first = read(new Query("g", List.of("s"), null, null, null, true, 4));
        assertThat(messages(first)).containsExactly("c1-0", "c1-1", "c1-2", "c1-3");
        assertThat(first.more()).isTrue();

        Page second = read(new Query("g", List.of("s"), null, null, first.next(), true, 100));
        assertThat(messages(second)).containsExactly("c1-4", "c1-5", "c1-6", "c1-7", "c1-8", "c1-9");
        assertThat(second.more()).isFalse();

        Page nothing = read(new Query("g", List.of("s"), null, null, second.next(), true, 100));
        assertThat(nothing.events()).isEmpty();
        assertThat(nothing.next()).isEqualTo(second.next());

        append("c1", 10, 1);
        assertThat(messages(read(new Query("g", List.of("s"), null, null, nothing.next(), true, 100))))
                .containsExactly("c1-10");
    }

    @Test
    void aReaderOfAnEmptyStreamSeesWhatComesLater() {
        Page nothing = read(new Query("g", List.of("s"), null, null, null, false, 10));
        append("c1", 0, 2);

        assertThat(messages(read(new Query("g", List.of("s"), null, null, nothing.next(), true, 10))))
                .containsExactly("c1-0", "c1-1");
    }

    @Test
    void readingBackwardsStartsWithTheNewestAndKeepsTheOrderOfTime() {
        append("c1", 0, 10);
        Page newest = read(new Query("g", List.of("s"), null, null, null, false, 3));
        assertThat(messages(newest)).containsExactly("c1-7", "c1-8", "c1-9");
        assertThat(newest.more()).isTrue();

        Page older = read(new Query("g", List.of("s"), null, null, newest.previous(), false, 100));
        assertThat(messages(older)).hasSize(7).startsWith("c1-0").endsWith("c1-6");
        assertThat(older.more()).isFalse();

        assertThat(messages(read(new Query("g", List.of("s"), null, null, older.next(), true, 100))))
                .containsExactly("c1-7", "c1-8", "c1-9");
    }

    @Test
    void aTimeRangeIncludesItsStartAndExcludesItsEnd() {
        put("s", new Event(NOW, "a"), new Event(NOW.plusMillis(1), "b"), new Event(NOW.plusMillis(2), "c"));

        Page page = read(new Query("g", List.of("s"), NOW.plusMillis(1), NOW.plusMillis(2), null, true, 10));

        assertThat(messages(page)).containsExactly("b");
    }

    @Test
    void streamsOfAGroupAreMergedByTimeThenArrivalAndPagesFitTogether() {
        for (int i = 0; i < 700; i++) {
            put(i % 2 == 0 ? "even" : "odd", new Event(NOW.plusMillis(i / 4), "m" + i));
        }
        put("other-time", new Event(NOW.minusMillis(1), "before"));

        List<String> seen = new ArrayList<>();
        String position = null;
        boolean more = true;
        while (more) {
            Page page = read(new Query("g", List.of(), null, null, position, true, 97));
            seen.addAll(messages(page));
            position = page.next();
            more = page.more();
        }

        assertThat(seen).hasSize(701).startsWith("before", "m0", "m1", "m2");
        assertThat(seen.subList(1, 701))
                .isEqualTo(IntStream.range(0, 700).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void aPageHoldsAtMostOneMebibyte() {
        String large = "x".repeat(200_000);
        for (int i = 0; i < 8; i++) {
            put("s", new Event(NOW.plusMillis(i), large));
        }

        Page page = read(new Query("g", List.of("s"), null, null, null, true, 10_000));

        assertThat(page.events()).hasSize(5);
        assertThat(page.more()).isTrue();
    }

    @Test
    void aSearchReturnsWhatIsWantedAndItsPagesFitTogether() {
        append("c1", 0, 500);

        List<String> seen = new ArrayList<>();
        String position = null;
        boolean more = true;
        while (more) {
            Page page = read(new Query("g", List.of("s"), null, null, position, true, 3, text -> text.endsWith("7")));
            assertThat(page.events().size()).isLessThanOrEqualTo(3);
            seen.addAll(messages(page));
            position = page.next();
            more = page.more();
        }

        assertThat(seen)
                .isEqualTo(IntStream.range(0, 50)
                        .mapToObj(i -> "c1-" + (i * 10 + 7))
                        .toList());
    }

    @Test
    void aSearchThatFindsNothingEndsItsPageAndGoesOn() {
        String large = "x".repeat(1_000_000);
        for (int i = 0; i < 20; i++) {
            put("s", new Event(NOW.plusMillis(i), large));
        }
        put("s", new Event(NOW.plusMillis(20), "needle"));

        Page first = read(new Query("g", List.of("s"), null, null, null, true, 10, text -> text.equals("needle")));
        assertThat(first.events()).isEmpty();
        assertThat(first.more()).isTrue();
        Page backwards = read(new Query("g", List.of("s"), null, null, null, false, 10, text -> text.equals("x")));
        assertThat(backwards.events()).isEmpty();
        assertThat(backwards.more()).isTrue();

        Page second =
                read(new Query("g", List.of("s"), null, null, first.next(), true, 10, text -> text.equals("needle")));
        Page third =
                read(new Query("g", List.of("s"), null, null, second.next(), true, 10, text -> text.equals("needle")));
        assertThat(second.events()).isEmpty();
        assertThat(messages(third)).containsExactly("needle");
        assertThat(third.more()).isFalse();
    }

    @Test
    void eventsHaveUniqueIdsOf56Digits() {
        append("c1", 0, 50);

        List<String> ids = all(true).events().stream().map(StoredEvent::id).toList();

        assertThat(ids).doesNotHaveDuplicates().isSorted().allMatch(id -> id.matches("[0-9]{56}"));
    }

    @Test
    void theExtentOfAStreamCountsWhatCloudWatchCounts() {
        put("s", new Event(NOW, "abc"), new Event(NOW.plusSeconds(5), "é"));

        assertThat(extent("s")).isEqualTo(new LogStore.Extent(NOW, NOW.plusSeconds(5), NOW, 3 + 2 + 2 * 26));
        assertThat(extent("none")).isNull();
    }

    @Test
    void aDeletedStreamIsEmptyAndItsOldLinesDoNotComeBack() {
        append("c1", 0, 5);
        CompletableFuture<Store.Result> deleted = new CompletableFuture<>();
        store().delete("g", "s", deleted::complete);
        assertThat(deleted.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(new Store.Result.Committed());

        assertThat(all(true).events()).isEmpty();
        append("c1", 0, 6);
        assertThat(messages(all(true))).containsExactly("c1-5");
    }

    @Test
    void expiredEventsAreGoneAndSizesSayWhatIsLeft() {
        put("s", new Event(NOW, "old"), new Event(NOW.plusSeconds(5), "new"));
        put("t", new Event(NOW, "old"));

        expire(NOW.plusSeconds(1));

        assertThat(messages(read(new Query("g", List.of(), null, null, null, true, 10))))
                .containsExactly("new");
        assertThat(extent("s")).isEqualTo(new LogStore.Extent(NOW.plusSeconds(5), NOW.plusSeconds(5), NOW, 29));
        assertThat(extent("t")).isNull();
        assertThat(SqliteLogStoreTest.<SortedMap<String, Long>>await(store()::sizes))
                .containsExactly(entry("g", 29L));

        put("t", new Event(NOW, "again"));
        assertThat(extent("t")).isEqualTo(new LogStore.Extent(NOW, NOW, NOW, 31));
    }

    @Test
    void theOldestMinutesGoWhenTheBoundIsReachedAndTheFileStaysSmall() throws IOException {
        close();
        opened = SqliteLogStore.open(directory.resolve("bounded.db"), 4 * 1024 * 1024);
        String large = "x".repeat(100_000);
        for (int i = 0; i < 200; i++) {
            put(i % 2 == 0 ? "even" : "odd", new Event(NOW.plusSeconds(i * 20L), i + large));
        }

        List<String> kept = new ArrayList<>();
        String position = null;
        for (boolean more = true; more; ) {
            Page page = read(new Query("g", List.of(), null, null, position, true, 10_000));
            page.events()
                    .forEach(event -> kept.add(
                            event.message().substring(0, event.message().length() - 100_000)));
            position = page.next();
            more = page.more();
        }

        assertThat(kept).hasSizeBetween(25, 42).endsWith("198", "199");
        assertThat(kept)
                .isEqualTo(IntStream.range(200 - kept.size(), 200)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(Files.size(directory.resolve("bounded.db"))).isLessThan(6 * 1024 * 1024);
    }

    @Test
    void eventsWaitForEachFilterAcrossARestartUntilItHasThem() {
        put("s", new Event(NOW, "before"));
        subscribe("a");
        put("s", new Event(NOW, "one"));
        subscribe("b");
        append("c1", 0, 1);
        reopen();
        subscribe("a");

        assertThat(pending("a")).containsExactly("one", "c1-0");
        assertThat(pending("b")).containsExactly("c1-0");
        LogStore.Pending all = SqliteLogStoreTest.<LogStore.Pending>await(done -> store().pending("g", "a", done));
        assertThat(SqliteLogStoreTest.<Store.Result>await(done -> store().delivered("g", "a", all.through(), done)))
                .isEqualTo(new Store.Result.Committed());
        assertThat(pending("a")).isEmpty();
        assertThat(pending("b")).containsExactly("c1-0");
        assertThat(SqliteLogStoreTest.<List<String>>await(store()::subscriptions))
                .containsExactly("g:a", "g:b");

        List<String> told = new ArrayList<>();
        store().listen(told::add);
        put("s", new Event(NOW, "two"));
        assertThat(SqliteLogStoreTest.<Store.Result>await(done -> store().unsubscribe("g", "a", done)))
                .isEqualTo(new Store.Result.Committed());
        assertThat(told).containsExactly("g");
        assertThat(pending("a")).isEmpty();
        assertThat(pending("b")).containsExactly("c1-0", "two");
    }

    @Test
    void takesMoreThanAHundredThousandLinesASecond() {
        // A generous bound for busy machines; bench/ measures.
        List<CompletableFuture<Appended>> answers = new ArrayList<>();
        long started = System.nanoTime();
        for (int batch = 0; batch < 100; batch++) {
            CompletableFuture<Appended> answer = new CompletableFuture<>();
            store().append(batch("c1", batch * 1_000L, 1_000), NOW, answer::complete);
            answers.add(answer);
        }
        answers.forEach(answer -> answer.orTimeout(60, TimeUnit.SECONDS).join());
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf("%.0f lines/s%n", 100_000 / seconds);

        assertThat(position("c1")).isEqualTo(100_000);
        assertThat(seconds).isLessThan(10);
    }

    private Appended append(String source, long first, int count) {
        return await(done -> store().append(batch(source, first, count), NOW, done));
    }

    private static LogBatch batch(String source, long first, int count) {
        List<LogBatch.Line> lines = IntStream.range(0, count)
                .mapToObj(i -> new LogBatch.Line(NOW.plusMillis((first + i) / 3), source + "-" + (first + i)))
                .toList();
        return new LogBatch("g", "s", source, first, lines, false);
    }

    private void put(String stream, Event... events) {
        assertThat(SqliteLogStoreTest.<Store.Result>await(done -> store().put("g", stream, List.of(events), NOW, done)))
                .isEqualTo(new Store.Result.Committed());
    }

    private void subscribe(String filter) {
        assertThat(SqliteLogStoreTest.<Store.Result>await(done -> store().subscribe("g", filter, done)))
                .isEqualTo(new Store.Result.Committed());
    }

    private List<String> pending(String filter) {
        return SqliteLogStoreTest.<LogStore.Pending>await(done -> store().pending("g", filter, done)).events().stream()
                .map(StoredEvent::message)
                .toList();
    }

    private void expire(Instant before) {
        assertThat(SqliteLogStoreTest.<Store.Result>await(done -> store().expire("g", before, done)))
                .isEqualTo(new Store.Result.Committed());
    }

    private long position(String source) {
        return await(done -> store().position(source, done));
    }

    private Page all(boolean forward) {
        return read(new Query("g", List.of("s"), null, null, null, forward, 10_000));
    }

    private Page read(Query query) {
        return await(done -> store().read(query, done));
    }

    private LogStore.@Nullable Extent extent(String stream) {
        CompletableFuture<LogStore.@Nullable Extent> answer = new CompletableFuture<>();
        store().extent("g", stream, answer::complete);
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static List<String> messages(Page page) {
        return page.events().stream().map(StoredEvent::message).toList();
    }

    private static <T> T await(Consumer<Consumer<T>> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        call.accept(answer::complete);
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
