package berth.control.logs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.control.dispatch.Calls;
import berth.control.dispatch.Events;
import berth.control.logs.HeardMemoryLogs;
import berth.control.logs.LiveTails;
import berth.control.logs.LogStore;
import berth.kernel.FaultException;
import berth.kernel.Loop;
import berth.kernel.host.LogBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionStart;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionUpdate;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailRequest;

class StartLiveTailTest {
    private static final String ARN = "arn:aws:logs:us-east-1:000000000000:log-group:";

    private final Calls calls = new Calls();
    private final Seconds loop = new Seconds();
    private final LiveTails tails = new LiveTails(loop);
    private final LogStore store = HeardMemoryLogs.heardBy(tails);

    @BeforeEach
    void create() {
        for (String name : List.of("a", "b")) {
            calls.call(
                    new CreateLogGroup(),
                    CreateLogGroupRequest.builder().logGroupName(name).build());
        }
    }

    @Test
    void aTailBeginsWithItsSessionAndTellsOfEventsOnceASecond() {
        Heard heard = listen(request -> request.logGroupIdentifiers(ARN + "a").logEventFilterPattern("ERROR"));
        LiveTailSessionStart start = (LiveTailSessionStart) heard.events.getFirst();
        assertThat(start.logGroupIdentifiers()).containsExactly(ARN + "a");
        assertThat(start.logEventFilterPattern()).isEqualTo("ERROR");
        assertThat(start.sessionId()).isNotEmpty().isNotEqualTo(start.requestId());

        put("a", "s", "an ERROR", "a WARNING");
        put("b", "s", "another ERROR");
        assertThat(heard.messages()).isEmpty();
        loop.pass();

        assertThat(heard.messages()).containsExactly("an ERROR");
        LiveTailSessionLogEvent event =
                heard.updates().getFirst().sessionResults().getFirst();
        assertThat(event.logGroupIdentifier()).isEqualTo(ARN + "a");
        assertThat(event.logStreamName()).isEqualTo("s");
        assertThat(event.timestamp()).isEqualTo(Calls.NOW.toEpochMilli());
        loop.pass();
        assertThat(heard.updates()).hasSize(2);
        assertThat(heard.updates().getLast().sessionResults()).isEmpty();
    }

    @Test
    void streamsAreChosenByNameOrByPrefix() {
        Heard named = listen(request -> request.logGroupIdentifiers(ARN + "a").logStreamNames("web/1", "job"));
        Heard prefixed =
                listen(request -> request.logGroupIdentifiers(ARN + "a").logStreamNamePrefixes("web/"));
        Heard both = listen(request -> request.logGroupIdentifiers(ARN + "a", ARN + "b"));
        put("a", "web/1", "1");
        put("a", "web/2", "2");
        put("b", "job", "3");
        loop.pass();

        assertThat(named.messages()).containsExactly("1");
        assertThat(prefixed.messages()).containsExactly("1", "2");
        assertThat(both.messages()).containsExactly("1", "2", "3");
    }

    @Test
    void linesOfAContainerThatAreSentAgainAreToldOnce() {
        Heard heard = listen(request -> request.logGroupIdentifiers(ARN + "a"));
        lines(0, "0", "1");
        lines(0, "0", "1");
        lines(1, "1", "2");
        lines(3, "3");
        loop.pass();

        assertThat(heard.messages()).containsExactly("0", "1", "2", "3");
    }

    @Test
    void moreThanFiveHundredEventsOfASecondAreSampled() {
        Heard heard = listen(request -> request.logGroupIdentifiers(ARN + "a"));
        put("a", "s", IntStream.range(0, 600).mapToObj(String::valueOf).toArray(String[]::new));
        loop.pass();

        assertThat(heard.messages()).hasSize(500);
        assertThat(heard.updates().getFirst().sessionMetadata().sampled()).isTrue();
    }

    @Test
    void ofMuchTextInASecondABoundedPartIsTold() {
        Heard heard = listen(request -> request.logGroupIdentifiers(ARN + "a"));
        String large = "x".repeat(262_144);
        put("a", "s", large, large, large, large, "y");
        loop.pass();
        put("a", "s", "z");
        loop.pass();

        assertThat(heard.messages()).containsExactly(large, large, large, large, "z");
        assertThat(heard.updates())
                .extracting(update -> update.sessionMetadata().sampled())
                .containsExactly(true, false);
    }

    @Test
    void theOldestUpdatesOfAListenerThatDoesNotTakeThemAreDropped() {
        Heard heard = listen(request -> request.logGroupIdentifiers(ARN + "a"));
        heard.takes = false;
        for (int i = 0; i < 12; i++) {
            put("a", "s", String.valueOf(i));
            loop.pass();
        }
        heard.takes = true;
        loop.pass();

        assertThat(heard.messages()).containsExactly("3", "4", "5", "6", "7", "8", "9", "10", "11");
        assertThat(heard.updates()).hasSize(10);
    }

