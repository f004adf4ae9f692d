package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineEvent;
import berth.agent.engine.EngineFault.Kind;
import berth.agent.engine.Reply;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An engine that goes away and comes back, over TCP.
@Tag("docker")
class EngineLossTest {

    @Test
    void aLossIsToldOnceAndAfterItThatEventsWereMissed() throws Exception {
        String installation = TestEngine.newInstallation();
        try (Forwarder door = new Forwarder();
                DockerEngine engine = new DockerEngine(door.address(), installation, InstantSource.system())) {
            List<EngineEvent> events = new CopyOnWriteArrayList<>();
            try (var watch = engine.watch(events::add)) {
                Calls.done((java.util.function.Consumer<Reply<List<EngineContainer>>> reply) -> engine.list(reply));
                String first = run(installation);
                Calls.await("the first event", () -> events.contains(new EngineEvent.Changed(first)));

                door.shut();
                Calls.await("the loss", () -> events.stream().anyMatch(EngineEvent.Unreachable.class::isInstance));
                assertThat(Calls.failed((java.util.function.Consumer<Reply<EngineContainer>> reply) ->
                                        engine.inspect(first, reply))
                                .kind())
                        .isEqualTo(Kind.UNAVAILABLE);
                String meanwhile = run(installation);

                door.reopen();
                Calls.await("the news of missed events", () -> events.contains(new EngineEvent.Missed()));
                Calls.await("the event of the meantime", () -> events.contains(new EngineEvent.Changed(meanwhile)));
                String last = run(installation);
                Calls.await("the last event", () -> events.contains(new EngineEvent.Changed(last)));
            }
            assertThat(events)
                    .filteredOn(EngineEvent.Unreachable.class::isInstance)
                    .hasSize(1);
            assertThat(events).filteredOn(EngineEvent.Missed.class::isInstance).hasSize(1);
        } finally {
            TestEngine.removeAll(installation);
        }
    }

    private static String run(String installation) {
        TestEngine.requireImages();
        return TestEngine.docker(
                "run",
                "-d",
                "--network",
                "none",
                "--label",
                Labels.INSTALLATION + "=" + installation,
                "busybox",
                "true");
    }
}
