package berth.agent.fault;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.VirtualLoop;
import berth.agent.engine.EngineContainer;
import berth.agent.fault.NetworkNamespaces.Command;
import berth.agent.fault.NetworkNamespaces.Outcome;
import berth.agent.task.Tasks;
import berth.kernel.host.NetworkMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FaultInjectionTest {
    private static final String ARN = Tasks.arn("t");
    private static final EngineContainer PAUSE = Tasks.engine("p", EngineContainer.Status.RUNNING);
    private static final FaultTask TASK =
            new FaultTask(ARN, true, NetworkMode.AWSVPC, PAUSE, "http://169.254.170.2:51679");
    private static final String PORT_80 = "{'Port':80,'Protocol':'tcp','TrafficType':'ingress'}";
    private static final String SLOW = "{'DelayMilliseconds':9,'JitterMilliseconds':0,'Sources':['10.0.0.1']}";
    private static final String LOSSY = "{'LossPercent':9,'Sources':['10.0.0.1']}";
    private static final Outcome MISSING = new Outcome.Failed(0, 1, "iptables: Bad rule");
    private static final Outcome NOTHING = new Outcome.Done("[]");
    private static final Outcome DELAYED = new Outcome.Done("[{\"kind\":\"netem\",\"options\":{\"delay\":{}}}]");
    private static final Outcome LOSING = new Outcome.Done("[{\"kind\":\"netem\",\"options\":{\"loss-random\":{}}}]");
    private static final Outcome DONE = new Outcome.Done("");

    private final VirtualLoop loop = new VirtualLoop();
    private final Script script = new Script();
    private final FaultInjection faults = new FaultInjection(script, loop, loop);
    private final List<FaultAnswer> answers = new ArrayList<>();

    /// A namespace in which everything ends as was said before; what wasn't stays open.
    private static final class Script implements NetworkNamespaces {
        final List<List<Command>> ran = new ArrayList<>();
        final List<Duration> limits = new ArrayList<>();
        final Deque<Outcome> outcomes = new ArrayDeque<>();
        final Deque<Consumer<Outcome>> open = new ArrayDeque<>();

        @Override
        public void run(EngineContainer holder, List<Command> commands, Duration limit, Consumer<Outcome> done) {
            ran.add(commands);
            limits.add(limit);
            Outcome outcome = outcomes.poll();
            if (outcome == null) {
                open.add(done);
            } else {
                done.accept(outcome);
            }
        }
    }

    private void ask(FaultType type, FaultOperation operation, String body, @Nullable FaultTask task) {
        faults.answer(type, operation, body.replace('\'', '"'), "abc", task, answers::add);
        loop.settle();
    }

    private FaultAnswer answer(FaultType type, FaultOperation operation, String body, Outcome... outcomes) {
        answers.clear();
        script.ran.clear();
        script.outcomes.addAll(List.of(outcomes));
        ask(type, operation, body, TASK);
        assertThat(answers).hasSize(1);
        assertThat(script.outcomes).isEmpty();
        return answers.getFirst();
    }

    private static FaultCommands port80() {
        return FaultCommands.of(new NetworkFault.BlackholePort(80, "tcp", NetworkFault.Traffic.INGRESS, List.of()));
    }

    @Test
    void aBlackHoleStartsUnlessItRunsAndStopsIfItRuns() {
        FaultCommands commands = port80();
        List<Command> check = List.of(commands.check());
        FaultType type = FaultType.BLACKHOLE_PORT;

        assertThat(answer(type, FaultOperation.STATUS, PORT_80, MISSING))
                .isEqualTo(new FaultAnswer(200, "not-running"));
        assertThat(answer(type, FaultOperation.START, PORT_80, MISSING, DONE))
                .isEqualTo(new FaultAnswer(200, "running"));
        assertThat(script.ran).containsExactly(check, commands.start());
        assertThat(answer(type, FaultOperation.START, PORT_80, DONE)).isEqualTo(new FaultAnswer(200, "running"));
        assertThat(script.ran).containsExactly(check);
        assertThat(answer(type, FaultOperation.STATUS, PORT_80, DONE)).isEqualTo(new FaultAnswer(200, "running"));
        assertThat(answer(type, FaultOperation.STOP, PORT_80, DONE, DONE)).isEqualTo(new FaultAnswer(200, "stopped"));
        assertThat(script.ran).containsExactly(check, commands.stop());
        assertThat(answer(type, FaultOperation.STOP, PORT_80, MISSING)).isEqualTo(new FaultAnswer(200, "stopped"));
    }

    @Test
    void oneLatencyOrOnePacketLossRunsAtATime() {
        FaultAnswer slow = new FaultAnswer(409, "There is already one network latency fault running");
        FaultAnswer lossy = new FaultAnswer(409, "There is already one network packet loss fault running");

        assertThat(answer(FaultType.LATENCY, FaultOperation.START, SLOW, NOTHING, DONE))
                .isEqualTo(new FaultAnswer(200, "running"));
        assertThat(answer(FaultType.LATENCY, FaultOperation.START, SLOW, DELAYED))
                .isEqualTo(slow);
        assertThat(answer(FaultType.LATENCY, FaultOperation.START, SLOW, LOSING))
                .isEqualTo(lossy);
        assertThat(answer(FaultType.PACKET_LOSS, FaultOperation.START, LOSSY, DELAYED))
                .isEqualTo(slow);
        assertThat(answer(FaultType.PACKET_LOSS, FaultOperation.START, LOSSY, LOSING))
                .isEqualTo(lossy);
        assertThat(answer(FaultType.PACKET_LOSS, FaultOperation.STATUS, "", DELAYED))
                .isEqualTo(new FaultAnswer(200, "not-running"));
        assertThat(answer(FaultType.PACKET_LOSS, FaultOperation.STATUS, "", LOSING))
                .isEqualTo(new FaultAnswer(200, "running"));
        assertThat(answer(FaultType.PACKET_LOSS, FaultOperation.STOP, "", DELAYED))
                .isEqualTo(new FaultAnswer(200, "stopped"));
        assertThat(script.ran).hasSize(1);
        assertThat(answer(FaultType.PACKET_LOSS, FaultOperation.STOP, "", LOSING, DONE))
                .isEqualTo(new FaultAnswer(200, "stopped"));
        assertThat(script.ran).hasSize(2);
    }

    @Test
    void whatFailedHalfwayIsUndoneBeforeItIsSaid() {
        Outcome third = new Outcome.Failed(2, 4, "no\n");
        FaultAnswer failed = answer(FaultType.BLACKHOLE_PORT, FaultOperation.START, PORT_80, MISSING, third, DONE);
        assertThat(failed)
                .isEqualTo(new FaultAnswer(
                        500, "internal error: `iptables -w 5 -I INPUT -j ingress-tcp-80` ended with exit code 4: no"));
        assertThat(script.ran.getLast()).isEqualTo(port80().undo());

        Outcome netem = new Outcome.Failed(1, 2, "Error: Specified qdisc kind is unknown.\n");
        assertThat(answer(FaultType.LATENCY, FaultOperation.START, SLOW, NOTHING, netem, DONE))
                .isEqualTo(new FaultAnswer(
                        500,
                        "internal error: `tc qdisc add dev eth0 parent 1:1 handle 10: netem delay 9ms 0ms` ended with exit"
                                + " code 2: Error: Specified qdisc kind is unknown. Latency and packet loss take the kernel's"
                                + " modules sch_prio, cls_u32 and sch_netem."));
        assertThat(script.ran.getLast()).isEqualTo(FaultCommands.ofDisciplines().undo());
    }

    @Test
    void aDisciplineThatTheTaskHasItselfStays() {
        Outcome taken = new Outcome.Failed(0, 2, "Error: Exclusivity flag on, cannot modify.");
        assertThat(answer(FaultType.LATENCY, FaultOperation.START, SLOW, NOTHING, taken)
                        .httpStatus())
                .isEqualTo(500);
        assertThat(script.ran).hasSize(2);
    }

    @Test
    void whereTheNamespaceCantBeEnteredNothingIsSaidToRunOrNotToRun() {
        Outcome unable = new Outcome.Unable("no root.");
        for (FaultOperation operation : FaultOperation.values()) {
            assertThat(answer(FaultType.BLACKHOLE_PORT, operation, PORT_80, unable))
                    .as(operation.word())
                    .isEqualTo(new FaultAnswer(500, "internal error: no root."));
            assertThat(answer(FaultType.LATENCY, operation, SLOW, unable))
                    .as(operation.word())
                    .isEqualTo(new FaultAnswer(500, "internal error: no root."));
        }
        assertThat(answer(
                                FaultType.BLACKHOLE_PORT,
                                FaultOperation.STATUS,
                                PORT_80,
                                new Outcome.Failed(0, 4, "Permission denied"))
                        .httpStatus())
                .isEqualTo(500);
        assertThat(answer(FaultType.LATENCY, FaultOperation.STATUS, "", new Outcome.Done("x")))
                .isEqualTo(
                        new FaultAnswer(500, "internal error: `tc -j q show dev eth0 parent 1:1` printed no JSON: x"));
    }

    @Test
    void theCommandsOfARequestHaveFiveSecondsTogether() {
        ask(FaultType.LATENCY, FaultOperation.START, SLOW, TASK);
        loop.pass(Duration.ofSeconds(2));
        script.open.remove().accept(NOTHING);
        loop.settle();
        assertThat(script.limits).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(3));
        script.open.remove().accept(new Outcome.TimedOut());
        loop.settle();
        assertThat(script.ran.getLast()).isEqualTo(FaultCommands.ofDisciplines().undo());
        assertThat(answers).isEmpty();
        script.open.remove().accept(DONE);
        loop.settle();
        assertThat(answers).containsExactly(new FaultAnswer(500, "start network-latency: request timed out"));
    }

    @Test
    void requestsOfATaskTakeTurnsAndThoseOfOthersDoNotWait() {
        ask(FaultType.LATENCY, FaultOperation.START, SLOW, TASK);
        ask(FaultType.BLACKHOLE_PORT, FaultOperation.STATUS, PORT_80, TASK);
        assertThat(script.ran).hasSize(1);
        FaultTask other = new FaultTask(Tasks.arn("u"), true, NetworkMode.AWSVPC, PAUSE, null);
        ask(FaultType.BLACKHOLE_PORT, FaultOperation.STATUS, PORT_80, other);
        assertThat(script.ran).hasSize(2);

        script.open.remove().accept(LOSING);
        loop.settle();
        assertThat(answers).hasSize(1);
        assertThat(script.ran).hasSize(3);
        script.open.removeLast().accept(MISSING);
        script.open.remove().accept(MISSING);
        loop.settle();
        assertThat(answers).hasSize(3);
        assertThat(answer(FaultType.BLACKHOLE_PORT, FaultOperation.STATUS, PORT_80, MISSING)
                        .text())
                .isEqualTo("not-running");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false | AWSVPC | enableFaultInjection is not enabled for task: "
                        + "arn:aws:ecs:us-east-1:000000000000:task/c/t",
                "true | BRIDGE | bridge mode is not supported. Please use either host or awsvpc mode.",
                "true | NONE | none mode is not supported. Please use either host or awsvpc mode.",
                "true | HOST | host mode is not supported by Berth: the fault would be that of the whole machine. Please use awsvpc mode."
            })
    void whoMayNotAskIsToldSoAndNothingRuns(boolean enabled, NetworkMode mode, String message) {
        ask(FaultType.BLACKHOLE_PORT, FaultOperation.START, PORT_80, new FaultTask(ARN, enabled, mode, null, null));
        assertThat(answers).containsExactly(new FaultAnswer(400, message));
        assertThat(script.ran).isEmpty();
    }

    @Test
    void inHostModeNothingRunsAndCanBeStopped() {
        FaultTask task = new FaultTask(ARN, true, NetworkMode.HOST, null, null);
        ask(FaultType.LATENCY, FaultOperation.STATUS, "", task);
        ask(FaultType.LATENCY, FaultOperation.STOP, "", task);
        assertThat(answers).containsExactly(new FaultAnswer(200, "not-running"), new FaultAnswer(200, "stopped"));
        assertThat(script.ran).isEmpty();
    }

    @Test
    void theBodyIsCheckedBeforeTheTaskAndTheTaskBeforeItsNamespace() {
        ask(FaultType.BLACKHOLE_PORT, FaultOperation.STOP, "{}", null);
        ask(FaultType.BLACKHOLE_PORT, FaultOperation.STOP, PORT_80, null);
        ask(FaultType.LATENCY, FaultOperation.STATUS, "", new FaultTask(ARN, true, NetworkMode.AWSVPC, null, null));
        assertThat(answers)
                .containsExactly(
                        new FaultAnswer(400, "required parameter Port is missing"),
                        new FaultAnswer(
                                404,
                                "unable to get task arn from request: unable to get task Arn from v3 endpoint ID: abc"),
                        new FaultAnswer(500, "internal error: the task has no network namespace."));
    }

    @Test
    void aTaskNeverShutsItselfOffFromTheEndpoint() {
        String endpoint = "{'Port':51679,'Protocol':'tcp','TrafficType':'%s'}";
        answer(FaultType.BLACKHOLE_PORT, FaultOperation.START, endpoint.formatted("egress"), MISSING, DONE);
        assertThat(script.ran.getLast())
                .contains(Command.of(
                        "iptables -w 5 -A egress-tcp-51679 -p tcp -d 169.254.170.2 --dport 51679 -j ACCEPT"));
        answer(FaultType.BLACKHOLE_PORT, FaultOperation.START, endpoint.formatted("ingress"), MISSING, DONE);
        assertThat(script.ran.getLast()).hasSize(6);
        answer(FaultType.BLACKHOLE_PORT, FaultOperation.START, PORT_80.replace("ingress", "egress"), MISSING, DONE);
        assertThat(script.ran.getLast()).hasSize(6);
    }
}
