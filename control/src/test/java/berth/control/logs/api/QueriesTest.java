package berth.control.logs.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.logs.LogStore;
import berth.control.logs.MemoryLogs;
import berth.control.logs.QueryRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeQueriesRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryStatus;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResultField;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartQueryRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StopQueryRequest;

class QueriesTest {
    private static final long SECOND = Calls.NOW.getEpochSecond();

    private final Calls calls = new Calls();
    private final SlowLogs store = new SlowLogs();
    private final QueryRuns runs = new QueryRuns(store);

    @BeforeEach
    void create() {
        for (String name : List.of("a", "b")) {
            calls.call(
                    new CreateLogGroup(),
                    CreateLogGroupRequest.builder().logGroupName(name).build());
        }
        for (int i = 0; i < 10; i++) {
            String group = i % 2 == 0 ? "a" : "b";
            store.put(group, "s", List.of(new LogStore.Event(Calls.NOW.plusMillis(i), "m" + i)), Calls.NOW, done -> {});
        }
    }

    @Test
    void aQueryRunsAndItsRowsAreReadOnceItIsComplete() {
        String id = start(builder -> builder.logGroupName("a").queryString("fields @message"));
        assertThat(results(id).status()).isEqualTo(QueryStatus.RUNNING);
        assertThat(results(id).results()).isEmpty();

        store.answer();
        GetQueryResultsResponse done = results(id);
        assertThat(done.status()).isEqualTo(QueryStatus.COMPLETE);
        assertThat(messages(done)).containsExactly("m8", "m6", "m4", "m2", "m0");
        assertThat(done.statistics().recordsScanned()).isEqualTo(5);
        assertThat(done.statistics().recordsMatched()).isEqualTo(5);
        assertThat(done.statistics().bytesScanned()).isEqualTo(10);
    }

    @Test
    void eventsOfSeveralGroupsAreMergedNewestFirst() {
        String id = start(builder -> builder.logGroupNames("b", "a").queryString("fields @message | limit 4"));
        store.answer();

        assertThat(messages(results(id))).containsExactly("m9", "m8", "m7", "m6");
    }

    @Test
    void onlyEventsOfTheTimeAreLookedAt() {
        store.put("a", "s", List.of(new LogStore.Event(Calls.NOW.plusSeconds(1), "late")), Calls.NOW, done -> {});
        store.put("a", "s", List.of(new LogStore.Event(Calls.NOW.minusMillis(1), "early")), Calls.NOW, done -> {});
        String id = start(builder -> builder.logGroupName("a").queryString("stats count(*) as n"));
        store.answer();

        assertThat(results(id).results().getFirst().getFirst().value()).isEqualTo("5");
    }

    @Test
    void aStoppedQueryHasNoRowsAndCanNotBeStoppedAgain() {
        String id = start(builder -> builder.logGroupName("a").queryString("fields @message"));
        StopQueryRequest stop = StopQueryRequest.builder().queryId(id).build();
        assertThat(calls.call(new StopQuery(runs), stop).success()).isTrue();
        store.answer();

        assertThat(results(id).status()).isEqualTo(QueryStatus.CANCELLED);
        assertThat(results(id).results()).isEmpty();
        assertThat(calls.refusal(new StopQuery(runs), stop).code()).isEqualTo("InvalidParameterException");
    }

    @Test
    void queriesAreListedNewestFirstByGroupAndStatus() {
        String first = start(builder -> builder.logGroupName("a").queryString("fields x"));
        String second = start(builder -> builder.logGroupName("b").queryString("fields y"));
        store.answer();
        String third = start(builder -> builder.logGroupName("a").queryString("fields z"));

        assertThat(described(builder -> {})).containsExactly(third, second, first);
        assertThat(described(builder -> builder.logGroupName("a"))).containsExactly(third, first);
        assertThat(described(builder -> builder.status("Running"))).containsExactly(third);
        assertThat(described(builder -> builder.maxResults(1))).containsExactly(third);
        assertThat(described(builder -> builder.nextToken(third))).containsExactly(second, first);
    }

