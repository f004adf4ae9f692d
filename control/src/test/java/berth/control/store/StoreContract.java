package berth.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What the writer relies on in every store, whatever it is made of.
@NullMarked
public abstract class StoreContract {
    public record Note(String id, String text) {}

    public record Mark(String id, int number) {}

    protected static final Kind<Note> NOTES = Kind.of("note", Note.class, Note::id);
    protected static final Kind<Mark> MARKS = Kind.of("mark", Mark.class, Mark::id);
    protected static final Bodies BODIES = new Bodies(List.of(NOTES, MARKS));

    /// The store that a process finds that starts now: with all that earlier ones committed.
    protected abstract Store reopened();

    /// Lets answers arrive that wait for a simulated moment.
    protected void settle() {}

    protected final Store.Result commit(Store store, long version, Change... changes) {
        CompletableFuture<Store.Result> result = new CompletableFuture<>();
        store.commit(new Batch(version, List.of(changes)), result::complete);
        settle();
        return result.orTimeout(30, TimeUnit.SECONDS).join();
    }

    protected static State load(Store store) {
        return Store.open(store, BODIES, (kind, id) -> {});
    }

    protected static Change note(String id, String text) {
        return Change.put(NOTES, new Note(id, text));
    }

    protected static final Store.Result COMMITTED = new Store.Result.Committed();

    @Test
    void aNewStoreIsEmptyAndAtVersionZero() {
        State state = load(reopened());

        assertThat(state.version()).isZero();
        assertThat(state).isEqualTo(State.EMPTY);
    }

    @Test
    void whatWasCommittedIsThereAfterReopening() {
        Store store = reopened();
        load(store);
        assertThat(commit(store, 1, note("a", "one"), Change.put(MARKS, new Mark("a", 7))))
                .isEqualTo(COMMITTED);

        State state = load(reopened());

        assertThat(state.version()).isEqualTo(1);
        assertThat(state.find(NOTES, "a")).isEqualTo(new Note("a", "one"));
        assertThat(state.find(MARKS, "a")).isEqualTo(new Mark("a", 7));
    }

    @Test
    void aLaterPutReplacesARowAndADeleteRemovesIt() {
        Store store = reopened();
        load(store);
        commit(store, 1, note("a", "one"), note("b", "two"));
        commit(store, 2, note("a", "three"), Change.delete(NOTES, "b"));

        State state = load(reopened());

        assertThat(state.version()).isEqualTo(2);
        assertThat(state.all(NOTES)).containsExactly(new Note("a", "three"));
    }

    @Test
    void changesOfOneBatchApplyInTheirOrder() {
        Store store = reopened();
        load(store);
        commit(
                store,
                1,
                note("a", "first"),
                Change.delete(NOTES, "a"),
                note("b", "first"),
                note("b", "second"),
                note("c", "gone"),
                Change.delete(NOTES, "c"),
                Change.delete(NOTES, "d"),
                note("d", "stays"));

        assertThat(load(reopened()).all(NOTES)).containsExactly(new Note("b", "second"), new Note("d", "stays"));
    }

    @Test
    void deletingWhatIsNotThereIsCommitted() {
        Store store = reopened();
        load(store);

        assertThat(commit(store, 1, Change.delete(NOTES, "never"))).isEqualTo(COMMITTED);
        assertThat(load(reopened()).version()).isEqualTo(1);
    }

    @Test
    void committingTheSameBatchTwiceIsCommittingItOnce() {
        Store store = reopened();
        load(store);
        commit(store, 1, note("a", "one"));

        assertThat(commit(store, 1, note("a", "one"))).isEqualTo(COMMITTED);
        Store later = reopened();
        load(later);
        assertThat(commit(later, 1, note("a", "one"))).isEqualTo(COMMITTED);

        assertThat(load(reopened()).version()).isEqualTo(1);
        assertThat(load(reopened()).all(NOTES)).containsExactly(new Note("a", "one"));
    }

    @Test
    void aBatchThatGoesBackIsRefused() {
        Store store = reopened();
        load(store);
        commit(store, 1, note("a", "one"));
        commit(store, 2, note("a", "two"));

        assertThat(commit(store, 1, note("a", "zero"))).isInstanceOf(Store.Result.Refused.class);
        assertThat(load(reopened()).find(NOTES, "a")).isEqualTo(new Note("a", "two"));
    }

    @Test
    void aRowSaysWhichBatchWroteIt() {
        Store store = reopened();
        load(store);
        commit(store, 1, note("a", "one"), note("b", "one"));
        commit(store, 2, note("b", "two"));

        List<String> rows = new ArrayList<>();
        reopened().load((kind, id, version, body) -> rows.add(kind + ' ' + id + ' ' + version));

        assertThat(rows).containsExactlyInAnyOrder("note a 1", "note b 2");
    }

    @Test
    void idsMayHoldAnyCharacter() {
        List<String> ids = List.of("a/b:c", "a", "é漢字🚢", "'; DROP TABLE rows; --", " ", "%_");
        Store store = reopened();
        load(store);
        commit(store, 1, ids.stream().map(id -> note(id, id)).toArray(Change[]::new));

        assertThat(load(reopened()).all(NOTES)).extracting(Note::id).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void commitsAreAnsweredOnceAndInOrder() {
        Store store = reopened();
        load(store);
        List<Integer> answers = java.util.Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> last = new CompletableFuture<>();
        for (int number = 1; number <= 50; number++) {
            int version = number;
            store.commit(new Batch(version, List.of(note("n" + version, ""))), result -> {
                answers.add(result.equals(COMMITTED) ? version : -version);
                if (version == 50) {
                    last.complete(null);
                }
            });
            settle();
        }
        last.orTimeout(30, TimeUnit.SECONDS).join();

        assertThat(answers)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());
    }

    @Test
    void aLargeBatchIsKeptWhole() {
        Store store = reopened();
        load(store);
        String text = "x".repeat(2_000);
        commit(
                store,
                1,
                IntStream.range(0, 5_000).mapToObj(i -> note("n" + i, text)).toArray(Change[]::new));

        assertThat(load(reopened()).count(NOTES)).isEqualTo(5_000);
    }
}
