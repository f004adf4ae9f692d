package berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.ContainerRequest;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineEvent;
import berth.agent.engine.EngineFacts;
import berth.agent.engine.EngineFault;
import berth.agent.engine.Image;
import berth.agent.engine.LineListener;
import berth.agent.engine.PullPolicy;
import berth.agent.engine.Reply;
import berth.agent.fault.NetworkNamespaces;
import berth.agent.logs.LineGate;
import berth.agent.metadata.MetadataReply;
import berth.agent.metadata.MetadataRequest;
import berth.agent.task.Labels;
import berth.agent.task.MetadataToken;
import berth.agent.task.Tasks;
import berth.kernel.Rng;
import berth.kernel.host.Beat;
import berth.kernel.host.ContainerState;
import berth.kernel.host.Desired;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Health;
import berth.kernel.host.HostChannel;
import berth.kernel.host.HostFacts;
import berth.kernel.host.Interface;
import berth.kernel.host.Lease;
import berth.kernel.host.LogBatch;
import berth.kernel.host.LogRoute;
import berth.kernel.host.Observed;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.ObservedTask;
import berth.kernel.host.PortBinding;
import berth.kernel.host.RegistryCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentTest {
    private final VirtualLoop loop = new VirtualLoop();
    private final ScriptedEngine engine = new ScriptedEngine();
    private final ControlPlane control = new ControlPlane();
    private final List<EngineContainer> killed = new ArrayList<>();
    private final LastWord lastWord =
            LastWord.inMemory(() -> Duration.between(Instant.parse("2026-01-01T00:00:00Z"), loop.now()));
    private long sessions;
    private Agent agent = newAgent();

    @Test
    void bringsATaskFromNothingToRunningAndReportsEachStep() {
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        assertThat(control.states("t", "web"))
                .containsExactly(
                        ContainerState.NONE, ContainerState.PULLED, ContainerState.CREATED, ContainerState.RUNNING);
        assertThat(engine.calls).containsExactly("pull nginx", "create web", "start web");
        assertThat(control.task("t").pullStartedAt()).isNotNull();
    }

    @Test
    void reportsAnExitWithItsCodeFromTheEventAlone() {
        begin(Tasks.bridge("t", true, Tasks.container("web"), Tasks.container("log")));
        engine.exit("web", 3);
        loop.settle();
        assertThat(control.container("t", "web").exitCode()).isEqualTo(3);
        assertThat(control.container("t", "log").state()).isEqualTo(ContainerState.STOPPED);
        assertThat(engine.calls).endsWith("stop log");
    }

    @Test
    void findsAnExitWhoseEventWasLostAtTheNextResync() {
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        engine.deaf = true;
        engine.exit("web", 137);
        loop.pass(Duration.ofSeconds(29));
        assertThat(control.container("t", "web").state()).isEqualTo(ContainerState.RUNNING);
        loop.pass(Duration.ofSeconds(2));
        assertThat(control.container("t", "web").exitCode()).isEqualTo(137);
        assertThat(engine.calls).doesNotContain("stop web");
    }

    @Test
    void aLateAnswerOfTheStartDoesNotReviveWhatExited() {
        engine.exitBeforeStartAnswers = true;
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        assertThat(control.container("t", "web").state()).isEqualTo(ContainerState.STOPPED);
        assertThat(engine.calls).containsOnlyOnce("start web");
    }

    @Test
    void leavesEverythingAloneUntilTheFirstDesired() {
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        crash();
        loop.pass(Duration.ofMinutes(5));
        assertThat(engine.calls).containsExactly("pull nginx", "create web", "start web");
        assertThat(control.last().full()).isTrue();
        assertThat(control.container("t", "web").state()).isEqualTo(ContainerState.RUNNING);
        assertThat(control.facts().session()).isEqualTo(2);
    }

    @Test
    void stopsEverythingOnceTheLeaseRanOutAndNotBefore() {
        control.fence = Duration.ofSeconds(60);
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        loop.pass(Duration.ofMinutes(10));
        assertThat(engine.calls).as("each beat is answered").doesNotContain("stop web");
        control.deaf = true;
        loop.pass(Duration.ofSeconds(56));
        assertThat(engine.calls).doesNotContain("stop web");
        loop.pass(Duration.ofSeconds(5));
        assertThat(engine.calls).contains("stop web");
    }

    @Test
    void withoutAnEndOfTheLeaseTasksRunOnForEver() {
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        control.deaf = true;
        loop.pass(Duration.ofHours(1));
        assertThat(engine.calls).doesNotContain("stop web");
    }

    @Test
    void startsNothingAfterTheFenceBeforeTheControlPlaneSaidWhatIsWantedNow() {
        control.fence = Duration.ofSeconds(60);
        begin();
        send(Tasks.bridge("t", true, Tasks.container("web")), Tasks.bridge("u", true, Tasks.container("other")));
        control.deaf = true;
        loop.pass(Duration.ofSeconds(70));
        engine.calls.clear();
        control.deaf = false;
        loop.pass(Duration.ofSeconds(30));
        assertThat(engine.calls)
                .as("the lease is renewed, but nothing was said yet")
                .isEmpty();
        send(Tasks.bridge("v", true, Tasks.container("new")));
        assertThat(engine.calls).contains("start new");
    }

    @Test
    void joinsAgainWhereItsLastJoiningWasBeforeTheFenceAndIsAnsweredAfterIt() {
        control.fence = Duration.ofSeconds(60);
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        control.deaf = true;
        while (!engine.calls.contains("stop web")) {
            loop.pass(Duration.ofSeconds(1));
        }
        control.deaf = false;
        control.answerTheLastBeat();
        send(Tasks.bridge("t", true, Tasks.container("web")));
        loop.pass(Duration.ofSeconds(30));
        send(Tasks.bridge("v", true, Tasks.container("new")));
        assertThat(engine.calls).contains("start new");
    }

    @Test
    void anAgentThatDiedKnowsWhenItsLeaseEndsAndGivesItsStartAGrace() {
        control.fence = Duration.ofSeconds(60);
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        loop.pass(Duration.ofSeconds(10));
        control.deaf = true;
        loop.pass(Duration.ofSeconds(55));
        agent.close();
        loop.pass(Duration.ofSeconds(60));
        assertThat(engine.calls).doesNotContain("stop web");
        agent = newAgent();
        agent.start();
        loop.pass(Duration.ofSeconds(4));
        assertThat(engine.calls).doesNotContain("stop web");
        loop.pass(Duration.ofSeconds(2));
        assertThat(engine.calls).contains("stop web");
    }

    @Test
    void anEngineThatDoesNotAnswerGivesNoSignOfLifeAndItsContainersAreKilledByTheirProcess() {
        control.fence = Duration.ofSeconds(60);
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        engine.tell(new EngineEvent.Unreachable("connection refused"));
        loop.settle();
        int beats = control.beats;
        loop.pass(Duration.ofSeconds(56));
        assertThat(control.beats).isEqualTo(beats);
        assertThat(killed).isEmpty();
        loop.pass(Duration.ofSeconds(6));
        assertThat(killed).extracting(EngineContainer::id).contains("c1");
    }

    @Test
    void joinsAgainWhenBeatsAreNotAnsweredAnyMore() {
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        loop.pass(Duration.ofSeconds(10));
        int joins = control.joins.size();
        control.deaf = true;
        loop.pass(Duration.ofSeconds(15));
        assertThat(control.joins).hasSizeGreaterThan(joins);
    }

    @Test
    void adoptsAfterACrashWithoutAnotherStart() {
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        crash();
        send(Tasks.bridge("t", true, started("web")));
        loop.pass(Duration.ofMinutes(2));
        assertThat(engine.calls).containsExactly("pull nginx", "create web", "start web");
    }

    @Test
    void startsAfterACrashWhatWasOnlyCreated() {
        engine.mute.add("start");
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        engine.mute.clear();
        crash();
        send(Tasks.bridge("t", true, Tasks.container("web")));
        assertThat(engine.calls).containsExactly("pull nginx", "create web", "start web", "start web");
        assertThat(engine.containers).hasSize(1);
    }

    @Test
    void neverStartsAgainWhatTheControlPlaneKnowsAsStarted() {
        begin(Tasks.bridge("t", true, started("web")));
        loop.pass(Duration.ofMinutes(2));
        assertThat(engine.calls).isEmpty();
        assertThat(control.container("t", "web").error()).startsWith("ContainerVanishedError");
    }

    @Test
    void stopsAndLaterRemovesWhatNobodyWants() {
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        crash();
        send();
        assertThat(engine.calls).endsWith("stop web");
        loop.pass(Duration.ofMinutes(9));
        assertThat(engine.containers).hasSize(1);
        loop.pass(Duration.ofMinutes(2));
        assertThat(engine.containers).isEmpty();
        assertThat(control.last().tasks()).isEmpty();
    }

    @Test
    void triesAnotherHostPortWhereOneIsTaken() {
        engine.takenPorts = 2;
        begin(Tasks.bridge("t", true, port("web", 0)));
        assertThat(control.container("t", "web").state()).isEqualTo(ContainerState.RUNNING);
        int port = control.container("t", "web").bindings().getFirst().hostPort();
        assertThat(port).isBetween(61_000, 65_535);
        assertThat(engine.ports).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aTakenStaticPortFailsTheStart() {
        engine.takenPorts = 1;
        begin(Tasks.bridge("t", true, port("web", 80)));
        assertThat(control.container("t", "web").error())
                .isEqualTo("CannotStartContainerError: port is already allocated");
    }

    @Test
    void pullsAgainWhileTheRegistryIsAwayAndThenGivesUp() {
        engine.pullFault = EngineFault.Kind.UNAVAILABLE;
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        loop.pass(Duration.ofSeconds(60));
        assertThat(engine.calls).hasSize(5).containsOnly("pull nginx");
        assertThat(control.container("t", "web").error())
                .isEqualTo("CannotPullContainerError: ref pull has been retried 4 time(s): registry");
    }

    @Test
    void aRefusedPullIsNotTriedAgain() {
        engine.pullFault = EngineFault.Kind.UNAUTHORIZED;
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        loop.pass(Duration.ofSeconds(60));
        assertThat(engine.calls).containsExactly("pull nginx");
    }

    @Test
    void keepsWarmInterfacesReadyAndClosesThemWhenUnwanted() {
        agent.start();
        loop.settle();
        control.send(new Desired("h", 1, List.of(), List.of(Tasks.eni("eni-a"), Tasks.eni("eni-b"))));
        loop.settle();
        assertThat(control.last().warmInterfaces()).containsExactly("eni-a", "eni-b");
        control.send(new Desired("h", 2, List.of(), List.of(Tasks.eni("eni-b"))));
        loop.settle();
        assertThat(control.last().warmInterfaces()).containsExactly("eni-b");
        assertThat(engine.calls).containsExactly("open eni-a", "open eni-b", "remove eni-a");
    }

    @Test
    void aFargateTaskUsesItsWarmInterface() {
        agent.start();
        loop.settle();
        control.send(new Desired("h", 1, List.of(), List.of(Tasks.eni("eni-t"))));
        loop.settle();
        send(Tasks.awsvpc("t", true, Tasks.container("web")));
        assertThat(engine.calls).containsExactly("open eni-t", "pull nginx", "create web", "start web");
        send(Tasks.awsvpc("t", false, started("web")));
        assertThat(engine.calls).endsWith("stop web", "remove eni-t");
        assertThat(control.task("t").networkError()).isNull();
    }

    @Test
    void stopsATaskWhosePauseDied() {
        begin(Tasks.awsvpc("t", true, Tasks.container("web")));
        engine.exit("eni-t", 137);
        loop.settle();
        assertThat(engine.calls).endsWith("stop web", "remove eni-t");
        assertThat(control.task("t").networkError()).startsWith("ContainerNetworkingError: ");
        send(Tasks.awsvpc("t", false, started("web")));
        assertThat(control.task("t").networkError()).startsWith("ContainerNetworkingError: ");
    }

    @Test
    void joinsAgainUntilADesiredComes() {
        agent.start();
        loop.pass(Duration.ofSeconds(10));
        assertThat(control.joins).hasSizeBetween(4, 5);
        send();
        int joins = control.joins.size();
        loop.pass(Duration.ofMinutes(5));
        assertThat(control.joins).hasSize(joins);
    }

    @Test
    void ignoresAnOlderDesired() {
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        send(Tasks.bridge("t", true, started("web")));
        control.send(new Desired("h", 1, List.of(), List.of()));
        loop.settle();
        assertThat(engine.calls).doesNotContain("stop web");
    }

    @Test
    void twoTasksOfOneImagePullItOnceAtATime() {
        engine.slowPulls = true;
        begin(Tasks.bridge("a", true, Tasks.container("x")), Tasks.bridge("b", true, Tasks.container("y")));
        assertThat(engine.calls).containsExactly("pull nginx");
        engine.finishPulls();
        loop.settle();
        assertThat(engine.calls).contains("start x", "start y");
    }

    @Test
    void shipsEveryLineOnceThoughAnswersAreLostAndTheAgentCrashes() {
        engine.print("web", 0, 1_500);
        control.loseLogAnswers = 3;
        begin(Tasks.bridge("t", true, logging("web")));
        loop.pass(Duration.ofSeconds(3));
        crash();
        engine.print("web", 1_500, 2_500);
        engine.exit("web", 0);
        send(Tasks.bridge("t", true, logging("web")));
        loop.pass(Duration.ofMinutes(2));
        assertThat(control.lines).hasSize(2_500).doesNotHaveDuplicates();
        assertThat(control.lines.getFirst()).isEqualTo("line 0");
        assertThat(control.lines.getLast()).isEqualTo("line 2499");
        assertThat(control.logEnded).isTrue();
    }

    @Test
    void keepsAContainerUntilItsLastLineIsStored() {
        engine.print("web", 0, 10);
        control.loseLogAnswers = Integer.MAX_VALUE;
        begin(Tasks.bridge("t", true, logging("web")));
        send();
        loop.pass(Duration.ofHours(1));
        assertThat(engine.containers).hasSize(1);
        control.loseLogAnswers = 0;
        loop.pass(Duration.ofMinutes(2));
        assertThat(engine.containers).isEmpty();
        assertThat(control.lines).hasSize(10);
    }

    @Test
    void readsOnWhenTheStoreIsSlowerThanTheContainer() {
        engine.print("web", 0, 50_000);
        begin(Tasks.bridge("t", true, logging("web")));
        engine.exit("web", 0);
        loop.pass(Duration.ofMinutes(2));
        assertThat(control.lines).hasSize(50_000).doesNotHaveDuplicates();
        assertThat(control.logEnded).isTrue();
    }

    @Test
    void waitsWhileTheEngineCannotBeReached() {
        agent.start();
        loop.settle();
        engine.tell(new EngineEvent.Unreachable("refused"));
        send(Tasks.bridge("t", true, Tasks.container("web")));
        assertThat(engine.calls).isEmpty();
        engine.tell(new EngineEvent.Missed());
        loop.settle();
        assertThat(engine.calls).contains("start web");
    }

    @Test
    void answersItsTasksMetadataRequests() {
        begin(Tasks.bridge("t", true, Tasks.container("web")));
        String token = new MetadataToken(Tasks.SECRET).of(Tasks.arn("t"), "web");
        assertThat(ask("/v4/" + token).body()).contains("\"DockerId\":\"c1\"", "\"KnownStatus\":\"RUNNING\"");
        assertThat(ask("/v4/" + token + "/task").body()).contains("\"TaskARN\":\"" + Tasks.arn("t"));
        assertThat(ask("/v4/" + token + "/task/stats").body()).isEqualTo("{\"c1\":{}}");
        engine.exit("web", 3);
        loop.settle();
        assertThat(ask("/v4/" + token).body()).contains("\"ExitCode\":3", "\"DesiredStatus\":\"STOPPED\"");
        assertThat(ask("/v4/" + token + "/stats"))
                .isEqualTo(new MetadataReply(500, "application/json", "\"Unable to get container stats for: c1\""));
    }

    @Test
    void refusesMetadataToAnUnknownToken() {
        begin();
        assertThat(ask("/v4/nobody"))
                .isEqualTo(new MetadataReply(
                        404,
                        "application/json",
                        "\"V4 container metadata handler: unable to get container ID from request: unable to get"
                                + " docker ID from v3 endpoint ID: nobody\""));
        assertThat(ask("/v3/nobody/task").status()).isEqualTo(500);
    }

    private MetadataReply ask(String path) {
        List<MetadataReply> replies = new ArrayList<>();
        agent.metadata(MetadataRequest.get(path, "172.17.0.2"), replies::add);
        loop.settle();
        assertThat(replies).hasSize(1);
        return replies.getFirst();
    }

    // --- the world around the agent

    private Agent newAgent() {
        AgentConfig config = AgentConfig.of("inst", "h", "host");
        HostPorts ports = new HostPorts() {
            @Override
            public int lastEphemeral() {
                return 60_999;
            }

            @Override
            public boolean free(String address, int port, String protocol) {
                return true;
            }
        };
        return Agent.assemble(new AgentPorts(
                config,
                loop,
                loop,
                engine,
                (arn, done) -> done.accept(Reply.failed(EngineFault.Kind.NOT_FOUND, arn)),
                control,
                ports,
                () -> ++sessions,
                LineGate::refusing,
                lastWord,
                killed::add,
                NetworkNamespaces.closed("there is no network here."),
                Rng.seeded(7),
                Tasks.SECRET));
    }

    private void begin(DesiredTask... tasks) {
        agent.start();
        loop.settle();
        send(tasks);
    }

    private void send(DesiredTask... tasks) {
        control.send(new Desired("h", ++control.version, List.of(tasks), List.of()));
        loop.settle();
    }

    private void crash() {
        agent.close();
        engine.listener = null;
        agent = newAgent();
        agent.start();
        loop.settle();
    }

    private static DesiredContainer started(String name) {
        return Tasks.container(name, true, true, List.of(), new LogRoute.JsonFile(new LinkedHashMap<>()));
    }

    private static DesiredContainer port(String name, int hostPort) {
        return Tasks.container(
                name,
                true,
                false,
                List.of(new PortBinding("", 80, hostPort, "tcp")),
                new LogRoute.JsonFile(new LinkedHashMap<>()));
    }

    private static DesiredContainer logging(String name) {
        return Tasks.container(name, true, false, List.of(), new LogRoute.AwsLogs("g", "s", new LinkedHashMap<>()));
    }

    /// Keeps what it is told; loses answers on request.
    private final class ControlPlane implements HostChannel.Upstream {
        final List<Observed> reports = new ArrayList<>();
        final List<HostFacts> joins = new ArrayList<>();
        final List<String> lines = new ArrayList<>();
        boolean logEnded;
        int loseLogAnswers;
        long version;
        int beats;
        long lastBeat;
        boolean deaf;

        @Nullable
        Duration fence;

        private @Nullable HostChannel channel;

        @Override
        public void joined(HostFacts facts, HostChannel to) {
            joins.add(facts);
            channel = to;
        }

        @Override
        public void observed(Observed observed) {
            reports.add(observed);
        }

        @Override
        public void beat(Beat beat) {
            beats++;
            lastBeat = beat.number();
            if (channel != null && !deaf) {
                channel.renew(new Lease(beat.number(), fence));
            }
        }

        void answerTheLastBeat() {
            Objects.requireNonNull(channel).renew(new Lease(lastBeat, fence));
        }

        @Override
        public void left(String hostId, HostChannel closed) {
            channel = null;
        }

        @Override
        public void log(String hostId, LogBatch batch, LongConsumer nextLine) {
            if (batch.firstLine() <= lines.size()) {
                int known = (int) (lines.size() - batch.firstLine());
                batch.lines().stream().skip(known).forEach(line -> lines.add(line.text()));
                logEnded |= batch.last();
            }
            if (loseLogAnswers > 0) {
                loseLogAnswers--;
            } else {
                nextLine.accept(lines.size());
            }
        }

        @Override
        public void logPosition(String hostId, String group, String stream, String source, LongConsumer nextLine) {
            nextLine.accept(lines.size());
        }

        void send(Desired desired) {
            if (channel != null) {
                channel.send(desired);
            }
        }

        Observed last() {
            return reports.getLast();
        }

        HostFacts facts() {
            return joins.getLast();
        }

        List<ObservedTask> everSaid(String id) {
            return reports.stream()
                    .flatMap(report -> report.tasks().stream())
                    .filter(task -> task.arn().equals(Tasks.arn(id)))
                    .toList();
        }

        ObservedTask task(String id) {
            return everSaid(id).getLast();
        }

        ObservedContainer container(String id, String name) {
            return task(id).containers().stream()
                    .filter(container -> container.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        List<ContainerState> states(String id, String name) {
            return everSaid(id).stream()
                    .flatMap(task -> task.containers().stream())
                    .filter(container -> container.name().equals(name))
                    .map(ObservedContainer::state)
                    .distinct()
                    .toList();
        }
    }

    /// Answers at once and keeps a list of what it was asked to do.
    private final class ScriptedEngine implements ContainerEngine {
        final SortedMap<String, EngineContainer> containers = new TreeMap<>();
        final List<String> calls = new ArrayList<>();
        final List<Integer> ports = new ArrayList<>();
        final List<String> mute = new ArrayList<>();
        private final SequencedMap<String, List<String>> output = new LinkedHashMap<>();
        private final SequencedMap<String, List<PortBinding>> asked = new LinkedHashMap<>();
        private final List<Consumer<Reply<Image>>> pulls = new ArrayList<>();

        @Nullable
        Consumer<EngineEvent> listener;

        boolean deaf;
        boolean slowPulls;
        boolean exitBeforeStartAnswers;
        int takenPorts;
        EngineFault.@Nullable Kind pullFault;
        private int ids;

        void tell(EngineEvent event) {
            if (listener != null && !deaf) {
                listener.accept(event);
            }
        }

        void exit(String name, int code) {
            EngineContainer container = byName(name);
            put(change(container, Status.EXITED, code));
            tell(new EngineEvent.Changed(container.id()));
        }

        void print(String name, int from, int to) {
            List<String> lines = output.computeIfAbsent(name, n -> new ArrayList<>());
            for (int i = from; i < to; i++) {
                lines.add("line " + i);
            }
        }

        void finishPulls() {
            List.copyOf(pulls).forEach(done -> done.accept(Reply.done(Tasks.image())));
            pulls.clear();
        }

        @Override
        public void facts(Consumer<Reply<EngineFacts>> done) {
            done.accept(Reply.done(new EngineFacts("20.10", "1.41", "x86_64", 2, 2048, false, true)));
        }

        @Override
        public void list(Consumer<Reply<List<EngineContainer>>> done) {
            done.accept(Reply.done(List.copyOf(containers.values())));
        }

        @Override
        public void pull(
                String image,
                PullPolicy policy,
                @Nullable RegistryCredentials credentials,
                Consumer<Reply<Image>> done) {
            calls.add("pull " + image);
            if (pullFault != null) {
                done.accept(Reply.failed(pullFault, "registry"));
            } else if (slowPulls) {
                pulls.add(done);
            } else {
                done.accept(Reply.done(Tasks.image()));
            }
        }

        @Override
        public void openInterface(Interface eni, Consumer<Reply<EngineContainer>> done) {
            calls.add("open " + eni.id());
            SequencedMap<String, String> labels = new LinkedHashMap<>(Map.of(Labels.INTERFACE, eni.id()));
            EngineContainer pause = Tasks.engine("pause-" + eni.id(), Status.RUNNING, null, labels);
            put(pause);
            done.accept(Reply.done(pause));
        }

        @Override
        public void create(ContainerRequest request, Consumer<Reply<EngineContainer>> done) {
            String name = String.valueOf(request.labels().get(Labels.CONTAINER));
            calls.add("create " + name);
            EngineContainer made = Tasks.engine("c" + ++ids, Status.CREATED, null, request.labels());
            request.ports().forEach(port -> ports.add(port.hostPort()));
            asked.put(made.id(), request.ports());
            put(made);
            done.accept(Reply.done(made));
        }

        @Override
        public void start(String engineId, Consumer<Reply<EngineContainer>> done) {
            EngineContainer container = known(engineId);
            calls.add("start " + nameOf(container));
            if (mute.contains("start")) {
                return;
            }
            if (takenPorts > 0) {
                takenPorts--;
                done.accept(Reply.failed(EngineFault.Kind.PORT_TAKEN, "port is already allocated"));
                return;
            }
            EngineContainer running = change(container, Status.RUNNING, 0);
            put(running);
            if (exitBeforeStartAnswers) {
                exit(nameOf(container), 1);
                loop.execute(() -> loop.execute(() -> done.accept(Reply.done(running))));
            } else {
                done.accept(Reply.done(running));
            }
        }

        @Override
        public void startAgain(String engineId, Instant ranAt, Consumer<Reply<EngineContainer>> done) {
            calls.add("start again " + engineId);
            put(Tasks.later(change(known(engineId), Status.RUNNING, 0)));
            done.accept(Reply.done(known(engineId)));
        }

        @Override
        public void stop(String engineId, Duration timeout, Consumer<Reply<EngineContainer>> done) {
            EngineContainer container = known(engineId);
            calls.add("stop " + nameOf(container));
            put(change(container, Status.EXITED, 143));
            done.accept(Reply.done(known(engineId)));
        }

        @Override
        @SuppressWarnings("NullAway") // The only value of type Void is null.
        public void remove(String engineId, Consumer<Reply<Void>> done) {
            calls.add("remove " + nameOf(known(engineId)));
            containers.remove(engineId);
            done.accept(new Reply.Done<>(null));
        }

        @Override
        public void inspect(String engineId, Consumer<Reply<EngineContainer>> done) {
            EngineContainer container = containers.get(engineId);
            done.accept(
                    container == null
                            ? Reply.failed(EngineFault.Kind.NOT_FOUND, "No such container")
                            : Reply.done(container));
        }

        @Override
        public Watch watch(Consumer<EngineEvent> to) {
            listener = to;
            return () -> listener = null;
        }

        @Override
        public Watch follow(String engineId, long fromLine, LineListener to) {
            EngineContainer container = known(engineId);
            List<String> lines = output.getOrDefault(nameOf(container), List.of());
            for (int i = (int) fromLine; i < lines.size(); i++) {
                to.line(i, loop.now(), lines.get(i));
            }
            if (container.status() == Status.EXITED) {
                to.end();
            } else {
                to.failed("the script has no more lines");
            }
            return () -> {};
        }

        @Override
        public void diskUse(Consumer<Reply<SortedMap<String, Long>>> done) {
            done.accept(Reply.done(new TreeMap<>()));
        }

        @Override
        public void stats(String engineId, Consumer<Reply<String>> done) {
            done.accept(Reply.done("{}"));
        }

        private EngineContainer known(String engineId) {
            return Objects.requireNonNull(containers.get(engineId), engineId);
        }

        private void put(EngineContainer container) {
            containers.put(container.id(), container);
        }

        private EngineContainer byName(String name) {
            return containers.values().stream()
                    .filter(container -> nameOf(container).equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        private static String nameOf(EngineContainer container) {
            String name = container.labels().get(Labels.CONTAINER);
            return name != null ? name : String.valueOf(container.labels().get(Labels.INTERFACE));
        }

        private EngineContainer change(EngineContainer from, Status status, int code) {
            boolean exited = status == Status.EXITED;
            return new EngineContainer(
                    from.id(),
                    from.name(),
                    from.imageId(),
                    from.labels(),
                    status,
                    from.createdAt(),
                    from.startedAt() == null ? loop.now() : from.startedAt(),
                    exited ? loop.now() : null,
                    exited ? code : null,
                    false,
                    null,
                    Health.UNKNOWN,
                    asked.getOrDefault(from.id(), List.of()),
                    0);
        }
    }
}