    @Test
    void rowsComeInPages() {
        String id = start(builder -> builder.logGroupName("a").queryString("fields @message"));
        store.answer();
        GetQueryResultsResponse page = calls.call(
                new GetQueryResults(runs),
                GetQueryResultsRequest.builder().queryId(id).maxItems(3).build());

        assertThat(messages(page)).containsExactly("m8", "m6", "m4");
        assertThat(messages(calls.call(
                        new GetQueryResults(runs),
                        GetQueryResultsRequest.builder()
                                .queryId(id)
                                .maxItems(3)
                                .nextToken(page.nextToken())
                                .build())))
                .containsExactly("m2", "m0");
    }

    @Test
    void theOldestQueriesThatHaveEndedAreForgotten() {
        String first = start(builder -> builder.logGroupName("a").queryString("limit 1"));
        store.answerNewest();
        String running = start(builder -> builder.logGroupName("a").queryString("fields x"));
        for (int i = 0; i < 250; i++) {
            start(builder -> builder.logGroupName("a").queryString("limit 1"));
            store.answerNewest();
        }

        assertThat(calls.refusal(
                                new GetQueryResults(runs),
                                GetQueryResultsRequest.builder().queryId(first).build())
                        .code())
                .isEqualTo("ResourceNotFoundException");
        assertThat(results(running).status()).isEqualTo(QueryStatus.RUNNING);
    }

    @Test
    void whatIsNoQueryIsRefused() {
        assertThat(refusal(builder -> builder.logGroupName("a").queryString("bogus")))
                .isEqualTo("MalformedQueryException");
        assertThat(refusal(builder -> builder.logGroupName("none").queryString("fields x")))
                .isEqualTo("ResourceNotFoundException");
        assertThat(refusal(builder -> builder.queryString("fields x"))).isEqualTo("InvalidParameterException");
        assertThat(refusal(
                        builder -> builder.logGroupName("a").logGroupNames("b").queryString("fields x")))
                .isEqualTo("InvalidParameterException");
        assertThat(refusal(builder ->
                        builder.logGroupName("a").queryString("fields x").queryLanguage("SQL")))
                .isEqualTo("InvalidParameterException");
        assertThat(calls.refusal(
                                new GetQueryResults(runs),
                                GetQueryResultsRequest.builder().queryId("none").build())
                        .code())
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void aHundredQueriesRunAtOnceAtMost() {
        for (int i = 0; i < 100; i++) {
            start(builder -> builder.logGroupName("a").queryString("fields x"));
        }
        assertThat(refusal(builder -> builder.logGroupName("a").queryString("fields x")))
                .isEqualTo("LimitExceededException");
    }

    private String start(Consumer<StartQueryRequest.Builder> request) {
        return calls.call(new StartQuery(runs), request(request)).queryId();
    }

    private String refusal(Consumer<StartQueryRequest.Builder> request) {
        return calls.refusal(new StartQuery(runs), request(request)).code();
    }

    private static StartQueryRequest request(Consumer<StartQueryRequest.Builder> request) {
        return StartQueryRequest.builder()
                .startTime(SECOND)
                .endTime(SECOND)
                .applyMutation(request)
                .build();
    }

    private GetQueryResultsResponse results(String id) {
        return calls.call(
                new GetQueryResults(runs),
                GetQueryResultsRequest.builder().queryId(id).build());
    }

    private List<String> described(Consumer<DescribeQueriesRequest.Builder> request) {
        return calls
                .call(
                        new DescribeQueries(runs),
                        DescribeQueriesRequest.builder().applyMutation(request).build())
                .queries()
                .stream()
                .map(query -> query.queryId())
                .toList();
    }

    private static List<String> messages(GetQueryResultsResponse response) {
        return response.results().stream()
                .map(row -> row.stream()
                        .filter(cell -> cell.field().equals("@message"))
                        .map(ResultField::value)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /// Answers reads when it is told to, at most two events a page.
    private static final class SlowLogs extends MemoryLogs {
        private final List<Runnable> waiting = new ArrayList<>();

        @Override
        public void read(Query query, Consumer<Page> done) {
            Query small = new Query(
                    query.group(), query.streams(), query.from(), query.before(), query.position(), query.forward(), 2);
            waiting.add(() -> super.read(small, done));
        }

        void answerNewest() {
            waiting.removeLast().run();
        }

        void answer() {
            while (!waiting.isEmpty()) {
                waiting.removeFirst().run();
            }
        }
    }
}
