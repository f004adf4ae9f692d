package berth.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One machine of [Machines]: a network namespace, a dockerd in it, and the agent when it is told to join.
final class Machine {
    private static final Duration ENGINE_START = Duration.ofSeconds(30);

    private final String namespace;
    private final String link;
    private final String bridge;
    private final String address;
    private final String gateway;
    private final Path folder;
    private @Nullable Process dockerd;
    private @Nullable Process agent;

    Machine(String bridge, int number, String network, Path folder) {
        this.bridge = bridge;
        this.namespace = bridge + "n" + number;
        this.link = bridge + "v" + number;
        this.address = network + '.' + number;
        this.gateway = network + ".254";
        this.folder = folder;
    }

    String name() {
        return "machine-" + namespace;
    }

    String address() {
        return address;
    }

    Path folder() {
        return folder;
    }

    String engine() {
        return "unix://" + folder.resolve("docker.sock");
    }

    void start() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("ip", "netns", "add", namespace);
        Shell.run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        Shell.run("ip", "link", "set", link, "master", bridge, "up");
        inside("ip", "addr", "add", address + "/24", "dev", "eth0");
        inside("ip", "link", "set", "eth0", "up");
        inside("ip", "link", "set", "lo", "up");
        inside("ip", "route", "add", "default", "via", gateway);
        startEngine();
    }

    void startEngine() {
        dockerd = background(
                "dockerd",
                "dockerd",
                "--data-root",
                folder.resolve("data").toString(),
                "--exec-root",
                folder.resolve("exec").toString(),
                "-H",
                engine(),
                "-p",
                folder.resolve("docker.pid").toString(),
                "--cgroup-parent",
                "/" + namespace,
                "--bip",
                "10.98.0.1/24",
                "--default-ulimit",
                "nofile=20000:20000");
        TestBerth.await(
                ENGINE_START,
                "the engine of " + namespace,
                () -> Shell.attempt("docker", "-H", engine(), "version").code(),
                code -> code == 0);
    }

    /// kill -9; the containers run on below their shims.
    void killEngine() {
        end(dockerd);
        dockerd = null;
        try {
            Files.deleteIfExists(folder.resolve("docker.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void cutOff() {
        Shell.run("ip", "link", "set", link, "down");
    }

    void reconnect() {
        Shell.run("ip", "link", "set", link, "up");
    }

    /// Starts the agent.
    void join(String url, String key, String... options) {
        Path file = folder.resolve("key");
        try {
            Files.writeString(file, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "agent",
                "--join",
                url,
                "--insecure",
                "--key",
                file.toString(),
                "--data",
                folder.resolve("agent").toString(),
                "--engine",
                engine(),
                "--publish-address",
                address));
        command.addAll(Arrays.asList(options));
        agent = background("agent", command.toArray(String[]::new));
    }

    String agentLog() {
        try {
            return Files.readString(folder.resolve("agent.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// ARNs of the tasks whose containers the engine says run.
    List<String> runningTasks() {
        String lines =
                Shell.run("docker", "-H", engine(), "ps", "--format", "{{.Label \"com.amazonaws.ecs.task-arn\"}}");
        return lines.lines().filter(line -> !line.isBlank()).sorted().toList();
    }

    /// Processes of containers, as the kernel knows them, whether or not an engine does.
    List<Long> processes() {
        List<Long> pids = new ArrayList<>();
        for (Path group : cgroups()) {
            try {
                for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
                    long number = Long.parseLong(pid);
                    if (!pids.contains(number)) {
                        pids.add(number);
                    }
                }
            } catch (IOException e) {
                // The group was removed meanwhile.
            }
        }
        return pids;
    }

    String inside(String... command) {
        List<String> whole = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
        whole.addAll(Arrays.asList(command));
        return Shell.run(whole.toArray(String[]::new));
    }

    /// Ends and removes everything of it, in any state.
    void close() {
        List<RuntimeException> failures = new ArrayList<>();
        Machines.tolerate(failures, () -> end(agent));
        Machines.tolerate(failures, this::stopEngine);
        Machines.tolerate(failures, this::killWhatIsLeft);
        Machines.tolerate(failures, this::unmount);
        Machines.tolerate(failures, this::removeCgroups);
        Machines.tolerate(failures, () -> Shell.run("ip", "netns", "del", namespace));
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    /// In order where it can be, so that it takes its mounts and shims with it.
    private void stopEngine() {
        if (dockerd == null || !dockerd.isAlive()) {
            return;
        }
        Shell.attempt("sh", "-c", "docker -H " + engine() + " ps -aq | xargs -r docker -H " + engine() + " rm -f");
        dockerd.destroy();
        try {
            if (!dockerd.waitFor(20, TimeUnit.SECONDS)) {
                end(dockerd);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Shims and containers of an engine that was killed, and its containerd.
    private void killWhatIsLeft() {
        processes().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid())
                        .contains(folder.resolve("exec").toString()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    private void unmount() {
        Shell.run(
                "sh",
                "-c",
                "grep -F ' " + folder + "/' /proc/mounts | cut -d' ' -f2 | sort -r | xargs -r -n 1 umount -l");
    }

    private void removeCgroups() {
        TestBerth.await(Duration.ofSeconds(10), "its processes to end", this::processes, List::isEmpty);
        for (Path group : cgroups().stream().sorted(Comparator.reverseOrder()).toList()) {
            Shell.attempt("rmdir", group.toString());
        }
    }

    private List<Path> cgroups() {
        List<Path> groups = new ArrayList<>();
        try (Stream<Path> roots = Files.list(Path.of("/sys/fs/cgroup"))) {
            List<Path> starts = new ArrayList<>(roots.filter(Files::isDirectory).toList());
            starts.add(Path.of("/sys/fs/cgroup"));
            for (Path start : starts) {
                Path ours = start.resolve(namespace);
                if (Files.isDirectory(ours)) {
                    try (Stream<Path> below = Files.walk(ours)) {
                        below.filter(Files::isDirectory).forEach(groups::add);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return groups;
        }
        return groups;
    }

    private Process background(String log, String... command) {
        List<String> whole = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
        whole.addAll(Arrays.asList(command));
        try {
            return new ProcessBuilder(whole)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve(log + ".log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(@Nullable Process process) {
        if (process != null && process.isAlive()) {
            process.destroyForcibly();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
