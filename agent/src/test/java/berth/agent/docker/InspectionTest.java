package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.kernel.host.Health;
import berth.kernel.host.PortBinding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InspectionTest {

    @Test
    void aRunningContainerShowsWhatIsPublishedOnceAPort() {
        EngineContainer container = read("""
                {"Id":"1","Name":"/web","Image":"sha256:2","Created":"2026-01-02T03:04:05.123456789Z",
                 "State":{"Status":"running","Pid":42,"ExitCode":0,"OOMKilled":false,"Error":"",
                   "StartedAt":"2026-01-02T03:04:06Z","FinishedAt":"0001-01-01T00:00:00Z","Health":{"Status":"starting"}},
                 "Config":{"Labels":{"b":"2","a":"1"}},"HostConfig":{"PortBindings":{}},
                 "NetworkSettings":{"Ports":{"443/tcp":null,
                   "80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"},{"HostIp":"::","HostPort":"8080"}]}}}
                """);
        assertThat(container.name()).isEqualTo("web");
        assertThat(container.labels()).containsExactly(java.util.Map.entry("a", "1"), java.util.Map.entry("b", "2"));
        assertThat(container.status()).isEqualTo(Status.RUNNING);
        assertThat(container.startedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:06Z"));
        assertThat(container.finishedAt()).isNull();
        assertThat(container.exitCode()).isNull();
        assertThat(container.error()).isNull();
        assertThat(container.health()).isEqualTo(Health.UNKNOWN);
        assertThat(container.bindings()).containsExactly(new PortBinding("0.0.0.0", 80, 8080, "tcp"));
        assertThat(container.pid()).isEqualTo(42);
    }

    @Test
    void aFailedStartHasItsReasonAndNoExitCode() {
        EngineContainer container = read("""
                {"Id":"1","Name":"/web","Image":"sha256:2","Created":"2026-01-02T03:04:05Z",
                 "State":{"Status":"created","ExitCode":128,"Error":"port is already allocated",
                   "StartedAt":"0001-01-01T00:00:00Z","FinishedAt":"0001-01-01T00:00:00Z"},
                 "HostConfig":{"PortBindings":{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"80"}]}}}
                """);
        assertThat(container.status()).isEqualTo(Status.CREATED);
        assertThat(container.exitCode()).isNull();
        assertThat(container.error()).isEqualTo("port is already allocated");
        assertThat(container.bindings()).containsExactly(new PortBinding("127.0.0.1", 80, 80, "tcp"));
    }

    @Test
    void theLastRunOfAHealthCheckTellsWhatItPrinted() {
        EngineContainer container = read("""
                {"Id":"1","Name":"/web","Image":"sha256:2","Created":"2026-01-02T03:04:05Z",
                 "State":{"Status":"running","StartedAt":"2026-01-02T03:04:06Z","Health":{"Status":"unhealthy","Log":[
                   {"ExitCode":0,"Output":"ok\\n"},{"ExitCode":7,"Output":"curl: (7) refused\\n"}]}}}
                """);
        assertThat(container.health()).isEqualTo(Health.UNHEALTHY);
        assertThat(container.healthOutput()).isEqualTo("curl: (7) refused");
    }

    @Test
    void onlyAContainerThatFailedRanOutOfMemory() {
        assertThat(exited(137, true).oomKilled()).isTrue();
        assertThat(exited(0, true).oomKilled()).isFalse();
        assertThat(exited(137, false).oomKilled()).isFalse();
    }

    @Test
    void nothingFinishesBeforeItStarted() {
        EngineContainer container = exited(0, false);
        assertThat(container.finishedAt()).isEqualTo(container.startedAt());
    }

    /// Finished a millisecond before its start, as the engine sometimes says.
    private static EngineContainer exited(int code, boolean oomKilled) {
        return read("""
                {"Id":"1","Name":"/web","Image":"sha256:2","Created":"2026-01-02T03:04:05Z",
                 "State":{"Status":"exited","ExitCode":%d,"OOMKilled":%s,
                   "StartedAt":"2026-01-02T03:04:06.001Z","FinishedAt":"2026-01-02T03:04:06Z"}}
                """.formatted(code, oomKilled));
    }

    private static EngineContainer read(String json) {
        return Inspection.container(Json.read(json.getBytes(StandardCharsets.UTF_8)));
    }
}
