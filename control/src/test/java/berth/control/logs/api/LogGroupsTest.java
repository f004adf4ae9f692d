package berth.control.logs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import berth.control.dispatch.Calls;
import berth.control.logs.LogViews;
import berth.control.logs.MemoryLogs;
import berth.control.logs.model.LogDeletion;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.store.Change;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;

class LogGroupsTest {
    private static final String ARN = "arn:aws:logs:us-east-1:111122223333:log-group:";

    private final Calls calls = new Calls();
    private final MemoryLogs store = new MemoryLogs();

    @Test
    void aGroupShowsWhatItWasMadeWithAndHowMuchItHolds() {
        create("app");
        stream("app", "s");
        put("app", "s", "hello");

        var group = describe(builder -> {}).getFirst();

        assertThat(group.logGroupName()).isEqualTo("app");
        assertThat(group.arn()).isEqualTo(ARN + "app:*");
        assertThat(group.logGroupArn()).isEqualTo(ARN + "app");
        assertThat(group.logGroupClassAsString()).isEqualTo("STANDARD");
        assertThat(group.storedBytes()).isEqualTo(5 + 26);
        assertThat(group.retentionInDays()).isNull();
        assertThat(group.metricFilterCount()).isZero();
    }

    @Test
    void otherClassesAndEncryptionAreRefusedByName() {
        CreateLogGroupRequest infrequent = CreateLogGroupRequest.builder()
                .logGroupName("x")
                .logGroupClass("INFREQUENT_ACCESS")
                .build();
        assertThat(calls.refusal(new CreateLogGroup(), infrequent).message()).contains("logGroupClass");
        assertThat(calls.refusal(
                                new CreateLogGroup(),
                                infrequent.toBuilder()
                                        .logGroupClass("STANDARD")
                                        .kmsKeyId("k")
                                        .build())
                        .message())
                .contains("kmsKeyId");
    }

    @Test
    void retentionIsShownChangedAndTakenAway() {
        create("app");
        retain("app", 7);
        assertThat(describe(builder -> {}).getFirst().retentionInDays()).isEqualTo(7);
        retain("app", 30);
        assertThat(describe(builder -> {}).getFirst().retentionInDays()).isEqualTo(30);
        calls.call(
                new DeleteRetentionPolicy(),
                DeleteRetentionPolicyRequest.builder().logGroupName("app").build());
        assertThat(describe(builder -> {}).getFirst().retentionInDays()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 31, 3654, -1})
    void onlyCloudWatchsNumbersOfDaysAreTaken(int days) {
        create("app");
        var refused = calls.refusal(
                new PutRetentionPolicy(),
                PutRetentionPolicyRequest.builder()
                        .logGroupName("app")
                        .retentionInDays(days)
                        .build());
        assertThat(refused.code()).isEqualTo("InvalidParameterException");
        assertThat(refused.message()).contains("'retentionInDays'", "3653");
    }

    @Test
    void tagsAreTheSameByNameAndByArn() {
        calls.call(
                new CreateLogGroup(),
                CreateLogGroupRequest.builder()
                        .logGroupName("app")
                        .tags(Map.of("team", "a"))
                        .build());
        calls.call(
                new TagResource(),
                TagResourceRequest.builder()
                        .resourceArn(ARN + "app")
                        .tags(Map.of("stage", "test"))
                        .build());
        calls.call(
                new TagLogGroup(),
                TagLogGroupRequest.builder()
                        .logGroupName("app")
                        .tags(Map.of("team", "b", "x", "y"))
                        .build());
        assertThat(byArn("app:*")).containsOnly(entry("team", "b"), entry("stage", "test"), entry("x", "y"));

        calls.call(
                new UntagResource(),
                UntagResourceRequest.builder()
                        .resourceArn(ARN + "app:*")
                        .tagKeys("stage", "none")
                        .build());
        calls.call(
                new UntagLogGroup(),
                UntagLogGroupRequest.builder().logGroupName("app").tags("x").build());
        assertThat(byArn("app")).containsOnly(entry("team", "b"));
        assertThat(calls.call(
                                new ListTagsLogGroup(),
                                ListTagsLogGroupRequest.builder()
                                        .logGroupName("app")
                                        .build())
                        .tags())
                .containsOnly(entry("team", "b"));
    }

