package berth.agent.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;

/// The engine's log stream, entry by entry.
///
/// Of a container with a terminal there are no frames, only the lines, all of them of stdout: then the stream's first
/// byte is a digit, that of a year, and else 0, 1 or 2.
///
/// A frame is 8 bytes (stream, three zeros, length) and a payload: the entry's time, a space and its text. The text
/// ends with a newline unless the line goes on in the stream's next entry: the engine cuts lines at 16 KiB.
final class LogFrames {
    private static final int HEADER_BYTES = 8;
    /// `2026-01-02T03:04:05.123456789Z`
    private static final int TIME_CHARS = 30;

    static final int STDOUT = 1;
    static final int STDERR = 2;

    private final InputStream in;
    private byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;

    private int stream;
    private int textStart;
    private int textEnd;
    private boolean complete;
    private Instant at = Instant.EPOCH;
    private final byte[] secondText = new byte[19];
    private long second;

    LogFrames(InputStream in) {
        this.in = in;
    }

    /// Goes to the next entry. Without one (the stream is at its end) answers false.
    boolean next() throws IOException {
        if (!fill(1)) {
            return false;
        }
        if (buffer[position] > STDERR) {
            return line();
        }
        fill(HEADER_BYTES);
        stream = buffer[position];
        int length = (buffer[position + 4] & 0xff) << 24
                | (buffer[position + 5] & 0xff) << 16
                | (buffer[position + 6] & 0xff) << 8
                | (buffer[position + 7] & 0xff);
        position += HEADER_BYTES;
        if (length < 0 || !fill(length)) {
            throw new EOFException("the log stream ends inside an entry");
        }
        int end = position + length;
        entry(end);
        return true;
    }

    /// A line that is in no frame; a terminal ends it with CR and LF.
    private boolean line() throws IOException {
        stream = STDOUT;
        int looked = 0;
        while (true) {
            while (position + looked < limit) {
                if (buffer[position + looked++] == '\n') {
                    entry(position + looked);
                    if (length() > 0 && buffer[textEnd - 1] == '\r') {
                        textEnd--;
                    }
                    return true;
                }
            }
            if (!more()) {
                entry(limit);
                return true;
            }
        }
    }

    /// Takes an entry's time and text apart.
    ///
    /// @param end where the next one begins
    private void entry(int end) {
        int space = position;
        while (space < end && buffer[space] != ' ') {
            space++;
        }
        at = time(position, space);
        textStart = Math.min(space + 1, end);
        complete = end > textStart && buffer[end - 1] == '\n';
        textEnd = complete ? end - 1 : end;
        position = end;
    }

    /// Has at least one byte more in the buffer; false at the end of the stream.
    private boolean more() throws IOException {
        int has = limit - position;
        if (has == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        } else if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, has);
            position = 0;
            limit = has;
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            return false;
        }
        limit += read;
        return true;
    }

    /// [#STDOUT] or [#STDERR].
    int stream() {
        return stream;
    }

    Instant at() {
        return at;
    }

    /// Whether the line ends with this entry.
    boolean complete() {
        return complete;
    }

    int length() {
        return textEnd - textStart;
    }

    String text() {
        return new String(buffer, textStart, length(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return Arrays.copyOfRange(buffer, textStart, textEnd);
    }

    /// Has at least `wanted` bytes in the buffer; false when the stream ends before the first of them.
    private boolean fill(int wanted) throws IOException {
        while (limit - position < wanted) {
            if (!more()) {
                if (limit == position) {
                    return false;
                }
                throw new EOFException("the log stream ends inside an entry");
            }
        }
        return true;
    }

    /// Consecutive entries mostly share their second, whose value is kept.
    private Instant time(int from, int to) {
        if (to - from != TIME_CHARS || buffer[to - 1] != 'Z') {
            return OffsetDateTime.parse(new String(buffer, from, to - from, StandardCharsets.US_ASCII))
                    .toInstant();
        }
        if (!Arrays.equals(buffer, from, from + 19, secondText, 0, 19)) {
            System.arraycopy(buffer, from, secondText, 0, 19);
            second = Instant.parse(new String(secondText, StandardCharsets.US_ASCII) + "Z")
                    .getEpochSecond();
        }
        int nanos = 0;
        for (int i = from + 20; i < to - 1; i++) {
            nanos = nanos * 10 + buffer[i] - '0';
        }
        return Instant.ofEpochSecond(second, nanos);
    }
}
