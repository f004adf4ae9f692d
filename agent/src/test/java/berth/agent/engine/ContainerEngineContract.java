package berth.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.ContainerEngine.Watch;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineFault.Kind;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Health;
import berth.kernel.host.HealthCheck;
import berth.kernel.host.Interface;
import berth.kernel.host.PortBinding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [ContainerEngine] does. The real one and the simulator's extend this and say how to reach them.
public abstract class ContainerEngineContract {
    private static final long MEMORY = 32L << 20;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    /// An engine with an installation of its own, without containers.
    protected abstract ContainerEngine engine();

    /// Another installation on the same engine.
    protected abstract ContainerEngine other();

    /// An image that the engine has, that no registry knows, and whose programs [#command] runs.
    protected abstract String image();

    /// The command that behaves like `program`.
    protected abstract List<String> command(Program program);

    /// Waits until the condition holds; fails when that takes too long.
    protected abstract void await(String what, BooleanSupplier condition);

    /// A host port that nothing listens on.
    protected abstract int freePort();

    /// A range for a VPC that is free on the engine's machine, for example `10.213.0.0/16`.
    protected abstract String freeRange();

    /// A name that no container has.
    protected abstract String newName();

    // --- life and exit

    @Test
    void aCreatedContainerIsListedAndDoesNotRun() {
        EngineContainer created = create(request(new Program.RunsUntilStopped()));
        assertThat(created.status()).isEqualTo(Status.CREATED);
        assertThat(done(engine()::list)).extracting(EngineContainer::id).containsExactly(created.id());
        assertThat(inspect(created.id()).startedAt()).isNull();
        assertThat(inspect(created.id()).exitCode()).isNull();
    }

    @Test
    void anExitCodeOfZeroIsReported() {
        assertExit(run(new Program.Exits(0)), 0);
    }

    @Test
    void anExitCodeOfOneIsReported() {
        assertExit(run(new Program.Exits(1)), 1);
    }

    private void assertExit(EngineContainer started, int code) {
        EngineContainer exited = awaitExit(started.id());
        assertThat(exited.exitCode()).isEqualTo(code);
        assertThat(exited.oomKilled()).isFalse();
        assertThat(exited.finishedAt()).isAfterOrEqualTo(exited.startedAt());
        assertThat(exited.pid()).isZero();
    }

    @Test
    void startAnswersWithARunningContainer() {
        EngineContainer started = run(new Program.RunsUntilStopped());
        assertThat(started.status()).isEqualTo(Status.RUNNING);
        assertThat(started.startedAt()).isNotNull();
        assertThat(started.exitCode()).isNull();
        assertThat(started.finishedAt()).isNull();
        assertThat(started.pid()).isPositive();
        assertThat(started.health()).isEqualTo(Health.UNKNOWN);
    }

    @Test
    void aContainerThatTakesTooMuchMemoryIsKilledForIt() {
        EngineContainer exited = awaitExit(run(new Program.ExceedsMemory()).id());
        assertThat(exited.exitCode()).isEqualTo(137);
        assertThat(exited.oomKilled()).isTrue();
    }

    @Test
    void aStopSignalThatIsHeededGives143() {
        EngineContainer stopped = stop(run(new Program.RunsUntilStopped()).id());
        assertThat(stopped.status()).isEqualTo(Status.EXITED);
        assertThat(stopped.exitCode()).isEqualTo(143);
        assertThat(stopped.oomKilled()).isFalse();
    }

    @Test
    void aStopSignalThatIsIgnoredEndsInAKillAfterTheTimeOut() {
        EngineContainer stopped = stop(run(new Program.IgnoresStop()).id());
        assertThat(stopped.exitCode()).isEqualTo(137);
        assertThat(stopped.oomKilled()).isFalse();
        assertThat(Duration.between(stopped.startedAt(), stopped.finishedAt()))
                .isGreaterThanOrEqualTo(STOP_TIMEOUT.minusMillis(100));
    }

    @Test
    void stoppingWhatDoesNotRunLeavesItAsItIs() {
        EngineContainer created = create(request(new Program.Exits(3)));
        assertThat(stop(created.id()).status()).isEqualTo(Status.CREATED);
        EngineContainer exited = awaitExit(start(created.id()).id());
        assertThat(stop(created.id())).isEqualTo(exited);
    }

