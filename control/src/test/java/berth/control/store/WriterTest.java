package berth.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.Account;
import berth.kernel.Fault;
import berth.kernel.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The writer against a store whose every answer the test gives by hand.
class WriterTest {
    record Row(String id, int value) {}

    static final Kind<Row> ROWS = Kind.of("row", Row.class, Row::id);

    private final HandLoop loop = new HandLoop();
    private final HandStore store = new HandStore();
    private final ChangeFeed feed = new ChangeFeed();
    private final Writer writer = new Writer(store, State.EMPTY, loop, () -> Instant.EPOCH, Account.DEFAULT, feed, 1);
    private final List<String> answers = new ArrayList<>();

    @Test
    void answersAndPublishesOnlyAfterTheCommit() {
        put("a", 1);
        loop.run();
        assertThat(answers).isEmpty();
        assertThat(writer.published().find(ROWS, "a")).isNull();

        store.answer(new Store.Result.Committed());
        loop.run();
        assertThat(answers).containsExactly("a=1 done");
        assertThat(writer.published().find(ROWS, "a")).isEqualTo(new Row("a", 1));
        assertThat(writer.published().version()).isEqualTo(1);
    }

    @Test
    void gathersWhatArrivesDuringASyncIntoTheNextBatch() {
        put("a", 1);
        loop.run();
        put("b", 1);
        put("c", 1);
        loop.run();
        assertThat(store.batches).hasSize(1);

        store.answer(new Store.Result.Committed());
        loop.run();
        assertThat(store.batches).hasSize(2);
        assertThat(store.batches.get(1).version()).isEqualTo(2);
        assertThat(store.batches.get(1).changes()).hasSize(2);
        assertThat(answers).containsExactly("a=1 done");
    }

    @Test
    void decidesAgainstWhatEarlierDecisionsLeftBehind() {
        put("a", 1);
        writer.submit(
                "test",
                (state, context) -> {
                    Row row = java.util.Objects.requireNonNull(state.find(ROWS, "a"));
                    Row next = new Row("a", row.value() + 1);
                    return new Outcome<>(List.of(Change.put(ROWS, next)), next);
                },
                answer -> answers.add("next " + answer));
        loop.run();
        store.answer(new Store.Result.Committed());
        loop.run();
        assertThat(writer.published().find(ROWS, "a")).isEqualTo(new Row("a", 2));
    }

    @Test
    void refusedCommitGoesBackAndFailsWhatWasBuiltOnIt() {
        put("a", 1);
        loop.run();
        put("b", 1);
        loop.run();
        store.answer(new Store.Result.Refused("disk full"));
        loop.run();
        assertThat(answers)
                .containsExactly(
                        "a=1 refused ServerException The change could not be stored: disk full",
                        "b=1 refused ServerException The change could not be stored: disk full");
        assertThat(writer.published()).isEqualTo(State.EMPTY);

        put("c", 1);
        loop.run();
        assertThat(store.batches.get(1).version()).isEqualTo(1);
        store.answer(new Store.Result.Committed());
        loop.run();
        assertThat(writer.published().count(ROWS)).isEqualTo(1);
    }

    @Test
    void unknownCommitIsAskedAgainWithTheSameBatch() {
        put("a", 1);
        loop.run();
        store.answer(new Store.Result.Unknown("no answer"));
        loop.run();
        assertThat(answers).isEmpty();
        loop.fireTimers();
        assertThat(store.batches).hasSize(2);
        assertThat(store.batches.get(1)).isEqualTo(store.batches.get(0));
        store.answer(new Store.Result.Committed());
        loop.run();
        assertThat(answers).containsExactly("a=1 done");
    }

    @Test
    void aFaultChangesNothingAndIsAnsweredAtOnce() {
        writer.submit(
                "test",
                (state, context) -> {
                    throw Fault.invalidParameter("no").raise();
                },
                answer -> answers.add(text("x", answer)));
        loop.run();
        assertThat(answers).containsExactly("x refused InvalidParameterException no");
        assertThat(store.batches).isEmpty();
    }

    @Test
    void aDecisionWithoutChangesWaitsForTheBatchThatItCouldSee() {
        put("a", 1);
        writer.submit(
                "test",
                (state, context) -> Outcome.unchanged(state.count(ROWS)),
                answer -> answers.add("count " + answer));
        loop.run();
        assertThat(answers).isEmpty();
        store.answer(new Store.Result.Committed());
        loop.run();
        assertThat(answers).containsExactly("a=1 done", "count Done[result=1]");
    }

    private void put(String id, int value) {
        Row row = new Row(id, value);
        writer.submit(
                "test",
                (state, context) -> new Outcome<>(List.of(Change.put(ROWS, row)), row),
                answer -> answers.add(text(id + "=" + value, answer)));
    }

    private static <R> String text(String what, Writer.Answer<R> answer) {
        return switch (answer) {
            case Writer.Answer.Done<R> done -> what + " done";
            case Writer.Answer.Refused<R>(var fault) -> what + " refused " + fault.code() + " " + fault.message();
        };
    }

    private static final class HandStore implements Store {
        final List<Batch> batches = new ArrayList<>();
        final Deque<Consumer<Result>> waiting = new ArrayDeque<>();

        @Override
        public long load(RowConsumer rows) {
            return 0;
        }

        @Override
        public void commit(Batch batch, Consumer<Result> done) {
            batches.add(batch);
            waiting.add(done);
        }

        void answer(Result result) {
            waiting.remove().accept(result);
        }
    }

    private static final class HandLoop implements Loop {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final List<Runnable> timers = new ArrayList<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            timers.add(task);
            return () -> timers.remove(task);
        }

        void run() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        void fireTimers() {
            List<Runnable> due = List.copyOf(timers);
            timers.clear();
            due.forEach(Runnable::run);
            run();
        }
    }
}
