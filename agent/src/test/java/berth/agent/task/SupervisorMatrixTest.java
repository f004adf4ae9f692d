package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineFault.Kind;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.LogRoute;
import berth.kernel.host.PortBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every observation of an essential container, crossed with every wish and everything that can be in flight.
class SupervisorMatrixTest {
    private static final String ARN = Tasks.arn("t");
    private static final String ID = "id";

    /// The table: rows are observations, columns wishes (run, run and known as started, stop, unknown task).
    private static final String TABLE = """
            unseen           pull    -     -     -
            pulled           create  -     -     -
            created          start   -     -     remove
            created_error    -       -     -     remove
            misplaced        remove  -     -     remove
            port_taken       remove  -     -     remove
            running          -       -     stop  stop
            exited           -       -     -     -
            again            stop    stop  stop  stop
            vanished         -       -     -     -
            pull_failed      -       -     -     -
            pull_waiting     -       -     -     -
            pull_rested      pull    -     -     -
            create_failed    -       -     -     -
            create_waiting   -       -     -     -
            start_failed     -       -     -     remove
            start_waiting    -       -     -     remove
            stop_waiting     -       -     -     -
            """;

    enum Wish {
        RUN,
        STARTED,
        STOP,
        UNKNOWN
    }

    enum Busy {
        NOTHING,
        CONTAINER,
        IMAGE,
        OTHER
    }

    static Stream<Arguments> cells() {
        return TABLE.lines().flatMap(line -> {
            List<String> cells = List.of(line.split(" +"));
            return Stream.of(Wish.values())
                    .flatMap(wish -> Stream.of(Busy.values())
                            .map(busy -> Arguments.of(cells.get(0), wish, busy, cells.get(1 + wish.ordinal()))));
        });
    }

    @ParameterizedTest(name = "{0}, {1}, busy {2}: {3}")
    @MethodSource("cells")
    void decidesByTheTable(String observation, Wish wish, Busy busy, String expected) {
        TaskNow now = observe(observation).apply(TaskNow.unseen(ARN));
        List<String> verbs = Tasks.supervisor().decide(desired(wish), now, inFlight(busy)).stream()
                .map(action -> action.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toList());
        boolean held = expected.equals("pull") ? busy == Busy.IMAGE : busy == Busy.CONTAINER;
        assertThat(verbs).isEqualTo(expected.equals("-") || held ? List.of() : List.of(expected));
    }

    @ParameterizedTest(name = "{0}, {1}, busy {2}")
    @MethodSource("cells")
    void neverCreatesOrStartsWhatRan(String observation, Wish wish, Busy busy, String expected) {
        TaskNow now = observe(observation).apply(TaskNow.unseen(ARN));
        boolean ran = wish == Wish.STARTED || now.container("web").ran();
        assertThat(Tasks.supervisor().decide(desired(wish), now, inFlight(busy)))
                .noneMatch(action ->
                        ran && (action instanceof EngineAction.Create || action instanceof EngineAction.Start));
    }

    private static @Nullable DesiredTask desired(Wish wish) {
        DesiredContainer web = Tasks.container(
                "web",
                true,
                wish == Wish.STARTED,
                List.of(new PortBinding("", 80, 0, "tcp")),
                new LogRoute.JsonFile(new LinkedHashMap<>()));
        return wish == Wish.UNKNOWN ? null : Tasks.bridge("t", wish != Wish.STOP, web);
    }

    private static Set<String> inFlight(Busy busy) {
        return switch (busy) {
            case NOTHING -> new TreeSet<>();
            case CONTAINER -> new TreeSet<>(Set.of(EngineAction.containerSubject(ARN, "web")));
            case IMAGE -> new TreeSet<>(Set.of(EngineAction.imageSubject(ARN, "nginx")));
            case OTHER -> new TreeSet<>(Set.of(EngineAction.containerSubject(Tasks.arn("u"), "web")));
        };
    }

    private static UnaryOperator<TaskNow> observe(String observation) {
        return switch (observation) {
            case "unseen" -> now -> now;
            case "pulled" -> now -> now.withImage("nginx", Tasks.image());
            case "created" -> now -> with(now, Tasks.engine(ID, Status.CREATED));
            case "created_error" ->
                now -> with(now, Tasks.engine(ID, Status.CREATED, "exec: not found", new LinkedHashMap<>()));
            case "misplaced" ->
                now -> with(
                        now,
                        Tasks.engine(
                                ID,
                                Status.CREATED,
                                "Bind for 127.0.0.1:61000 failed: port is already allocated",
                                new LinkedHashMap<>()));
            case "port_taken" ->
                now -> with(now, Tasks.engine(ID, Status.CREATED))
                        .withAttempt(EngineAction.startKey("web"), attempt(Kind.PORT_TAKEN, 1, false));
            case "running" -> now -> with(now, Tasks.engine(ID, Status.RUNNING));
            case "exited" -> now -> with(now, Tasks.engine(ID, Status.EXITED));
            case "again" ->
                now -> now.withContainer("web", new ContainerNow(Tasks.engine(ID, Status.EXITED), true, true));
            case "vanished" -> now -> now.withContainer("web", new ContainerNow(null, true, false));
            case "pull_failed" -> failing(EngineAction.pullKey("nginx"), Kind.NOT_FOUND, 1, false);
            case "pull_waiting" -> failing(EngineAction.pullKey("nginx"), Kind.UNAVAILABLE, 2, true);
            case "pull_rested" -> failing(EngineAction.pullKey("nginx"), Kind.UNAVAILABLE, 2, false);
            case "create_failed" -> failing(EngineAction.createKey("web"), Kind.REFUSED, 1, true);
            case "create_waiting" ->
                now -> failing(EngineAction.createKey("web"), Kind.UNAVAILABLE, 1, true)
                        .apply(now.withImage("nginx", Tasks.image()));
            case "start_failed" ->
                now -> failing(EngineAction.startKey("web"), Kind.REFUSED, 1, true)
                        .apply(with(now, Tasks.engine(ID, Status.CREATED)));
            case "start_waiting" ->
                now -> failing(EngineAction.startKey("web"), Kind.UNAVAILABLE, 1, true)
                        .apply(with(now, Tasks.engine(ID, Status.CREATED)));
            case "stop_waiting" ->
                now -> failing(EngineAction.stopKey("web"), Kind.UNAVAILABLE, 9, true)
                        .apply(with(now, Tasks.engine(ID, Status.RUNNING)));
            default -> throw new IllegalArgumentException(observation);
        };
    }

    private static UnaryOperator<TaskNow> failing(String key, Kind kind, int count, boolean waiting) {
        return now -> now.withAttempt(key, attempt(kind, count, waiting));
    }

    private static Attempt attempt(Kind kind, int count, boolean waiting) {
        return new Attempt(count, Tasks.fault(kind), ID, waiting);
    }

    private static TaskNow with(TaskNow now, EngineContainer container) {
        return now.withContainer("web", ContainerNow.UNSEEN.seen(container));
    }
}
