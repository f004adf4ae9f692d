package berth.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// So many requests a second, each at its time whether or not the one before it was answered late: one that waits for
/// its connection counts from when it was due.
///
/// One thread sends what is due, after naps, and one receives, so that the load costs little of the machine that it
/// shares with what is measured. That a nap was too long is not the proxy's: a request is due when its nap is over.
final class Paced {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long NAP_NANOS = 100_000;
    private static final long LEAD_NANOS = 50_000_000;
    private static final long GRACE_NANOS = 10_000_000_000L;

    private final List<Line> lines = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final double[] millis;
    private int answered;

    private Paced(int requests) throws IOException {
        millis = new double[requests];
    }

    /// The 99th percentile of the time to a whole answer, in ms, from when each request was due.
    static double p99Millis(String host, int port, int connections, double perSecond, int seconds)
            throws IOException, InterruptedException {
        int each = (int) (perSecond * seconds / connections);
        Paced paced = new Paced(each * connections);
        try (Selector selector = paced.selector) {
            for (int i = 0; i < connections; i++) {
                paced.open(new InetSocketAddress(host, port));
            }
            paced.run(each, perSecond);
        } finally {
            for (Line line : paced.lines) {
                line.channel.close();
            }
        }
        Arrays.sort(paced.millis);
        return paced.millis[(int) (paced.millis.length * 0.99)];
    }

    private void open(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Line line = new Line(channel);
        channel.register(selector, SelectionKey.OP_READ, line);
        lines.add(line);
    }

    private void run(int each, double perSecond) throws IOException, InterruptedException {
        long start = System.nanoTime() + LEAD_NANOS;
        double gap = 1e9 / perSecond;
        IOException[] failure = new IOException[1];
        Thread sender = Thread.ofPlatform().start(() -> {
            try {
                send(start, gap, each * lines.size());
            } catch (IOException e) {
                failure[0] = e;
            }
        });
        long end = start + (long) (gap * millis.length) + GRACE_NANOS;
        while (answered < millis.length) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("only " + answered + " of " + millis.length + " were answered");
            }
            selector.select(this::receive, 1000);
        }
        sender.join();
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    /// In turn on each connection.
    private void send(long start, double gap, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            long due = start + (long) (gap * i);
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(NAP_NANOS);
            }
            lines.get(i % lines.size()).due();
        }
    }

    private void receive(SelectionKey key) {
        Line line = (Line) key.attachment();
        try {
            long due = line.received();
            if (due != Line.PART) {
                millis[answered++] = (System.nanoTime() - due) / 1e6;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// A connection, with one request at a time on it.
    private static final class Line {
        static final long PART = Long.MIN_VALUE;

        private final SocketChannel channel;
        private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length);
        private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);
        /// When what is on its way was due, and what waits behind it.
        private final java.util.ArrayDeque<Long> dues = new java.util.ArrayDeque<>();

        Line(SocketChannel channel) {
            this.channel = channel;
            request.put(REQUEST);
        }

        synchronized void due() throws IOException {
            dues.add(System.nanoTime());
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
        synchronized long received() throws IOException {
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
