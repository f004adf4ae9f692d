package berth.agent.logs;

import berth.kernel.host.LogBatch.Line;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// Lines that were read and not yet stored, in a bounded queue between the engine's reading thread and the
/// agent's loop.
///
/// Two numbers: the engine counts lines, the store counts events, and a long line is several events. Only
/// reading from the start tells which event a line begins with, so a reading after a crash begins at line 0 and
/// skips the events that the store has. (The engine has to read from the start anyway: its files have no
/// index.)
///
/// INVARIANT: the queue holds the events `first` to `first + size - 1` without gaps.
final class LineIntake {
    static final int MAX_LINES = 20_000;
    static final int MAX_BYTES = 8 << 20;
    /// What an event weighs beside its text.
    private static final int OVERHEAD = 26;

    private final LineGate gate;
    private final Runnable wake;
    private final Deque<Line> queue = new ArrayDeque<>();
    private long first;
    private long nextEvent;
    private long nextLine;
    private int bytes;
    private int reader;
    private boolean reading;
    private boolean woken;
    private boolean ended;

    /// @param stored number of events that the store has already
    /// @param wake brings the news to the loop; called on any thread
    LineIntake(long stored, LineGate gate, Runnable wake) {
        this.first = stored;
        this.gate = gate;
        this.wake = wake;
    }

    /// A new reading begins, and with it the former one's lines stop counting.
    ///
    /// @return the number of the reading, for [#line]
    synchronized int open() {
        reading = true;
        return ++reader;
    }

    synchronized long nextLine() {
        return nextLine;
    }

    /// A line was read. Waits at the gate while there is no room.
    void line(int by, long number, Instant at, String text) {
        while (!offer(by, number, at, text)) {
            if (!gate.awaitRoom()) {
                stop(by);
                return;
            }
        }
    }

    private synchronized boolean offer(int by, long number, Instant at, String text) {
        if (by != reader || !reading || number < nextLine) {
            return true;
        }
        if (queue.size() >= MAX_LINES || bytes >= MAX_BYTES) {
            return false;
        }
        nextLine = number + 1;
        for (String piece : LineSplitter.split(text)) {
            if (nextEvent++ >= first + queue.size()) {
                queue.add(new Line(at, piece));
                bytes += weight(piece);
            }
        }
        wakeOnce();
        return true;
    }

    /// A reading broke off or found no room.
    synchronized void stop(int by) {
        if (by == reader && reading) {
            reading = false;
            wakeOnce();
        }
    }

    /// A reading came to the end of the output.
    synchronized void end(int by) {
        if (by == reader && reading) {
            endNow();
        }
    }

    /// There will be no more lines.
    synchronized void endNow() {
        reading = false;
        ended = true;
        wakeOnce();
    }

    /// The loop has taken notice; the next line wakes it again.
    synchronized void awake() {
        woken = false;
    }

    synchronized boolean reading() {
        return reading;
    }

    synchronized boolean ended() {
        return ended;
    }

    synchronized int size() {
        return queue.size();
    }

    synchronized long first() {
        return first;
    }

    synchronized boolean roomy() {
        return queue.size() <= MAX_LINES / 2 && bytes <= MAX_BYTES / 2;
    }

    /// The oldest lines, at most `lines` of them and, unless it is one line, at most `weight` bytes.
    synchronized List<Line> peek(int lines, int weight) {
        List<Line> batch = new ArrayList<>(Math.min(lines, queue.size()));
        int total = 0;
        Iterator<Line> oldest = queue.iterator();
        while (batch.size() < lines && oldest.hasNext()) {
            Line line = oldest.next();
            total += weight(line.text());
            if (total > weight && !batch.isEmpty()) {
                break;
            }
            batch.add(line);
        }
        return batch;
    }

    /// The store has everything before this event.
    void stored(long next) {
        boolean room;
        synchronized (this) {
            while (first < next && !queue.isEmpty()) {
                bytes -= weight(queue.remove().text());
                first++;
            }
            first = Math.max(first, next);
            room = roomy();
        }
        if (room) {
            gate.release();
        }
    }

    private void wakeOnce() {
        if (!woken) {
            woken = true;
            wake.run();
        }
    }

    private static int weight(String text) {
        return LineSplitter.bytes(text) + OVERHEAD;
    }
}
