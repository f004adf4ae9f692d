package berth.server.host;

import berth.agent.engine.EngineContainer;
import berth.agent.fault.NetworkNamespaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Enters network namespaces with nsenter, by the first process of their container.
///
/// It takes root, and the engine on this machine. This machine's own namespace is never entered: not that of a
/// container in host mode, nor that of a process which has the pid by now.
final class LinuxNamespaces implements NetworkNamespaces {
    private static final String NSENTER = "nsenter";

    @Override
    public void run(EngineContainer holder, List<Command> commands, Duration limit, Consumer<Outcome> done) {
        Thread.ofVirtual().name("namespace").start(() -> done.accept(run(holder, commands, limit)));
    }

    private static Outcome run(EngineContainer holder, List<Command> commands, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        String output = "";
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            Ended ended;
            try {
                requireNamespaceOf(holder);
                ended = run(holder, command, end - System.nanoTime());
            } catch (IOException e) {
                return unable(i, String.valueOf(e.getMessage()));
            }
            if (ended.killed()) {
                return new Outcome.TimedOut();
            }
            output = ended.output();
            if (ended.exitCode() != 0 && !command.mayFail()) {
                return output.startsWith(NSENTER + ": ")
                        ? unable(i, output.strip())
                        : new Outcome.Failed(i, ended.exitCode(), output);
            }
        }
        return new Outcome.Done(output);
    }

    private static Outcome unable(int index, String why) {
        return new Outcome.Unable(
                index,
                "Berth can't run `iptables` and `tc` in the task's network namespace: " + why
                        + ". It takes root on the engine's machine, and the programs nsenter, iptables and tc there.");
    }

    private static void requireNamespaceOf(EngineContainer holder) throws IOException {
        if (holder.pid() <= 0 || !LinuxProcesses.isOf(holder)) {
            throw new IOException("no process of this machine belongs to the container " + holder.name());
        }
        if (namespace(Long.toString(holder.pid())).equals(namespace("self"))) {
            throw new IOException("the container " + holder.name() + " has this machine's own");
        }
    }

    private static Path namespace(String process) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", process, "ns", "net"));
    }

    private record Ended(boolean killed, int exitCode, String output) {}

    private static Ended run(EngineContainer holder, Command command, long nanos) throws IOException {
        List<String> words = new ArrayList<>(List.of(NSENTER, "--net=/proc/" + holder.pid() + "/ns/net"));
        words.addAll(command.words());
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (own, more) -> own + ':' + more);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            // What these programs print fits into the pipe.
            if (!process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
                return new Ended(true, 0, "");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(false, process.exitValue(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ended(true, 0, "");
        } finally {
            process.destroyForcibly();
        }
    }
}
