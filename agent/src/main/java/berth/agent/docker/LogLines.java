package berth.agent.docker;

import berth.agent.engine.LineListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Puts whole lines together and numbers them from 0 in the order of their last entries. Reading the same log again
/// gives the same numbers, as long as the engine has rotated nothing away.
///
/// Longer lines than [#LONGEST_BYTES] are cut there, so that a container that never ends its line cannot fill the
/// memory; the pieces are lines of their own.
final class LogLines {
    /// ECS: CloudWatch takes 256 KiB for an event, 26 bytes of them its own.
    static final int LONGEST_BYTES = 256 * 1024 - 26;

    private final LineListener listener;
    private final long fromLine;
    private final Stream[] streams = {new Stream(), new Stream()};
    private Instant lastAt = Instant.MIN;
    private int lastStream;
    private boolean lastComplete;
    private long next;

    LogLines(LineListener listener, long fromLine) {
        this.listener = listener;
        this.fromLine = fromLine;
    }

    /// What is known of stdout or stderr.
    private static final class Stream {
        private @Nullable ByteArrayOutputStream partial;
        private Instant partialAt = Instant.EPOCH;
    }

    private Stream stream(int number) {
        return streams[number == LogFrames.STDERR ? 1 : 0];
    }

    /// Whether the entry is certainly the one that was read last. Two lines of one stream never bear the same
    /// nanosecond, but all the pieces of a long line do: of those it is never certain.
    boolean isLast(LogFrames frame) {
        return lastComplete
                && frame.complete()
                && frame.stream() == lastStream
                && frame.at().equals(lastAt);
    }

    /// Number of the next line.
    long next() {
        return next;
    }

    /// Reads to the end of the stream.
    void read(LogFrames frames) throws IOException {
        while (frames.next()) {
            take(frames);
        }
    }

    private void take(LogFrames frame) {
        Stream stream = stream(frame.stream());
        lastAt = frame.at();
        lastStream = frame.stream();
        lastComplete = frame.complete();
        ByteArrayOutputStream partial = stream.partial;
        if (partial == null && frame.complete()) {
            if (next >= fromLine) {
                listener.line(next, frame.at(), frame.text());
            }
            next++;
            return;
        }
        if (partial == null) {
            partial = new ByteArrayOutputStream();
            stream.partial = partial;
            stream.partialAt = frame.at();
        }
        partial.writeBytes(frame.bytes());
        if (frame.complete()) {
            flush(stream);
        } else if (partial.size() > LONGEST_BYTES) {
            cut(stream, partial.toByteArray());
        }
    }

    private void cut(Stream stream, byte[] bytes) {
        give(stream.partialAt, new String(bytes, 0, LONGEST_BYTES, StandardCharsets.UTF_8));
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.write(bytes, LONGEST_BYTES, bytes.length - LONGEST_BYTES);
        stream.partial = rest;
    }

    private void flush(Stream stream) {
        ByteArrayOutputStream partial = stream.partial;
        if (partial != null) {
            stream.partial = null;
            give(stream.partialAt, partial.toString(StandardCharsets.UTF_8));
        }
    }

    /// The container's output is at its end: what has no line end is a line, too.
    void end() {
        flush(stream(LogFrames.STDOUT));
        flush(stream(LogFrames.STDERR));
    }

    private void give(Instant at, String text) {
        if (next >= fromLine) {
            listener.line(next, at, text);
        }
        next++;
    }
}
