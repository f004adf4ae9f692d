package berth.control.store;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The disk, as a port: rows of (kind, id, version, body), upserted and deleted a batch at a time.
public interface Store {

    /// Gives every row to `rows` and answers with the version of the last batch, 0 for an empty store.
    ///
    /// @throws StoreException if the data can't be read
    long load(RowConsumer rows);

    /// Commits a batch, whole or not at all, after all batches given before. Answers once, on any thread. May
    /// be given the same batch again after [Result.Unknown]; committing it twice is committing it once.
    void commit(Batch batch, Consumer<Result> done);

    /// Reads one row at a time during [#load].
    interface RowConsumer {
        void row(String kind, String id, long version, byte[] body);
    }

    /// How a commit ended.
    sealed interface Result {
        /// On disk, synced.
        record Committed() implements Result {}

        /// Nothing of it is on disk, for example because the disk is full.
        record Refused(String why) implements Result {}

        /// It may be on disk or not: ask again with the same batch.
        record Unknown(String why) implements Result {}
    }

    /// Reads a whole store into a state, through the bodies' codec.
    static State open(Store store, Bodies bodies, BiConsumer<String, String> unknownRow) {
        State[] state = {State.EMPTY};
        long version = store.load((kind, id, rowVersion, body) -> {
            Kind<?> known = bodies.kind(kind);
            if (known == null) {
                unknownRow.accept(kind, id);
            } else {
                state[0] = state[0].with(bodies.put(known, id, body));
            }
        });
        return state[0].with(java.util.List.of(), version);
    }
}
