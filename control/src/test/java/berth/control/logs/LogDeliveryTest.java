package berth.control.logs;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.logs.model.SubscriptionFilter;
import berth.control.store.Change;
import berth.control.store.State;
import berth.kernel.Loop;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogDeliveryTest {
    private final MemoryLogs store = new MemoryLogs();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<JsonNode> taken = new ArrayList<>();
    private @Nullable String refusal;
    private Instant now = Calls.NOW;
    private State state = State.EMPTY;
    private LogDelivery delivery = delivery();

    @Test
    void eventsThatMatchGoOutInCloudWatchsShape() {
        subscribe("errors", "ERROR");
        put("s1", "ERROR one");
        put("s1", "INFO two");
        put("s2", "ERROR three");
        run();

        assertThat(taken).hasSize(2);
        JsonNode first = taken.getFirst();
        assertThat(first.path("messageType").asText()).isEqualTo("DATA_MESSAGE");
        assertThat(first.path("owner").asText()).isEqualTo("111122223333");
        assertThat(first.path("logGroup").asText()).isEqualTo("app");
        assertThat(first.path("logStream").asText()).isEqualTo("s1");
        assertThat(first.path("subscriptionFilters").path(0).asText()).isEqualTo("errors");
        assertThat(first.path("logEvents").path(0).path("timestamp").asLong()).isEqualTo(Calls.NOW.toEpochMilli());
        assertThat(first.path("logEvents").path(0).path("id").asText()).hasSize(56);
        assertThat(first.path("logEvents").path(0).has("extractedFields")).isFalse();
        assertThat(messages()).containsExactly("ERROR one", "ERROR three");
    }

    @Test
    void fieldsOfASpaceDelimitedPatternAreSentAlong() {
        subscribe("all", "[level = ERROR, rest]");
        put("s", "ERROR a b");
        run();

        JsonNode fields = taken.getFirst().path("logEvents").path(0).path("extractedFields");
        assertThat(fields.path("level").asText()).isEqualTo("ERROR");
        assertThat(fields.path("rest").asText()).isEqualTo("a b");
    }

    @Test
    void whatCameBeforeTheFilterIsNotSent() {
        put("s", "early");
        subscribe("all", "");
        put("s", "late");
        run();

        assertThat(messages()).containsExactly("late");
    }

    @Test
    void aDestinationThatFailsIsAskedAgainWithLongerAndLongerPausesAndGetsAll() {
        subscribe("all", "");
        refusal = "it answered with HTTP status 500.";
        put("s", "one");
        for (int i = 0; i < 9; i++) {
            run();
        }
        assertThat(taken).isEmpty();
        assertThat(pauses.subList(0, 8).stream().map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);

        refusal = null;
        put("s", "two");
        run();
        run();
        assertThat(messages()).containsExactly("one", "two");
    }

    @Test
    void aCrashLosesNothing() {
        subscribe("all", "");
        refusal = "down.";
        put("s", "one");
        put("s", "two");
        put("s", "three");
        run();

        tasks.clear();
        later.clear();
        refusal = null;
        delivery = delivery();
        delivery.project(state, "app:all");
        run();

        assertThat(messages()).containsExactly("one", "two", "three");
    }

    @Test
    void whatCanNotBeDeliveredForADayIsGivenUp() {
        subscribe("all", "");
        refusal = "down.";
        put("s", "one");
        run();
        now = now.plus(Duration.ofHours(25));
        run();
        refusal = null;
        put("s", "two");
        run();

        assertThat(messages()).containsExactly("two");
    }

    @Test
    void aDeletedFilterGetsNothingMore() {
        subscribe("all", "");
        put("s", "one");
        run();
        state = state.with(List.of(Change.delete(LogViews.SUBSCRIPTIONS, "app:all")), 2);
        delivery.project(state, "app:all");
        put("s", "two");
        run();

        assertThat(messages()).containsExactly("one");
        List<String> left = new ArrayList<>();
        store.subscriptions(left::addAll);
        assertThat(left).isEmpty();
    }

    @Test
    void aFilterThatWasDeletedWhileBerthWasDownIsForgottenAtItsStart() {
        subscribe("all", "");
        state = State.EMPTY;
        delivery = delivery();
        run();

        List<String> left = new ArrayList<>();
        store.subscriptions(left::addAll);
        assertThat(left).isEmpty();
    }

    private LogDelivery delivery() {
        Loop loop = new Loop() {
            @Override
            public void execute(Runnable task) {
                tasks.add(task);
            }

            @Override
            public Timer schedule(Duration delay, Runnable task) {
                pauses.add(delay);
                later.add(task);
                return () -> later.remove(task);
            }
        };
        LogDelivery made = new LogDelivery(
                store,
                (url, payload, done) -> {
                    if (refusal == null) {
                        taken.add(data(payload));
                    }
                    done.accept(refusal);
                },
                loop,
                () -> now,
                Calls.ACCOUNT);
        made.start(state);
        return made;
    }

    private void subscribe(String filter, String pattern) {
        run();
        SubscriptionFilter row =
                new SubscriptionFilter("app", filter, pattern, "http://127.0.0.1:1/x", null, Calls.NOW);
        state = state.with(List.of(Change.put(LogViews.SUBSCRIPTIONS, row)), 1);
        delivery.project(state, row.name());
        run();
    }

    private void put(String stream, String message) {
        store.put("app", stream, List.of(new LogStore.Event(Calls.NOW, message)), Calls.NOW, result -> {});
    }

    /// All that is to be done now, and then what was put off before.
    private void run() {
        drain();
        List<Runnable> due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
        drain();
    }

    private void drain() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private List<String> messages() {
        return taken.stream()
                .flatMap(message ->
                        StreamSupport.stream(message.path("logEvents").spliterator(), false))
                .map(event -> event.path("message").asText())
                .toList();
    }

    private static JsonNode data(String payload) {
        ObjectMapper json = new ObjectMapper();
        try {
            byte[] data = Base64.getDecoder()
                    .decode(json.readTree(payload).path("awslogs").path("data").asText());
            return json.readTree(new GZIPInputStream(new ByteArrayInputStream(data)).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
