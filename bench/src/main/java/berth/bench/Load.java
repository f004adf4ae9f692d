package berth.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Load on a proxy: as much as it bears, by wrk; or so many requests a second, each at its time whether or not the one
/// before it was answered late.
final class Load {
    private static final Pattern COUNT = Pattern.compile("(\\d+) requests in ([0-9.]+)s");
    private static final Pattern ERRORS = Pattern.compile("(Non-2xx[^\\n]*|Socket errors[^\\n]*)");

    private Load() {}

    /// @param requests that were answered, in so many seconds
    record Most(long requests, double seconds) {
        double perSecond() {
            return requests / seconds;
        }
    }

    static Most most(String url, int connections, int seconds) throws IOException, InterruptedException {
        Process wrk = new ProcessBuilder("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", url)
                .redirectErrorStream(true)
                .start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        Matcher errors = ERRORS.matcher(output);
        Matcher count = COUNT.matcher(output);
        if (errors.find() || !count.find()) {
            throw new IOException("wrk on " + url + " says: " + output);
        }
        return new Most(Long.parseLong(count.group(1)), Double.parseDouble(count.group(2)));
    }

    /// The 99th percentile of the time to a whole answer, in ms, from when each request was due.
    static double p99Millis(String host, int port, int connections, double perSecond, int seconds)
            throws InterruptedException {
        int each = (int) (perSecond * seconds / connections);
        long intervalNanos = (long) (1e9 * connections / perSecond);
        double[] millis = new double[each * connections];
        AtomicInteger failures = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime() + 50_000_000;
        for (int c = 0; c < connections; c++) {
            int own = c;
            threads.add(Thread.ofPlatform().start(() -> {
                try (Socket socket = new Socket(host, port)) {
                    socket.setTcpNoDelay(true);
                    ask(socket, start + intervalNanos * own / connections, intervalNanos, each, own, millis);
                } catch (IOException e) {
                    failures.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failures.get() > 0) {
            throw new IllegalStateException(failures.get() + " connections failed");
        }
        Arrays.sort(millis);
        return millis[(int) (millis.length * 0.99)];
    }

    private static void ask(Socket socket, long first, long interval, int count, int own, double[] millis)
            throws IOException {
        byte[] request = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] buffer = new byte[4096];
        for (int i = 0; i < count; i++) {
            long due = first + i * interval;
            long wait = due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            socket.getOutputStream().write(request);
            receive(socket.getInputStream(), buffer);
            millis[own * count + i] = (System.nanoTime() - due) / 1e6;
        }
    }

    /// The small answer ends with its exclamation mark.
    private static void receive(InputStream in, byte[] buffer) throws IOException {
        int read;
        do {
            read = in.read(buffer);
            if (read < 0) {
                throw new IOException("closed");
            }
        } while (buffer[read - 1] != '!');
    }
}
