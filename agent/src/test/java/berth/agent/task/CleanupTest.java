package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer;
import berth.kernel.host.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanupTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void removesTheOldAndWhatIsTooMany() {
        List<EngineContainer> stopped = List.of(exited("a", "11:49"), exited("b", "11:52"), exited("c", "11:55"));
        assertThat(Cleanup.due(stopped, NOON, Duration.ofMinutes(10), 1))
                .extracting(EngineContainer::id)
                .containsExactly("b", "a");
        assertThat(Cleanup.due(stopped, NOON, Duration.ofMinutes(10), 100))
                .extracting(EngineContainer::id)
                .containsExactly("a");
    }

    private static EngineContainer exited(String id, String time) {
        Instant at = Instant.parse("2026-01-01T" + time + ":00Z");
        return new EngineContainer(
                id,
                id,
                "i",
                new LinkedHashMap<>(),
                EngineContainer.Status.EXITED,
                at,
                at,
                at,
                0,
                false,
                null,
                Health.UNKNOWN,
                List.of(),
                0);
    }
}
