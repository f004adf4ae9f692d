package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.ContainerEngineContract;
import berth.agent.engine.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/// The contract against a real engine.
@Tag("docker")
class DockerEngineTest extends ContainerEngineContract {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String installation = TestEngine.newInstallation();
    private final String otherInstallation = TestEngine.newInstallation();
    private final DockerEngine engine = new DockerEngine(TestEngine.address(), installation, InstantSource.system());
    private final DockerEngine other =
            new DockerEngine(TestEngine.address(), otherInstallation, InstantSource.system());

    @BeforeAll
    static void images() {
        TestEngine.requireImages();
    }

    @AfterEach
    void removeEverything() {
        engine.close();
        other.close();
        TestEngine.removeAll(installation);
        TestEngine.removeAll(otherInstallation);
    }

    @Override
    protected ContainerEngine engine() {
        return engine;
    }

    @Override
    protected ContainerEngine other() {
        return other;
    }

    @Override
    protected String image() {
        return "busybox";
    }

    @Override
    protected List<String> command(Program program) {
        return switch (program) {
            case Program.Exits(int code) -> shell("exit " + code);
            case Program.RunsUntilStopped() -> shell("trap 'exit 143' TERM; while :; do sleep 0.1; done");
            case Program.IgnoresStop() -> shell("trap '' TERM; while :; do sleep 1; done");
            case Program.ExceedsMemory() -> shell("exec tail /dev/zero");
            case Program.Prints(int lines) -> shell(print(lines));
            case Program.PrintsAndRuns(int lines) ->
                shell(print(lines) + "; trap 'exit 143' TERM; while :; do sleep 0.1; done");
            case Program.PrintsLongLines(int characters) ->
                shell("head -c " + characters + " /dev/zero | tr '\\0' x; echo; head -c " + characters
                        + " /dev/zero | tr '\\0' y");
        };
    }

    private static String print(int lines) {
        return "seq 0 " + (lines - 1) + " | sed 's/^/line /'";
    }

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }

    @Override
    protected void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline for " + what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override
    protected int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected String freeRange() {
        return "10.213.0.0/16";
    }

    @Override
    protected String newName() {
        return installation + "-" + COUNTER.incrementAndGet();
    }
}
