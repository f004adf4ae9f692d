package berth.agent.logs;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.LineListener;
import berth.kernel.Loop;
import berth.kernel.host.HostChannel;
import berth.kernel.host.LogBatch;
import berth.kernel.host.LogBatch.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Ships one container's output. Lives on the agent's loop, but for its [LineIntake].
///
/// It asks the store which event is wanted next, follows the container, and sends one batch at a time: at once
/// when 1,000 lines or 1 MiB are there or the container has exited, otherwise 50 ms after the first line, so
/// that a live tail is a tail. A batch without an answer is sent again, after 2 s and then ever more slowly up
/// to 30 s.
final class LogShipper {
    /// ECS (PutLogEvents): at most 1,048,576 bytes a batch.
    private static final int BATCH_BYTES = 1 << 20;

    private static final int BATCH_LINES = 1_000;
    private static final Duration LINGER = Duration.ofMillis(50);
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(2);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(30);
    private static final Duration REOPEN = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final LogSource source;
    private final String hostId;
    private final ContainerEngine engine;
    private final HostChannel.Upstream upstream;
    private final Loop loop;
    private final LineGate gate;
    private final Runnable whenDone;

    private @Nullable LineIntake intake;
    private ContainerEngine.@Nullable Watch watch;
    private @Nullable LogBatch sending;
    private Loop.@Nullable Timer resend;
    private Loop.@Nullable Timer linger;
    private Loop.@Nullable Timer reopen;
    private Duration patience = FIRST_PATIENCE;
    private int question;
    private boolean due;
    private boolean gone;
    private boolean closed;
    private boolean done;

    /// Where the lines come from and where they go.
    ///
    /// The engine's id names the source, not the container's ARN: one that was removed before anybody heard that it
    /// ran is made again under the same ARN, and its lines begin at 0 again.
    record LogSource(String engineId, String group, String stream) {}

    LogShipper(
            LogSource source,
            String hostId,
            ContainerEngine engine,
            HostChannel.Upstream upstream,
            Loop loop,
            LineGate gate,
            Runnable whenDone) {
        this.source = source;
        this.hostId = hostId;
        this.engine = engine;
        this.upstream = upstream;
        this.loop = loop;
        this.gate = gate;
        this.whenDone = whenDone;
    }

    /// Whether the store has the last line.
    boolean done() {
        return done;
    }

    /// Whether the engine no longer has the container.
    boolean orphaned() {
        return gone;
    }

    /// Asks where to begin, until answered.
    void ask() {
        int asked = ++question;
        upstream.logPosition(hostId, source.group(), source.stream(), source.engineId(), onLoop(next -> {
            if (asked == question && intake == null) {
                positioned(next);
            }
        }));
        again(this::ask);
    }

    /// The container is no longer on the engine: what was read is all there is.
    void gone() {
        if (!gone) {
            gone = true;
            loop.schedule(FAREWELL, () -> {
                if (!closed && intake != null && !intake.ended()) {
                    intake.endNow();
                }
            });
        }
    }

    /// The control plane can be reached again: don't wait for the next try.
    void hurry() {
        if (resend == null) {
            return;
        }
        patience = FIRST_PATIENCE;
        if (intake == null) {
            ask();
        } else if (sending != null) {
            deliver(sending);
        }
    }

    void close() {
        closed = true;
        cancelTimers();
        closeWatch();
        gate.release();
    }

    private void positioned(long next) {
        answered();
        LineIntake lines = new LineIntake(next, gate, () -> loop.execute(this::woken));
        intake = lines;
        if (gone) {
            lines.endNow();
        } else {
            read(lines);
        }
    }

    private void read(LineIntake lines) {
        int reading = lines.open();
        watch = engine.follow(source.engineId(), lines.nextLine(), new LineListener() {
            @Override
            public void line(long number, Instant at, String text) {
                lines.line(reading, number, at, text);
            }

            @Override
            public void end() {
                lines.end(reading);
            }

            @Override
            public void failed(String message) {
                lines.stop(reading);
            }
        });
    }

    private void woken() {
        LineIntake lines = intake;
        if (closed || lines == null) {
            return;
        }
        lines.awake();
        readOn(lines);
        sendIfDue(lines);
    }

    /// Takes up a reading that broke off, once there is room.
    private void readOn(LineIntake lines) {
        if (lines.reading() || lines.ended()) {
            return;
        }
        closeWatch();
        if (gone) {
            lines.endNow();
        } else if (lines.roomy() && reopen == null) {
            reopen = loop.schedule(REOPEN, () -> {
                reopen = null;
                if (!closed && !lines.reading() && !lines.ended()) {
                    read(lines);
                }
            });
        }
    }

    private void sendIfDue(LineIntake lines) {
        if (sending != null || done) {
            return;
        }
        boolean ended = lines.ended();
        int size = lines.size();
        if (size == 0 && !ended) {
            return;
        }
        if (due || ended || size >= BATCH_LINES) {
            due = false;
            send(lines);
        } else if (linger == null) {
            linger = loop.schedule(LINGER, () -> {
                linger = null;
                due = true;
                woken();
            });
        }
    }

    private void send(LineIntake lines) {
        boolean ended = lines.ended();
        List<Line> batch = lines.peek(BATCH_LINES, BATCH_BYTES);
        boolean last = ended && batch.size() == lines.size();
        LogBatch next = new LogBatch(source.group(), source.stream(), source.engineId(), lines.first(), batch, last);
        sending = next;
        deliver(next);
    }

    private void deliver(LogBatch batch) {
        again(() -> {
            if (sending == batch) {
                deliver(batch);
            }
        });
        upstream.log(hostId, batch, onLoop(next -> {
            if (sending == batch) {
                acknowledged(batch, next);
            }
        }));
    }

    private void acknowledged(LogBatch batch, long next) {
        LineIntake lines = intake;
        if (lines == null) {
            return;
        }
        sending = null;
        answered();
        if (next < batch.firstLine()) {
            startOver(lines);
            return;
        }
        lines.stored(next);
        if (batch.last() && next >= batch.firstLine() + batch.lines().size()) {
            finish();
            return;
        }
        readOn(lines);
        due = lines.size() > 0;
        sendIfDue(lines);
    }

    /// The store has less than it said before: read again from what it wants.
    private void startOver(LineIntake lines) {
        lines.endNow();
        closeWatch();
        gate.release();
        intake = null;
        ask();
    }

    private void finish() {
        done = true;
        close();
        whenDone.run();
    }

    private void again(Runnable retry) {
        if (resend != null) {
            resend.cancel();
        }
        resend = loop.schedule(patience, () -> {
            resend = null;
            if (!closed) {
                retry.run();
            }
        });
        Duration doubled = patience.multipliedBy(2);
        patience = doubled.compareTo(LAST_PATIENCE) < 0 ? doubled : LAST_PATIENCE;
    }

    private void answered() {
        patience = FIRST_PATIENCE;
        if (resend != null) {
            resend.cancel();
            resend = null;
        }
    }

    private LongConsumer onLoop(LongConsumer body) {
        return value -> loop.execute(() -> {
            if (!closed) {
                body.accept(value);
            }
        });
    }

    private void closeWatch() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    private void cancelTimers() {
        answered();
        if (linger != null) {
            linger.cancel();
            linger = null;
        }
        if (reopen != null) {
            reopen.cancel();
            reopen = null;
        }
    }
}
