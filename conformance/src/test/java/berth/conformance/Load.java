package berth.conformance;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Requests to a load balancer over 16 kept connections, until it is closed: some ask for what takes the backend two
/// seconds, so that such requests are in flight at any moment.
///
/// A request counts under the name that its backend answers with. Whatever else comes of it, a refused or closed
/// connection too, is a failure; nothing is sent a second time.
final class Load implements AutoCloseable {
    private static final int CONNECTIONS = 16;
    private static final int SLOW = 4;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InetSocketAddress address;
    private final List<Thread> threads = new ArrayList<>();
    private final TreeMap<String, Integer> fast = new TreeMap<>();
    private final TreeMap<String, Integer> slow = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private volatile boolean ended;

    private Load(InetSocketAddress address) {
        this.address = address;
    }

    static Load on(InetSocketAddress address) {
        Load load = new Load(address);
        for (int i = 0; i < CONNECTIONS; i++) {
            boolean waits = i < SLOW;
            load.threads.add(Thread.ofVirtual().start(() -> load.goOn(waits)));
        }
        return load;
    }

    /// Sends so many requests beside the others, over 16 connections of their own.
    ///
    /// @param header a line of the request's head, or nothing
    /// @return how many each backend answered
    Map<String, Integer> burst(int requests, String header) {
        TreeMap<String, Integer> answers = new TreeMap<>();
        AtomicInteger left = new AtomicInteger(requests);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            senders.add(Thread.ofVirtual().start(() -> {
                Connection connection = new Connection(address);
                while (left.getAndDecrement() > 0) {
                    ask(connection, "/", header, answers);
                }
                connection.close();
            }));
        }
        senders.forEach(Load::join);
        return answers;
    }

    /// Ends the requests, after those in flight.
    @Override
    public void close() {
        ended = true;
        threads.forEach(Load::join);
    }

    List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /// How many requests of two seconds each backend answered.
    Map<String, Integer> slow() {
        synchronized (slow) {
            return Map.copyOf(slow);
        }
    }

    /// How many of the others.
    Map<String, Integer> fast() {
        synchronized (fast) {
            return Map.copyOf(fast);
        }
    }

    private void goOn(boolean waits) {
        Connection connection = new Connection(address);
        while (!ended) {
            ask(connection, waits ? "/slow" : "/", "", waits ? slow : fast);
            if (!waits) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        connection.close();
    }

    private void ask(Connection connection, String path, String header, TreeMap<String, Integer> answers) {
        try {
            String backend = connection.ask(path, header);
            synchronized (answers) {
                answers.merge(backend, 1, Integer::sum);
            }
        } catch (IOException e) {
            connection.close();
            synchronized (failures) {
                failures.add(path + ": " + e);
            }
            // A backend that is gone altogether is not to fill the memory with failures.
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// One connection after another, each kept as long as the other side keeps it.
    private static final class Connection {
        private final InetSocketAddress address;
        private Socket socket = new Socket();
        private InputStream in = InputStream.nullInputStream();

        Connection(InetSocketAddress address) {
            this.address = address;
        }

        String ask(String path, String header) throws IOException {
            if (!socket.isConnected()) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.connect(address);
                in = new BufferedInputStream(socket.getInputStream());
            }
            String head = "GET " + path + " HTTP/1.1\r\nHost: load\r\n" + (header.isEmpty() ? "" : header + "\r\n");
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return answer();
        }

        private String answer() throws IOException {
            String status = line();
            int length = 0;
            boolean close = false;
            for (String field = line(); !field.isEmpty(); field = line()) {
                String lower = field.toLowerCase(java.util.Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            lower.substring("content-length:".length()).strip());
                }
                close |= lower.equals("connection: close");
            }
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            if (!status.startsWith("HTTP/1.1 200 ") || body.length() < length) {
                throw new IOException(status + " with " + body);
            }
            if (close) {
                close();
            }
            return body;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("closed by the load balancer after: " + line);
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // It is given up anyway.
            }
            socket = new Socket();
        }
    }
}
