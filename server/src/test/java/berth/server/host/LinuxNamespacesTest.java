package berth.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import berth.agent.engine.EngineContainer;
import berth.agent.fault.NetworkNamespaces.Command;
import berth.agent.fault.NetworkNamespaces.Outcome;
import berth.kernel.host.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinuxNamespacesTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /// Every process stands in a cgroup with a slash in its name.
    private static final String ANY = "/";

    @Test
    void thisMachinesOwnNamespaceIsNeverEntered() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/ns/net")), "namespaces are Linux's");
        Outcome outcome = run(ANY, ProcessHandle.current().pid(), LONG, command("true"));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unable.class, unable -> assertThat(unable.why()).contains("has this machine's own"));
    }

    @Test
    void aProcessThatIsNotTheContainersIsLeftAlone() throws Exception {
        for (long pid : new long[] {0, ProcessHandle.current().pid(), Integer.MAX_VALUE}) {
            assertThat(run("0123456789abcdef", pid, LONG, command("true")))
                    .isInstanceOfSatisfying(
                            Outcome.Unable.class,
                            unable -> assertThat(unable.why())
                                    .contains("no process of this machine belongs to the container pause"));
        }
    }

    @Test
    void commandsRunInTheNamespaceUpToTheFirstThatFailsAndMustNot() throws Exception {
        Process other = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo ready; exec sleep 60").start();
        try {
            assumeTrue(other.getInputStream().read() == 'r', "a network namespace takes root and Linux");
            long pid = other.pid();

            assertThat(run(ANY, pid, LONG, command("ls /sys/class/net"), command("ip -o link show")))
                    .isInstanceOfSatisfying(
                            Outcome.Done.class,
                            done -> assertThat(done.output()).contains(" lo: ").hasLineCount(1));
            assertThat(run(
                            ANY,
                            pid,
                            LONG,
                            optional("false"),
                            optional("nosuchprogram"),
                            command("ls /nowhere"),
                            command("true")))
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                        assertThat(failed.index()).isEqualTo(2);
                        assertThat(failed.exitCode()).isEqualTo(2);
                        assertThat(failed.output()).contains("/nowhere");
                    });
            assertThat(run(ANY, pid, LONG, command("true"), command("nosuchprogram")))
                    .isInstanceOfSatisfying(Outcome.Unable.class, unable -> {
                        assertThat(unable.index()).isEqualTo(1);
                        assertThat(unable.why()).contains("failed to execute nosuchprogram: No such file or directory");
                    });
            assertThat(run(ANY, pid, Duration.ofMillis(300), command("sleep 50")))
                    .isEqualTo(new Outcome.TimedOut());
        } finally {
            other.destroyForcibly();
        }
    }

    private static Command command(String words) {
        return Command.of(words);
    }

    private static Command optional(String words) {
        return Command.of(words).optional();
    }

    private static Outcome run(String id, long pid, Duration limit, Command... commands) throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        new LinuxNamespaces()
                .run(
                        new EngineContainer(
                                id,
                                "pause",
                                "image",
                                new TreeMap<>(),
                                EngineContainer.Status.RUNNING,
                                Instant.EPOCH,
                                null,
                                null,
                                null,
                                false,
                                null,
                                Health.UNKNOWN,
                                List.of(),
                                pid),
                        List.of(commands),
                        limit,
                        outcome::complete);
        return outcome.get(30, TimeUnit.SECONDS);
    }
}
