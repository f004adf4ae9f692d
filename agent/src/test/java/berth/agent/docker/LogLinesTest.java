package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.agent.engine.LineListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogLinesTest {
    private static final String TIME = "2026-01-02T03:04:05.000000009Z";
    private final List<String> lines = new ArrayList<>();

    private final LineListener listener = new LineListener() {
        @Override
        public void line(long number, Instant at, String text) {
            lines.add(number + " " + at + " " + text);
        }

        @Override
        public void end() {
            throw new AssertionError("the lines themselves do not end");
        }

        @Override
        public void failed(String message) {
            throw new AssertionError(message);
        }
    };

    @Test
    void linesOfBothStreamsAreNumberedInTheOrderInWhichTheyEnd() throws IOException {
        read(0, frame(1, TIME, "half "), frame(2, TIME, "error\n"), frame(1, "2026-01-02T03:04:06.5Z", "whole\n"));
        assertThat(lines)
                .containsExactly(
                        "0 2026-01-02T03:04:05.000000009Z error", "1 2026-01-02T03:04:05.000000009Z half whole");
    }

    @Test
    void emptyLinesAndOtherOffsetsAreRead() throws IOException {
        read(0, frame(1, TIME, "\n"), frame(1, "2026-01-02T04:04:05.5+01:00", "late\n"));
        assertThat(lines).containsExactly("0 2026-01-02T03:04:05.000000009Z ", "1 2026-01-02T03:04:05.500Z late");
    }

    @Test
    void whatHasNoEndIsALineAtTheEnd() throws IOException {
        read(0, frame(1, TIME, "one\n"), frame(2, TIME, "two"));
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast()).endsWith(" two");
    }

    @Test
    void linesOfATerminalAreInNoFrames() throws IOException {
        String long64 = "y".repeat(70_000);
        read(0, raw(TIME, "one\r\n"), raw(TIME, "\r\n"), raw(TIME, long64 + "\r\n"), raw(TIME, "last"));
        assertThat(lines)
                .containsExactly(
                        "0 2026-01-02T03:04:05.000000009Z one",
                        "1 2026-01-02T03:04:05.000000009Z ",
                        "2 2026-01-02T03:04:05.000000009Z " + long64,
                        "3 2026-01-02T03:04:05.000000009Z last");
    }

    private static byte[] raw(String time, String text) {
        return (time + " " + text).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void linesBeforeTheWantedOneAreSkippedAndCounted() throws IOException {
        read(2, frame(1, TIME, "a\n"), frame(1, TIME, "b\n"), frame(1, TIME, "c\n"));
        assertThat(lines).containsExactly("2 2026-01-02T03:04:05.000000009Z c");
    }

    @Test
    void aLineWithoutEndIsCutBeforeItFillsTheMemory() throws IOException {
        byte[][] frames = IntStream.range(0, 40)
                .mapToObj(i -> frame(1, TIME, "x".repeat(16_384)))
                .toArray(byte[][]::new);
        read(0, frames);
        int prefix = "0 2026-01-02T03:04:05.000000009Z ".length();
        assertThat(lines)
                .extracting(line -> line.length() - prefix)
                .containsExactly(
                        LogLines.LONGEST_BYTES, LogLines.LONGEST_BYTES, 40 * 16_384 - 2 * LogLines.LONGEST_BYTES);
    }

    @Test
    void theLastEntryIsKnownAgain() throws IOException {
        LogLines read = new LogLines(listener, 0);
        read.read(frames(frame(1, TIME, "a\n"), frame(2, TIME, "b\n")));
        LogFrames same = frames(frame(2, TIME, "b\n"), frame(1, TIME, "c\n"));
        assertThat(same.next()).isTrue();
        assertThat(read.isLast(same)).isTrue();
        assertThat(same.next()).isTrue();
        assertThat(read.isLast(same)).isFalse();
    }

    @Test
    void aPieceOfALongLineIsNeverCertainToBeTheLast() throws IOException {
        LogLines read = new LogLines(listener, 0);
        read.read(frames(frame(1, TIME, "x")));
        LogFrames rest = frames(frame(1, TIME, "y\n"));
        assertThat(rest.next()).isTrue();
        assertThat(read.isLast(rest))
                .as("the end of a line whose beginning was seen")
                .isFalse();
        LogFrames piece = frames(frame(1, TIME, "x"));
        assertThat(piece.next()).isTrue();
        assertThat(read.isLast(piece)).as("a piece that looks the same").isFalse();
    }

    @Test
    void aStreamThatBreaksOffInsideAnEntryIsAnError() {
        byte[] frame = frame(1, TIME, "lost\n");
        LogFrames frames = new LogFrames(new ByteArrayInputStream(frame, 0, frame.length - 1));
        assertThatThrownBy(frames::next).isInstanceOf(EOFException.class);
    }

    /// However the bytes are cut on their way, the lines are the same.
    @ParameterizedTest
    @MethodSource("readSizes")
    void theSizeOfReadsDoesNotMatter(int readBytes) throws IOException {
        byte[] all =
                join(frame(1, TIME, "one\n"), frame(2, TIME, "t"), frame(1, TIME, "three\n"), frame(2, TIME, "wo\n"));
        InputStream drip = new ByteArrayInputStream(all) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, readBytes));
            }
        };
        new LogLines(listener, 0).read(new LogFrames(drip));
        assertThat(lines)
                .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                .containsExactly("one", "three", "two");
    }

    static IntStream readSizes() {
        return IntStream.rangeClosed(1, 60);
    }

    @Test
    void twoHundredThousandLinesTakeLessThanASecondOfCpu() throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        for (int i = 0; i < 200_000; i++) {
            log.writeBytes(frame(1, TIME, "line " + i + "\n"));
        }
        long[] count = {0};
        LineListener counting = new LineListener() {
            @Override
            public void line(long number, Instant at, String text) {
                count[0]++;
            }

            @Override
            public void end() {}

            @Override
            public void failed(String message) {}
        };
        byte[] bytes = log.toByteArray();
        long from = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        new LogLines(counting, 0).read(new LogFrames(new ByteArrayInputStream(bytes)));
        assertThat(count[0]).isEqualTo(200_000);
        assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - from)
                .isLessThan(1_000_000_000L);
    }

    private void read(long fromLine, byte[]... frames) throws IOException {
        LogLines read = new LogLines(listener, fromLine);
        read.read(frames(frames));
        read.end();
    }

    private static LogFrames frames(byte[]... frames) {
        return new LogFrames(new ByteArrayInputStream(join(frames)));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] frame(int stream, String time, String text) {
        byte[] payload = (time + " " + text).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + payload.length)
                .put((byte) stream)
                .put(new byte[3])
                .putInt(payload.length)
                .put(payload)
                .array();
    }
}