    @Test
    void tagsOfAnotherResourceOrTooManyAreRefused() {
        create("app");
        assertThat(calls.refusal(
                                new TagResource(),
                                TagResourceRequest.builder()
                                        .resourceArn(ARN + "none")
                                        .tags(Map.of("a", "b"))
                                        .build())
                        .code())
                .isEqualTo("ResourceNotFoundException");
        Map<String, String> many = new TreeMap<>();
        IntStream.range(0, 51).forEach(i -> many.put("k" + i, ""));
        assertThat(calls.refusal(
                                new TagResource(),
                                TagResourceRequest.builder()
                                        .resourceArn(ARN + "app")
                                        .tags(many)
                                        .build())
                        .code())
                .isEqualTo("TooManyTagsException");
        assertThat(calls.refusal(
                                new TagResource(),
                                TagResourceRequest.builder()
                                        .resourceArn(ARN + "app")
                                        .tags(Map.of("aws:x", "b"))
                                        .build())
                        .code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void aDeletedGroupIsGoneWithItsStreamsAndNotesWhatIsLeftToDelete() {
        create("app");
        create("app2");
        stream("app", "a");
        stream("app", "b");
        stream("app2", "a");

        calls.call(
                new DeleteLogGroup(),
                DeleteLogGroupRequest.builder().logGroupName("app").build());

        assertThat(calls.state().all(LogViews.GROUPS))
                .extracting(LogGroup::name)
                .containsExactly("app2");
        assertThat(calls.state().all(LogViews.STREAMS))
                .extracting(LogStream::name)
                .containsExactly("app2:a");
        assertThat(calls.state().all(LogViews.DELETIONS))
                .extracting(LogDeletion::name)
                .containsExactly("app:a", "app:b");
        assertThat(calls.refusal(
                        new DeleteLogGroup(),
                        DeleteLogGroupRequest.builder().logGroupName("app").build()))
                .extracting("code", "message")
                .containsExactly("ResourceNotFoundException", "The specified log group does not exist.");
    }

    @Test
    void theNameOfADeletedStreamIsTakenUntilItsEventsAreGone() {
        create("app");
        stream("app", "a");
        calls.call(
                new DeleteLogStream(),
                DeleteLogStreamRequest.builder()
                        .logGroupName("app")
                        .logStreamName("a")
                        .build());
        CreateLogStreamRequest again = CreateLogStreamRequest.builder()
                .logGroupName("app")
                .logStreamName("a")
                .build();
        assertThat(calls.refusal(new CreateLogStream(), again).code()).isEqualTo("OperationAbortedException");

        calls.commit(List.of(Change.delete(LogViews.DELETIONS, "app:a")));
        calls.call(new CreateLogStream(), again);
        assertThat(calls.state().all(LogViews.STREAMS))
                .extracting(LogStream::name)
                .containsExactly("app:a");
    }

    @Test
    void groupsAreFoundByPartOfTheirNameAndByIdentifier() {
        create("/aws/DataLogs", "DataLogs", "datalogs", "other");

        assertThat(names(describe(builder -> builder.logGroupNamePattern("DataLogs"))))
                .containsExactly("/aws/DataLogs", "DataLogs");
        assertThat(names(describe(builder -> builder.logGroupNamePrefix("data"))))
                .containsExactly("datalogs");
        assertThat(names(describe(builder -> builder.logGroupIdentifiers("other", ARN + "DataLogs"))))
                .containsExactly("DataLogs", "other");
        assertThat(names(describe(builder -> builder.logGroupClass("INFREQUENT_ACCESS"))))
                .isEmpty();
    }

    @Test
    void listLogGroupsTakesBeginningsAndPartsBetweenBars() {
        create("/aws/lambda/a", "/x/aws/lambda", "my-discovery", "other");

        assertThat(list("^/aws/lambda|discovery", null)).containsExactly("/aws/lambda/a", "my-discovery");
        assertThat(list(null, null)).hasSize(4);
        assertThat(list(null, 3)).containsExactly("/aws/lambda/a", "/x/aws/lambda", "my-discovery");
        assertThat(calls.refusal(
                                new ListLogGroups(),
                                ListLogGroupsRequest.builder()
                                        .logGroupNamePattern("a|b")
                                        .build())
                        .code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void eventsAreFoundByPatternInTheStreamsThatAPrefixNames() {
        create("app");
        stream("app", "web/1");
        stream("app", "job/1");
        put("app", "web/1", "ERROR one");
        put("app", "web/1", "INFO two");
        put("app", "job/1", "ERROR three");

        assertThat(messages(filter(builder -> builder.filterPattern("ERROR"))))
                .containsExactly("ERROR one", "ERROR three");
        assertThat(messages(filter(builder -> builder.filterPattern("ERROR")
                        .logStreamNamePrefix("web")
                        .interleaved(true))))
                .containsExactly("ERROR one");
        assertThat(messages(filter(builder -> builder.startFromHead(false))))
                .containsExactly("ERROR three", "INFO two", "ERROR one");
        FilterLogEventsResponse first =
                filter(builder -> builder.filterPattern("ERROR").limit(1));
        assertThat(first.nextToken()).isNotNull();
        assertThat(messages(filter(
                        builder -> builder.filterPattern("ERROR").limit(1).nextToken(first.nextToken()))))
                .containsExactly("ERROR three");
        assertThat(LogCalls.refusal(
                                calls,
                                new FilterLogEvents(store),
                                FilterLogEventsRequest.builder()
                                        .logGroupName("app")
                                        .filterPattern("{ $.a")
                                        .build())
                        .message())
                .startsWith("Invalid filter pattern");
    }

    private void create(String... names) {
        for (String name : names) {
            calls.call(
                    new CreateLogGroup(),
                    CreateLogGroupRequest.builder().logGroupName(name).build());
        }
    }

    private void stream(String group, String name) {
        calls.call(
                new CreateLogStream(),
                CreateLogStreamRequest.builder()
                        .logGroupName(group)
                        .logStreamName(name)
                        .build());
    }

    private void put(String group, String stream, String message) {
        LogCalls.call(
                calls,
                new PutLogEvents(store),
                PutLogEventsRequest.builder()
                        .logGroupName(group)
                        .logStreamName(stream)
                        .logEvents(InputLogEvent.builder()
                                .timestamp(Calls.NOW.toEpochMilli())
                                .message(message)
                                .build())
                        .build());
    }

    private void retain(String group, int days) {
        calls.call(
                new PutRetentionPolicy(),
                PutRetentionPolicyRequest.builder()
                        .logGroupName(group)
                        .retentionInDays(days)
                        .build());
    }

    private Map<String, String> byArn(String name) {
        return calls.call(
                        new ListTagsForResource(),
                        ListTagsForResourceRequest.builder()
                                .resourceArn(ARN + name)
                                .build())
                .tags();
    }

    private List<software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup> describe(
            Consumer<DescribeLogGroupsRequest.Builder> request) {
        return LogCalls.call(
                        calls,
                        new DescribeLogGroups(store),
                        DescribeLogGroupsRequest.builder()
                                .applyMutation(request)
                                .build())
                .logGroups();
    }

    private static List<String> names(List<software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup> groups) {
        return groups.stream()
                .map(software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup::logGroupName)
                .toList();
    }

    private List<String> list(@Nullable String pattern, @Nullable Integer limit) {
        return calls
                .call(
                        new ListLogGroups(),
                        ListLogGroupsRequest.builder()
                                .logGroupNamePattern(pattern)
                                .limit(limit)
                                .build())
                .logGroups()
                .stream()
                .map(one -> one.logGroupName())
                .toList();
    }

    private FilterLogEventsResponse filter(Consumer<FilterLogEventsRequest.Builder> request) {
        return LogCalls.call(
                calls,
                new FilterLogEvents(store),
                FilterLogEventsRequest.builder()
                        .logGroupName("app")
                        .applyMutation(request)
                        .build());
    }

    private static List<String> messages(FilterLogEventsResponse response) {
        return response.events().stream().map(event -> event.message()).toList();
    }
}
