package berth.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.host.LogBatch.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineIntakeTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void cutsALineThatIsTooLongBetweenCharacters() {
        String text = "é".repeat(LineSplitter.LIMIT);
        List<String> pieces = LineSplitter.split(text);
        assertThat(pieces).hasSize(2);
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces).allMatch(piece -> LineSplitter.bytes(piece) <= LineSplitter.LIMIT);
        assertThat(LineSplitter.split("x".repeat(LineSplitter.LIMIT))).hasSize(1);
    }

    @Test
    void skipsWhatIsStoredThoughALongLineIsSeveralEvents() {
        String longLine = "x".repeat(LineSplitter.LIMIT + 1);
        LineIntake intake = intake(2);
        int reader = intake.open();
        intake.line(reader, 0, AT, "zero");
        intake.line(reader, 1, AT, longLine);
        intake.line(reader, 2, AT, "two");
        assertThat(intake.first()).isEqualTo(2);
        assertThat(texts(intake.peek(10, Integer.MAX_VALUE))).containsExactly("x", "two");
    }

    @Test
    void countsALineOnceThoughItIsReadTwice() {
        LineIntake intake = intake(0);
        int first = intake.open();
        intake.line(first, 0, AT, "a");
        intake.stop(first);
        int second = intake.open();
        intake.line(first, 1, AT, "of a reading that is over");
        intake.line(second, 0, AT, "a");
        intake.line(second, 1, AT, "b");
        assertThat(texts(intake.peek(10, Integer.MAX_VALUE))).containsExactly("a", "b");
    }

    @Test
    void stopsReadingWithoutRoomAndGoesOnWhereItStopped() {
        LineIntake intake = intake(0);
        int reader = intake.open();
        for (int i = 0; i <= LineIntake.MAX_LINES; i++) {
            intake.line(reader, i, AT, "line");
        }
        assertThat(intake.reading()).isFalse();
        assertThat(intake.size()).isEqualTo(LineIntake.MAX_LINES);
        assertThat(intake.nextLine()).isEqualTo(LineIntake.MAX_LINES);
        intake.stored(LineIntake.MAX_LINES);
        assertThat(intake.roomy()).isTrue();
    }

    @Test
    void aBlockedReaderGoesOnWhenLinesAreStored() throws Exception {
        LineIntake intake = new LineIntake(0, LineGate.blocking(), () -> {});
        int reader = intake.open();
        int count = LineIntake.MAX_LINES + 100;
        Thread reading = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < count; i++) {
                intake.line(reader, i, AT, "line " + i);
            }
            intake.end(reader);
        });
        List<String> stored = new ArrayList<>();
        long deadline = System.nanoTime() + 20_000_000_000L;
        while ((!intake.ended() || intake.size() > 0) && System.nanoTime() < deadline) {
            stored.addAll(texts(intake.peek(1_000, Integer.MAX_VALUE)));
            intake.stored(stored.size());
            Thread.onSpinWait();
        }
        reading.join();
        assertThat(stored).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void aBatchIsBoundedByBytesButNeverEmpty() {
        LineIntake intake = intake(0);
        int reader = intake.open();
        intake.line(reader, 0, AT, "x".repeat(100));
        intake.line(reader, 1, AT, "y".repeat(100));
        assertThat(intake.peek(10, 50)).hasSize(1);
        assertThat(intake.peek(10, 252)).hasSize(2);
        assertThat(intake.peek(10, 251)).hasSize(1);
    }

    private static LineIntake intake(long stored) {
        return new LineIntake(stored, LineGate.refusing(), () -> {});
    }

    private static List<String> texts(List<Line> lines) {
        return lines.stream().map(Line::text).toList();
    }
}