    @Test
    void startingWhatRunsOrRanLeavesItAsItIs() {
        EngineContainer started = run(new Program.RunsUntilStopped());
        assertThat(start(started.id())).isEqualTo(started);
        EngineContainer stopped = stop(started.id());
        assertThat(start(started.id())).isEqualTo(stopped);
    }

    @Test
    void startsOnceMoreWhatExitedAndLeavesALaterRunAsItIs() {
        EngineContainer started = run(new Program.RunsUntilStopped());
        EngineContainer stopped = stop(started.id());

        EngineContainer again = startAgain(stopped);
        assertThat(again.id()).isEqualTo(started.id());
        assertThat(again.status()).isEqualTo(Status.RUNNING);
        assertThat(again.exitCode()).isNull();
        assertThat(again.startedAt()).isAfter(started.startedAt());
        assertThat(startAgain(stopped).startedAt()).isEqualTo(again.startedAt());
        EngineContainer stoppedAgain = stop(started.id());
        assertThat(startAgain(stopped)).isEqualTo(stoppedAgain);
    }

    private EngineContainer startAgain(EngineContainer exit) {
        return done(reply -> engine().startAgain(exit.id(), Objects.requireNonNull(exit.startedAt()), reply));
    }

    @Test
    void aRemovedContainerIsGoneAndRemovingItAgainIsDone() {
        EngineContainer started = run(new Program.RunsUntilStopped());
        this.<Void>done(reply -> engine().remove(started.id(), reply));
        this.<Void>done(reply -> engine().remove(started.id(), reply));
        assertThat(failed(reply -> engine().inspect(started.id(), reply)).kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(failed(reply -> engine().start(started.id(), reply)).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failed(reply -> engine().stop(started.id(), STOP_TIMEOUT, reply))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(done(engine()::list)).isEmpty();
    }

    @Test
    void anImageThatIsMissingIsNotFoundAtCreation() {
        Request request = request(new Program.Exits(0));
        request.image = "sha256:" + "0".repeat(64);
        assertThat(failed(reply -> engine().create(request.build(), reply)).kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void aProgramThatIsMissingIsRefusedAtStartAndLeavesItsReason() {
        Request request = request(new Program.Exits(0));
        request.command = List.of("/no/such/program");
        EngineContainer created = create(request);
        assertThat(failed(reply -> engine().start(created.id(), reply)).kind()).isEqualTo(Kind.REFUSED);
        EngineContainer left = inspect(created.id());
        assertThat(left.exitCode()).isNull();
        assertThat(left.error()).isNotBlank();
    }

    // --- names and installations

    @Test
    void creatingAgainAdoptsTheContainerThatExists() {
        Request request = request(new Program.RunsUntilStopped());
        EngineContainer created = create(request);
        assertThat(create(request).id()).isEqualTo(created.id());
        EngineContainer started = start(created.id());
        assertThat(create(request)).isEqualTo(started);
        assertThat(done(engine()::list)).hasSize(1);
    }

    @Test
    void aNameThatAnotherContainerHasIsRefused() {
        Request request = request(new Program.RunsUntilStopped());
        create(request);
        request.labels.put("task", "another");
        assertThat(failed(reply -> engine().create(request.build(), reply)).kind())
                .isEqualTo(Kind.REFUSED);
    }

    @Test
    void twoInstallationsDoNotSeeEachOther() {
        EngineContainer mine = run(new Program.RunsUntilStopped());
        assertThat(done(other()::list)).isEmpty();
        assertThat(failed(reply -> other().inspect(mine.id(), reply)).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failed(reply -> other().stop(mine.id(), STOP_TIMEOUT, reply)).kind())
                .isEqualTo(Kind.NOT_FOUND);
        this.<Void>done(reply -> other().remove(mine.id(), reply));
        assertThat(inspect(mine.id())).isEqualTo(mine);
        assertThat(mine.labels()).containsEntry("task", "one");
    }

    // --- ports and addresses

    @Test
    void aPublishedPortIsShownAndCannotBeTakenTwice() {
        PortBinding port = new PortBinding("127.0.0.1", 80, freePort(), "tcp");
        Request request = request(new Program.RunsUntilStopped());
        request.networkMode = "bridge";
        request.ports = List.of(port);
        assertThat(start(create(request).id()).bindings()).containsExactly(port);

        request.name = newName();
        EngineContainer second = create(request);
        assertThat(failed(reply -> engine().start(second.id(), reply)).kind()).isEqualTo(Kind.PORT_TAKEN);
        assertThat(inspect(second.id()).exitCode()).isNull();
    }

    @Test
    void anInterfaceIsOpenedOnce() {
        Interface eni = eni(10);
        EngineContainer pause = open(eni);
        assertThat(pause.status()).isEqualTo(Status.RUNNING);
        assertThat(pause.labels()).containsEntry("berth.eni", eni.id());
        assertThat(open(eni)).isEqualTo(pause);
        assertThat(done(engine()::list)).extracting(EngineContainer::id).containsExactly(pause.id());
    }

    @Test
    void aDeadInterfaceIsAnsweredAsItIs() {
        Interface eni = eni(10);
        EngineContainer pause = stop(open(eni).id());
        assertThat(pause.status()).isEqualTo(Status.EXITED);
        assertThat(open(eni)).isEqualTo(pause);
    }

    @Test
    void anAddressThatIsStillHeldIsTaken() {
        Interface first = eni(10);
        open(first);
        Interface second = new Interface(
                "eni-" + newName(),
                first.vpcId(),
                first.vpcCidr(),
                first.subnetId(),
                first.subnetCidr(),
                first.gateway(),
                first.address(),
                first.mac(),
                first.privateDnsName());
        assertThat(failed(reply -> engine().openInterface(second, reply)).kind())
                .isEqualTo(Kind.ADDRESS_TAKEN);
        assertThat(done(engine()::list)).hasSize(1);
    }

    @Test
    void aContainerJoinsAnInterface() {
        EngineContainer pause = open(eni(10));
        Request request = request(new Program.RunsUntilStopped());
        request.networkMode = "container:" + pause.id();
        request.dropNetRaw = true;
        assertThat(start(create(request).id()).status()).isEqualTo(Status.RUNNING);
    }

    // --- images

    @Test
    void aLocalImageIsUsedAsItIs() {
        Image image = done(reply -> engine().pull(image(), PullPolicy.DEFAULT, null, reply));
        assertThat(image.pulled()).isFalse();
        assertThat(image.digest()).isNull();
        assertThat(image.id()).isNotBlank();
    }

    @Test
    void aCachedImageIsUsedWhenThePolicyPrefersIt() {
        Image image = done(reply -> engine().pull(image(), PullPolicy.PREFER_CACHED, null, reply));
        assertThat(image.pulled()).isFalse();
    }

    // --- events and health

    @Test
    void everyChangeIsTold() {
        List<EngineEvent> events = new CopyOnWriteArrayList<>();
        try (Watch watch = engine().watch(events::add)) {
            EngineContainer started = run(new Program.Exits(0));
            EngineEvent.Changed changed = new EngineEvent.Changed(started.id());
            await(
                    "events of create, start and die",
                    () -> events.stream().filter(changed::equals).count() >= 3);
            assertThat(inspect(started.id()).status()).isEqualTo(Status.EXITED);
            this.<Void>done(reply -> engine().remove(started.id(), reply));
            await("an event of the removal", () -> events.contains(new EngineEvent.Removed(started.id())));
        }
        assertThat(events).allMatch(event -> !(event instanceof EngineEvent.Unreachable));
    }

    @Test
    void anotherInstallationsEventsAreNotTold() {
        List<EngineEvent> events = new CopyOnWriteArrayList<>();
        try (Watch watch = other().watch(events::add)) {
            List<EngineEvent> mine = new CopyOnWriteArrayList<>();
            try (Watch here = engine().watch(mine::add)) {
                run(new Program.Exits(0));
                await("events of create, start and die", () -> mine.size() >= 3);
            }
        }
        assertThat(events).isEmpty();
    }

    @Test
    void healthIsReportedAndTold() {
        Request request = request(new Program.RunsUntilStopped());
        request.healthCheck =
                new HealthCheck(healthCommand(true), Duration.ofSeconds(1), Duration.ofSeconds(2), 1, Duration.ZERO);
        List<EngineEvent> events = new CopyOnWriteArrayList<>();
        EngineContainer started = start(create(request).id());
        try (Watch watch = engine().watch(events::add)) {
            await("HEALTHY", () -> inspect(started.id()).health() == Health.HEALTHY);
            await("an event of it", () -> events.contains(new EngineEvent.Changed(started.id())));
        }
    }

    @Test
    void aFailingHealthCheckIsUnhealthy() {
        Request request = request(new Program.RunsUntilStopped());
        request.healthCheck =
                new HealthCheck(healthCommand(false), Duration.ofSeconds(1), Duration.ofSeconds(2), 1, Duration.ZERO);
        EngineContainer started = start(create(request).id());
        await("UNHEALTHY", () -> inspect(started.id()).health() == Health.UNHEALTHY);
    }

    /// A check's command that passes or fails.
    protected List<String> healthCommand(boolean passes) {
        List<String> command = new ArrayList<>(List.of("CMD"));
        command.addAll(command(new Program.Exits(passes ? 0 : 1)));
        return command;
    }

    // --- output

    @Test
    void outputIsReadFromTheStartToTheEnd() {
        EngineContainer started = run(new Program.Prints(100));
        Lines lines = new Lines();
        try (Watch watch = engine().follow(started.id(), 0, lines)) {
            await("the end of the output", () -> lines.ended);
        }
        assertThat(lines.texts).containsExactlyElementsOf(expected(0, 100));
        assertThat(lines.numbers).containsExactlyElementsOf(numbers(0, 100));
        assertThat(lines.times).isSorted();
        assertThat(lines.failure).isNull();
    }

    @Test
    void outputIsFollowedWhileTheContainerRuns() {
        EngineContainer started = run(new Program.PrintsAndRuns(3));
        Lines lines = new Lines();
        try (Watch watch = engine().follow(started.id(), 0, lines)) {
            await("three lines", () -> lines.texts.size() == 3);
            assertThat(lines.ended).isFalse();
            stop(started.id());
            await("the end of the output", () -> lines.ended);
        }
        assertThat(lines.texts).containsExactlyElementsOf(expected(0, 3));
    }

    @Test
    void readingResumesInTheMiddle() {
        EngineContainer started = run(new Program.Prints(100));
        awaitExit(started.id());
        Lines lines = new Lines();
        try (Watch watch = engine().follow(started.id(), 40, lines)) {
            await("the end of the output", () -> lines.ended);
        }
        assertThat(lines.texts).containsExactlyElementsOf(expected(40, 100));
        assertThat(lines.numbers).containsExactlyElementsOf(numbers(40, 100));
    }

    @Test
    void resumingAtTheEndGivesNoLineAndTheEnd() {
        EngineContainer started = run(new Program.Prints(5));
        Lines lines = new Lines();
        try (Watch watch = engine().follow(started.id(), 5, lines)) {
            await("the end of the output", () -> lines.ended);
        }
        assertThat(lines.texts).isEmpty();
    }

    @Test
    void longLinesAreWholeAndALineWithoutEndIsALine() {
        EngineContainer started = run(new Program.PrintsLongLines(100_000));
        Lines lines = new Lines();
        try (Watch watch = engine().follow(started.id(), 0, lines)) {
            await("the end of the output", () -> lines.ended);
        }
        assertThat(lines.texts).containsExactly("x".repeat(100_000), "y".repeat(100_000));
    }

    @Test
    void aClosedFollowerIsSilent() {
        EngineContainer started = run(new Program.PrintsAndRuns(1));
        Lines lines = new Lines();
        Watch watch = engine().follow(started.id(), 0, lines);
        await("a line", () -> lines.texts.size() == 1);
        watch.close();
        stop(started.id());
        assertThat(lines.ended).isFalse();
        assertThat(lines.failure).isNull();
    }

    @Test
    void followingWhatDoesNotExistFails() {
        Lines lines = new Lines();
        try (Watch watch = engine().follow("0".repeat(64), 0, lines)) {
            await("a failure", () -> lines.failure != null);
        }
        assertThat(lines.ended).isFalse();
    }

    // --- figures

    @Test
    void theEngineSaysWhatItIs() {
        EngineFacts facts = done(engine()::facts);
        assertThat(facts.version()).isNotBlank();
        assertThat(facts.apiVersion()).matches("1\\.\\d+");
        assertThat(facts.architecture()).isIn("x86_64", "arm64");
        assertThat(facts.cores()).isPositive();
        assertThat(facts.memory()).isGreaterThan(128);
    }

    @Test
    void aRunningContainerHasStatistics() {
        EngineContainer started = run(new Program.RunsUntilStopped());
        String sample = done(reply -> engine().stats(started.id(), reply));
        assertThat(sample).startsWith("{").contains("\"memory_stats\"", "\"cpu_stats\"", started.id());
    }

    // --- words of the suite

    /// A request that a test may bend before it is built.
    protected final class Request {
        protected String name = newName();
        protected String image = imageId();
        protected List<String> command;
        protected String networkMode = "none";
        protected List<PortBinding> ports = List.of();
        protected @Nullable HealthCheck healthCheck;
        protected ContainerRequest.@Nullable ParentCgroup parentCgroup;
        protected @Nullable Integer cpuQuota;
        protected boolean dropNetRaw;
        protected final SequencedMap<String, String> labels = new TreeMap<>(Map.of("task", "one"));
        protected final SequencedMap<String, String> environment = new TreeMap<>();

        Request(Program program) {
            command = command(program);
        }

        protected ContainerRequest build() {
            return new ContainerRequest(
                    name,
                    image,
                    labels,
                    networkMode,
                    null,
                    64,
                    cpuQuota,
                    MEMORY,
                    null,
                    parentCgroup,
                    ports,
                    command,
                    null,
                    environment,
                    healthCheck,
                    new TreeMap<>(),
                    dropNetRaw,
                    ContainerSettings.NONE);
        }
    }

    protected final Request request(Program program) {
        return new Request(program);
    }

    private String imageId() {
        return done((Consumer<Reply<Image>> reply) -> engine().pull(image(), PullPolicy.PREFER_CACHED, null, reply))
                .id();
    }

    protected final EngineContainer create(Request request) {
        return done(reply -> engine().create(request.build(), reply));
    }

    protected final EngineContainer start(String engineId) {
        return done(reply -> engine().start(engineId, reply));
    }

    protected final EngineContainer run(Program program) {
        return start(create(request(program)).id());
    }

    protected final EngineContainer stop(String engineId) {
        return done(reply -> engine().stop(engineId, STOP_TIMEOUT, reply));
    }

    protected final EngineContainer inspect(String engineId) {
        return done(reply -> engine().inspect(engineId, reply));
    }

    protected final EngineContainer open(Interface eni) {
        return done(reply -> engine().openInterface(eni, reply));
    }

    protected final EngineContainer awaitExit(String engineId) {
        await("the container's exit", () -> inspect(engineId).status() == Status.EXITED);
        return inspect(engineId);
    }

    /// The `host`-th address of the suite's VPC.
    protected final Interface eni(int host) {
        String range = freeRange();
        String[] octets = range.substring(0, range.indexOf('/')).split("\\.");
        String prefix = octets[0] + "." + octets[1] + ".";
        return new Interface(
                "eni-" + newName(),
                "vpc-contract",
                range,
                "subnet-contract",
                prefix + "0.0/20",
                prefix + "0.1",
                prefix + "0." + host,
                String.format(
                        "02:42:%02x:%02x:00:%02x", Integer.parseInt(octets[0]), Integer.parseInt(octets[1]), host),
                "ip-" + octets[0] + "-" + octets[1] + "-0-" + host + ".ec2.internal");
    }

    /// The value of a call that must succeed.
    protected final <T> T done(Consumer<Consumer<Reply<T>>> call) {
        return switch (reply(call)) {
            case Reply.Done<T>(T value) -> value;
            case Reply.Failed<T>(EngineFault fault) -> throw new AssertionError("the engine failed: " + fault);
        };
    }

    /// The fault of a call that must fail.
    protected final EngineFault failed(Consumer<Consumer<Reply<EngineContainer>>> call) {
        return switch (reply(call)) {
            case Reply.Done<EngineContainer>(EngineContainer value) ->
                throw new AssertionError("succeeded unexpectedly: " + value);
            case Reply.Failed<EngineContainer>(EngineFault fault) -> fault;
        };
    }

    private <T> Reply<T> reply(Consumer<Consumer<Reply<T>>> call) {
        List<Reply<T>> replies = new CopyOnWriteArrayList<>();
        call.accept(replies::add);
        await("an answer of the engine", () -> !replies.isEmpty());
        assertThat(replies).hasSize(1);
        return replies.getFirst();
    }

    private static List<String> expected(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    private static List<Long> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> (long) i).toList();
    }

    /// Output as it came.
    protected static final class Lines implements LineListener {
        public final List<String> texts = new CopyOnWriteArrayList<>();
        public final List<Long> numbers = new CopyOnWriteArrayList<>();
        public final List<Instant> times = new CopyOnWriteArrayList<>();
        public volatile boolean ended;
        public volatile @Nullable String failure;

        @Override
        public void line(long number, Instant at, String text) {
            numbers.add(number);
            times.add(at);
            texts.add(text);
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public void failed(String message) {
            failure = message;
        }
    }
}