    @Test
    void aTailEndsAfterThreeHours() {
        Heard heard = listen(request -> request.logGroupIdentifiers(ARN + "a"));
        for (int i = 0; i < 3 * 3600; i++) {
            loop.pass();
        }
        assertThat(heard.failure).isNull();
        loop.pass();

        assertThat(heard.failure).isEqualTo("SessionTimeoutException");
        loop.pass();
        assertThat(heard.updates()).hasSize(3 * 3600);
    }

    @Test
    void fifteenTailsAreOpenAtOnceAtMost() {
        List<Events> open = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            open.add(open(request -> request.logGroupIdentifiers(ARN + "a")));
        }
        assertThat(refusal(request -> request.logGroupIdentifiers(ARN + "a"))).isEqualTo("LimitExceededException");
        open.getFirst().ended();

        assertThat(open(request -> request.logGroupIdentifiers(ARN + "a"))).isNotNull();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "0, , , InvalidParameterException",
        "11, , , InvalidParameterException",
        "2, s, , InvalidParameterException",
        "2, , s, InvalidParameterException",
        "1, s, s, InvalidParameterException"
    })
    void whatCanNotBeListenedToIsRefused(int groups, @Nullable String stream, @Nullable String prefix, String code) {
        assertThat(refusal(request -> {
                    request.logGroupIdentifiers(
                            IntStream.range(0, groups).mapToObj(i -> ARN + "a").toList());
                    if (stream != null) {
                        request.logStreamNames(stream);
                    }
                    if (prefix != null) {
                        request.logStreamNamePrefixes(prefix);
                    }
                }))
                .isEqualTo(code);
    }

    @Test
    void groupsAreNamedByArnsOfGroupsThatAreThere() {
        assertThat(refusal(request -> request.logGroupIdentifiers("a"))).isEqualTo("InvalidParameterException");
        assertThat(refusal(request -> request.logGroupIdentifiers(ARN + "a:*"))).isEqualTo("InvalidParameterException");
        assertThat(refusal(request -> request.logGroupIdentifiers(ARN + "none")))
                .isEqualTo("ResourceNotFoundException");
        assertThat(refusal(request -> request.logGroupIdentifiers(ARN + "a").logEventFilterPattern("a,b")))
                .isEqualTo("InvalidParameterException");
    }

    private Events open(Consumer<StartLiveTailRequest.Builder> request) {
        return new StartLiveTail(tails)
                .handle(StartLiveTailRequest.builder().applyMutation(request).build(), calls.state(), calls.context());
    }

    private String refusal(Consumer<StartLiveTailRequest.Builder> request) {
        return catchThrowableOfType(FaultException.class, () -> open(request))
                .fault()
                .code();
    }

    private Heard listen(Consumer<StartLiveTailRequest.Builder> request) {
        Events events = open(request);
        Heard heard = new Heard(events);
        events.begin(heard);
        return heard;
    }

    private void put(String group, String stream, String... messages) {
        List<LogStore.Event> events = List.of(messages).stream()
                .map(message -> new LogStore.Event(Calls.NOW, message))
                .toList();
        store.put(group, stream, events, Calls.NOW, result -> {});
    }

    private void lines(long first, String... texts) {
        List<LogBatch.Line> lines = List.of(texts).stream()
                .map(text -> new LogBatch.Line(Calls.NOW, text))
                .toList();
        store.append(new LogBatch("a", "s", "container", first, lines, false), Calls.NOW, appended -> {});
    }

    private static final class Heard implements Events.Listener {
        private final Events tail;
        private final List<SdkPojo> events = new ArrayList<>();
        private boolean takes = true;
        private @Nullable String failure;

        Heard(Events tail) {
            this.tail = tail;
        }

        @Override
        public boolean takesMore() {
            return takes;
        }

        @Override
        public void event(String name, SdkPojo event) {
            events.add(event);
        }

        @Override
        public void fail(String name, String message) {
            failure = name;
            tail.ended();
        }

        List<LiveTailSessionUpdate> updates() {
            return events.stream()
                    .filter(LiveTailSessionUpdate.class::isInstance)
                    .map(LiveTailSessionUpdate.class::cast)
                    .toList();
        }

        List<String> messages() {
            return updates().stream()
                    .flatMap(update -> update.sessionResults().stream())
                    .map(LiveTailSessionLogEvent::message)
                    .toList();
        }
    }

    /// Runs its timers when it is told that a second has passed.
    private static final class Seconds implements Loop {
        private final List<Runnable> timers = new ArrayList<>();

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            timers.add(task);
            return () -> timers.remove(task);
        }

        void pass() {
            List<Runnable> due = List.copyOf(timers);
            timers.clear();
            due.forEach(Runnable::run);
        }
    }
}
