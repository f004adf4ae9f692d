package berth.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// So many requests a second, each at its time whether or not the one before it was answered late: one that waits for
/// its connection counts from when it was due.
///
/// One thread sends what is due and receives, and sleeps for a millisecond at most between, so that the load costs
/// little of the machine that it shares with what is measured. That it slept is not the proxy's: a request is due when
/// the sleep is over. What the first half second asks for is not counted: it waits for connections to be opened, here
/// and behind the proxy, which a rate of requests does not speak of.
final class Paced {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long SLEEP_MILLIS = 1;
    private static final double SETTLING_SECONDS = 0.5;
    private static final long GRACE_NANOS = 10_000_000_000L;

    private final List<Line> lines = new ArrayList<>();
    private final Selector selector = Selector.open();
    /// Of those that count, in the order of their answers.
    private final double[] millis;
    private long countedFrom;
    private int answered;
    private int counted;

    private Paced(int requests) throws IOException {
        millis = new double[requests];
    }

    /// The 99th percentile of the time to a whole answer, in ms, from when each request was due.
    static double p99Millis(String host, int port, int connections, double perSecond, int seconds) throws IOException {
        Paced paced = new Paced((int) (perSecond * (SETTLING_SECONDS + seconds)));
        try (Selector selector = paced.selector) {
            for (int i = 0; i < connections; i++) {
                paced.open(new InetSocketAddress(host, port));
            }
            paced.run(perSecond);
        } finally {
            for (Line line : paced.lines) {
                line.channel.close();
            }
        }
        double[] millis = Arrays.copyOf(paced.millis, paced.counted);
        Arrays.sort(millis);
        return millis[(int) (millis.length * 0.99)];
    }

    private void open(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Line line = new Line(channel);
        channel.register(selector, SelectionKey.OP_READ, line);
        lines.add(line);
    }

    private void run(double perSecond) throws IOException {
        long start = System.nanoTime();
        double gap = 1e9 / perSecond;
        int count = millis.length;
        countedFrom = start + (long) (SETTLING_SECONDS * 1e9);
        long end = start + (long) (gap * count) + GRACE_NANOS;
        int sent = 0;
        while (answered < count) {
            long now = System.nanoTime();
            if (now - end > 0) {
                throw new IOException("only " + answered + " of " + count + " were answered");
            }
            int due = (int) Math.min(count, (now - start) / gap);
            for (; sent < due; sent++) {
                lines.get(sent % lines.size()).due(now);
            }
            selector.select(this::receive, SLEEP_MILLIS);
        }
    }

    private void receive(SelectionKey key) {
        Line line = (Line) key.attachment();
        try {
            long due = line.received();
            if (due == Line.PART) {
                return;
            }
            answered++;
            if (due - countedFrom >= 0) {
                millis[counted++] = (System.nanoTime() - due) / 1e6;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A connection, with one request at a time on it.
    private static final class Line {
        static final long PART = Long.MIN_VALUE;

        private final SocketChannel channel;
        private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length);
        private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);
        /// When what is on its way was due, and what waits behind it.
        private final ArrayDeque<Long> dues = new ArrayDeque<>();

        Line(SocketChannel channel) {
            this.channel = channel;
            request.put(REQUEST);
        }

        void due(long now) throws IOException {
            dues.add(now);
            if (dues.size() == 1) {
                ask();
            }
        }

        private void ask() throws IOException {
            request.flip();
            if (channel.write(request) < REQUEST.length) {
                throw new IOException("a request did not fit into its socket");
            }
        }

        /// The small answer ends with its exclamation mark.
        ///
        /// @return when the request was due that is answered now, or [#PART]
        long received() throws IOException {
            answer.clear();
            int read = channel.read(answer);
            if (read < 0) {
                throw new IOException("a connection was closed");
            }
            if (read == 0 || answer.get(read - 1) != '!') {
                return PART;
            }
            long due = dues.remove();
            if (!dues.isEmpty()) {
                ask();
            }
            return due;
        }
    }
}
