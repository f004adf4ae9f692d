package berth.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The proxy beside HAProxy: the same backend, the same load, the same fields added to each request, in turns. CPU is
/// what the kernel counts for the process, as [CpuUse] tells it.
///
/// Each is a process of its own, and so is the backend. Both may use every processor. Before anything counts, the proxy
/// serves for a minute, and for another before each tail, since the JVM compiles while it runs.
final class ProxyBenchmark {
    private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
    private static final String OURS = "127.66.250.1";
    private static final String THEIRS = "127.66.250.2";
    private static final int PORT = 18090;
    private static final int WARM_UP_SECONDS = 15;
    private static final int SECONDS = 4;
    private static final double RATE = 0.6;
    /// A tail is a matter of the few requests that wait for a method to be compiled, in the proxy and in the client
    /// that
    /// paces, which are programs of the JVM both: some two minutes go by until there are next to none.
    private static final int PACED_WARM_UPS = 15;
    private static final int RATED = 3;

    private final List<String> java;
    private final Path scratch;
    private final int pairs;
    private final Consumer<Object> out;

    /// @param command the server's command line, of which the JVM and its flags are used
    ProxyBenchmark(List<String> command, Path scratch, int pairs, Consumer<Object> out) {
        this.java = command.subList(0, command.indexOf("-cp")).stream()
                .filter(word -> !word.startsWith("-XX:AOTCache"))
                .toList();
        this.scratch = scratch;
        this.pairs = pairs;
        this.out = out;
    }

    private record Side(String address, CpuUse cpu) {
        String url(String path) {
            return "http://" + address + ':' + PORT + path;
        }
    }

    private record Measured(double perSecond, double cpuMicros) {}

    void run() throws Exception {
        if (!Files.isExecutable(HAPROXY) || !isThere("wrk")) {
            out.accept("proxy: skipped, because haproxy or wrk is not installed (apt-get install haproxy wrk)");
            return;
        }
        List<Process> processes = new ArrayList<>();
        List<CpuUse> used = new ArrayList<>();
        try {
            Process backend = java(processes, "berth.bench.BodyServer");
            String backendPort = firstLine(backend);
            int threads = Runtime.getRuntime().availableProcessors();
            Process proxy = java(
                    processes,
                    "berth.bench.ProxyAlone",
                    OURS,
                    Integer.toString(PORT),
                    backendPort,
                    Integer.toString(threads));
            firstLine(proxy);
            Process haproxy = haproxy(processes, backendPort, threads);
            used.add(CpuUse.of(proxy.pid()));
            used.add(CpuUse.of(haproxy.pid()));
            out.accept("proxy: CPU is counted " + used.getFirst().how());
            measure(new Side(OURS, used.getFirst()), new Side(THEIRS, used.getLast()));
        } finally {
            for (Process process : processes) {
                process.destroyForcibly().waitFor();
            }
            for (CpuUse cpu : used) {
                cpu.close();
            }
        }
    }

    private void measure(Side ours, Side theirs) throws Exception {
        for (String path : List.of("/", "/large")) {
            for (int connections : List.of(16, 64)) {
                Load.most(ours.url(path), connections, WARM_UP_SECONDS);
                Load.most(theirs.url(path), connections, 1);
            }
        }
        for (int connections : List.of(16, 64)) {
            beside(ours, theirs, "/", connections);
            beside(ours, theirs, "/large", connections);
        }
        for (int connections : List.of(16, 64)) {
            paced(PACED_WARM_UPS, 1, connections, RATE * most(theirs, connections));
            out.accept(paced(1, pairs, connections, RATE * most(theirs, connections)));
        }
    }

    /// What it bears now: a machine that others share is not as fast as it was minutes ago.
    private static double most(Side side, int connections) throws Exception {
        List<Double> perSecond = new ArrayList<>();
        for (int i = 0; i < RATED; i++) {
            perSecond.add(Load.most(side.url("/"), connections, SECONDS).perSecond());
        }
        return Pairs.median(perSecond);
    }

    private static Pairs.Result paced(int warmUps, int pairs, int connections, double rate) throws Exception {
        return Pairs.alternate(
                String.format(Locale.ROOT, "proxy: p99 at %.0f a second, %d connections", rate, connections),
                "ms",
                warmUps,
                pairs,
                1.3,
                false,
                () -> Paced.p99Millis(OURS, PORT, connections, rate, SECONDS),
                () -> Paced.p99Millis(THEIRS, PORT, connections, rate, SECONDS));
    }

    /// CPU and throughput of both under all the load that they bear.
    private void beside(Side ours, Side theirs, String path, int connections) throws Exception {
        List<Measured> mine = new ArrayList<>();
        List<Measured> other = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            if (i % 2 == 0) {
                mine.add(once(ours, path, connections));
                other.add(once(theirs, path, connections));
            } else {
                other.add(once(theirs, path, connections));
                mine.add(once(ours, path, connections));
            }
        }
        String what = (path.equals("/") ? "small bodies, " : "1 MB bodies, ") + connections + " connections";
        out.accept(new Pairs.Result(
                "proxy: CPU a request, " + what,
                "us",
                mine.stream().map(Measured::cpuMicros).toList(),
                other.stream().map(Measured::cpuMicros).toList(),
                1.3,
                false));
        out.accept(new Pairs.Result(
                "proxy: throughput, " + what,
                "/s",
                mine.stream().map(Measured::perSecond).toList(),
                other.stream().map(Measured::perSecond).toList(),
                0.9,
                true));
    }

    private static Measured once(Side side, String path, int connections) throws Exception {
        double before = side.cpu.seconds();
        Load.Most most = Load.most(side.url(path), connections, SECONDS);
        double cpu = side.cpu.seconds() - before;
        return new Measured(most.perSecond(), cpu * 1e6 / most.requests());
    }

    private Process java(List<Process> processes, String main, String... args) throws IOException {
        List<String> line = new ArrayList<>(java);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        line.addAll(List.of(args));
        Process process = new ProcessBuilder(line)
                .redirectError(scratch.resolve(main + ".log").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        if (line == null) {
            throw new IOException("a process of the benchmark ended before it was ready");
        }
        return line;
    }

    private Process haproxy(List<Process> processes, String backendPort, int threads) throws IOException {
        Path config = scratch.resolve("haproxy.cfg");
        Files.writeString(config, """
                global
                    maxconn 4096
                    nbthread %d
                defaults
                    mode http
                    option forwardfor
                    http-reuse always
                    timeout connect 10s
                    timeout client 60s
                    timeout server 60s
                frontend in
                    bind %s:%d
                    http-request set-header X-Forwarded-Proto http
                    http-request set-header X-Forwarded-Port %%[dst_port]
                    http-request set-header X-Amzn-Trace-Id Root=1-%%[date,hex]-%%[uuid()]
                    default_backend out
                backend out
                    server one 127.0.0.1:%s
                """.formatted(threads, THEIRS, PORT, backendPort));
        Process process = new ProcessBuilder(HAPROXY.toString(), "-db", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("haproxy.log").toFile())
                .start();
        processes.add(process);
        for (int i = 0; i < 50 && !listens(); i++) {
            Waits.pause(100);
        }
        return process;
    }

    private static boolean listens() {
        try (var socket = new java.net.Socket(THEIRS, PORT)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isThere(String program) {
        for (String directory : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
