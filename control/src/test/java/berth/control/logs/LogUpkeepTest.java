package berth.control.logs;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.logs.model.LogGroup;
import berth.control.store.Change;
import berth.control.store.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogUpkeepTest {
    private static final Instant NOW = Calls.NOW;

    private final MemoryLogs store = new MemoryLogs();
    private final LogRetention retention = new LogRetention(store, () -> NOW);

    /// Example: at 12:00 on the 10th, with a retention of 3 days, what was before 12:00 on the 7th is gone.
    @Test
    void eventsOlderThanTheirRetentionExpire() {
        put("kept", NOW.minus(Duration.ofDays(3)));
        put("gone", NOW.minus(Duration.ofDays(3)).minusMillis(1));

        retention.project(state(new LogGroup("g", NOW, 3, new TreeMap<>())), "g");

        assertThat(store.messages("g")).containsExactly("kept");
    }

    @Test
    void withoutRetentionNothingExpires() {
        put("old", Instant.EPOCH);
        State state = state(new LogGroup("g", NOW));

        retention.project(state, "g");

        assertThat(retention.keys(state)).isEmpty();
        assertThat(store.messages("g")).containsExactly("old");
    }

    @Test
    void aPolicyWakesItsGroupAlone() {
        List<String> woken = new ArrayList<>();
        retention.wakes(
                State.EMPTY, Change.put(LogViews.GROUPS, new LogGroup("g", NOW, 1, new TreeMap<>())), woken::add);
        retention.wakes(State.EMPTY, Change.put(LogViews.GROUPS, new LogGroup("h", NOW)), woken::add);

        assertThat(woken).containsExactly("g");
    }

    private void put(String message, Instant at) {
        store.put("g", "s", List.of(new LogStore.Event(at, message)), NOW, result -> {});
    }

    private static State state(LogGroup group) {
        return State.EMPTY.with(List.of(Change.put(LogViews.GROUPS, group)), 1);
    }
}
