package berth.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateTest {
    sealed interface Shape {
        record Round(int radius) implements Shape {}

        record Square(int side) implements Shape {}
    }

    record Thing(
            String id,
            String group,
            List<String> tags,
            @Nullable Shape shape,
            @Nullable Instant at,
            Duration length) {}

    static final Index<Thing> BY_GROUP = Index.of("thing.by-group", Thing::group);
    static final Index<Thing> BY_TAG = new Index<>("thing.by-tag", Thing::tags);
    static final Kind<Thing> THINGS = Kind.of("thing", Thing.class, Thing::id, BY_GROUP, BY_TAG);

    @Test
    void findsByIdAndByEveryIndexInOrder() {
        State state = State.EMPTY
                .with(Change.put(THINGS, thing("b", "x", "red")))
                .with(Change.put(THINGS, thing("a", "x", "red", "blue")))
                .with(Change.put(THINGS, thing("c", "y", "blue")));

        assertThat(state.all(THINGS)).extracting(Thing::id).containsExactly("a", "b", "c");
        assertThat(state.after(THINGS, "a")).extracting(Thing::id).containsExactly("b", "c");
        assertThat(state.by(THINGS, BY_GROUP, "x")).extracting(Thing::id).containsExactly("a", "b");
        assertThat(state.by(THINGS, BY_TAG, "blue")).extracting(Thing::id).containsExactly("a", "c");
        assertThat(state.keys(BY_TAG)).containsExactly("blue", "red");
        assertThat(state.count(BY_TAG, "red")).isEqualTo(2);
    }

    @Test
    void movesARowBetweenKeysAndForgetsADeletedOne() {
        State before = State.EMPTY.with(Change.put(THINGS, thing("a", "x", "red")));
        State after = before.with(Change.put(THINGS, thing("a", "y", "blue")));
        assertThat(after.by(THINGS, BY_GROUP, "x")).isEmpty();
        assertThat(after.by(THINGS, BY_GROUP, "y")).hasSize(1);
        assertThat(before.by(THINGS, BY_GROUP, "x"))
                .as("the older state is untouched")
                .hasSize(1);

        State deleted = after.with(Change.delete(THINGS, "a"));
        assertThat(deleted).isEqualTo(State.EMPTY);
        assertThat(deleted.keys(BY_TAG)).isEmpty();
    }

    @Test
    void bodiesRoundTripWithSealedTypesAndAbsentValues() {
        Bodies bodies = new Bodies(List.of(THINGS));
        Thing full = new Thing(
                "a",
                "x",
                List.of("red"),
                new Shape.Square(3),
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Duration.ofMillis(1500));
        Thing bare = new Thing("b", "x", List.of(), null, null, Duration.ZERO);
        for (Thing thing : List.of(full, bare)) {
            assertThat(bodies.put(THINGS, thing.id(), bodies.write(thing))).isEqualTo(Change.put(THINGS, thing));
        }
        assertThat(new String(bodies.write(full), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"a\",\"group\":\"x\",\"tags\":[\"red\"],\"shape\":{\"@\":\"Square\",\"side\":3},"
                        + "\"at\":\"2026-01-02T03:04:05.678Z\",\"length\":\"PT1.5S\"}");
    }

    private static Thing thing(String id, String group, String... tags) {
        return new Thing(id, group, List.of(tags), null, null, Duration.ZERO);
    }
}
