package berth.control.logs.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTailWindowTest {
    private final LiveTailWindow<Integer> window = new LiveTailWindow<>();

    @Test
    void upToFiveHundredEventsAreAllThere() {
        came(500);
        LiveTailWindow.Update<Integer> update = window.take();

        assertThat(update.events())
                .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
        assertThat(update.sampled()).isFalse();
    }

    @Test
    void ofTwelveHundredEventsFiveHundredAreTakenAcrossAllOfThem() {
        came(1_200);
        LiveTailWindow.Update<Integer> update = window.take();

        assertThat(update.events()).startsWith(0, 2, 4, 6, 8, 12).hasSize(500);
        assertThat(update.events().getLast()).isGreaterThan(1_190);
        assertThat(update.sampled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 1_000, 1_001, 5_000, 100_000})
    void ofMoreThanFiveHundredEventsTheresASampleInTheirOrder(int count) {
        came(count);
        LiveTailWindow.Update<Integer> update = window.take();

        assertThat(update.events()).hasSize(500).isSorted().doesNotHaveDuplicates();
        assertThat(update.sampled()).isTrue();
    }

    @Test
    void aSecondBeginsAnew() {
        came(1_000);
        window.take();
        came(1);

        assertThat(window.take().events()).containsExactly(0);
        assertThat(window.take().events()).isEmpty();
        assertThat(window.take().sampled()).isFalse();
    }

    @Test
    void ofMoreThanOneMebiOfTextTheRestIsPassedOver() {
        assertThat(window.looksAt(LiveTailWindow.MOST_TEXT - 1)).isTrue();
        assertThat(window.looksAt(1)).isTrue();
        assertThat(window.take().sampled()).isFalse();

        assertThat(window.looksAt(LiveTailWindow.MOST_TEXT)).isTrue();
        assertThat(window.looksAt(1)).isFalse();
        assertThat(window.take().sampled()).isTrue();
        assertThat(window.looksAt(1)).isTrue();
    }

    private void came(int count) {
        for (int i = 0; i < count; i++) {
            window.add(i);
        }
    }
}
