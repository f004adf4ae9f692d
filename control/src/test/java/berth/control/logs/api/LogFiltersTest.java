package berth.control.logs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import berth.control.dispatch.Calls;
import berth.control.logs.LogViews;
import berth.control.logs.MemoryLogs;
import berth.control.logs.model.SubscriptionFilter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeSubscriptionFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterResponse;

class LogFiltersTest {
    private final Calls calls = new Calls();

    @BeforeEach
    void create() {
        calls.call(
                new CreateLogGroup(),
                CreateLogGroupRequest.builder().logGroupName("app").build());
    }

    @Test
    void aSubscriptionIsShownAsItWasPutAndReplacedByItsName() {
        subscribe("a", "ERROR", "http://127.0.0.1:8080/x");
        subscribe("a", "WARN", "https://example.com/y");

        var shown = subscriptions();
        assertThat(shown).hasSize(1);
        assertThat(shown.getFirst().filterPattern()).isEqualTo("WARN");
        assertThat(shown.getFirst().destinationArn()).isEqualTo("https://example.com/y");
        assertThat(shown.getFirst().distributionAsString()).isEqualTo("ByLogStream");
        assertThat(shown.getFirst().creationTime()).isEqualTo(Calls.NOW.toEpochMilli());

        String function = "arn:aws:lambda:us-east-1:000000000000:function:http://h/";
        subscribe("a", "WARN", function);
        assertThat(subscriptions().getFirst().destinationArn()).isEqualTo(function);
        assertThat(calls.state().all(LogViews.SUBSCRIPTIONS))
                .extracting(SubscriptionFilter::url)
                .containsExactly("http://h/");

        calls.call(
                new DeleteSubscriptionFilter(),
                DeleteSubscriptionFilterRequest.builder()
                        .logGroupName("app")
                        .filterName("a")
                        .build());
        assertThat(subscriptions()).isEmpty();
        assertThat(calls.refusal(
                                new DeleteSubscriptionFilter(),
                                DeleteSubscriptionFilterRequest.builder()
                                        .logGroupName("app")
                                        .filterName("a")
                                        .build())
                        .message())
                .isEqualTo("The specified subscription filter does not exist.");
    }

    @Test
    void aGroupHasTwoSubscriptionsAtMost() {
        subscribe("a", "", "http://h/");
        subscribe("b", "", "http://h/");
        assertThat(calls.refusal(new PutSubscriptionFilter(), subscription("c", "", "http://h/")))
                .extracting("code")
                .isEqualTo("LimitExceededException");
        subscribe("b", "x", "http://h/");
    }

    @Test
    void onlyUrlsAndPatternsAreTaken() {
        assertThat(calls.refusal(
                                new PutSubscriptionFilter(),
                                subscription("a", "", "arn:aws:lambda:us-east-1:1:function:f"))
                        .message())
                .contains("no HTTP URL");
        assertThat(calls.refusal(new PutSubscriptionFilter(), subscription("a", "{ $.a", "http://h/"))
                        .message())
                .startsWith("Invalid filter pattern");
        assertThat(calls.refusal(
                                new PutSubscriptionFilter(),
                                subscription("a", "", "http://h/").toBuilder()
                                        .distribution("Random")
                                        .build())
                        .message())
                .contains("distribution");
    }

    @Test
    void aGroupHasFivePatternsWithRegularExpressionsAtMost() {
        subscribe("s", "%a%", "http://h/");
        for (int i = 0; i < 4; i++) {
            calls.call(new PutMetricFilter(), metric("m" + i, "%a%"));
        }
        calls.call(new PutMetricFilter(), metric("m0", "%b%"));
        assertThat(calls.refusal(new PutMetricFilter(), metric("m4", "%a%")).code())
                .isEqualTo("LimitExceededException");
        calls.call(new PutMetricFilter(), metric("m4", "a"));
    }

    @Test
    void metricFiltersAreKeptShownCountedAndDeleted() {
        calls.call(new PutMetricFilter(), metric("errors", "ERROR"));
        calls.call(new PutMetricFilter(), metric("other", ""));

        var found = calls.call(
                        new DescribeMetricFilters(),
                        DescribeMetricFiltersRequest.builder()
                                .logGroupName("app")
                                .filterNamePrefix("err")
                                .build())
                .metricFilters();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().filterPattern()).isEqualTo("ERROR");
        assertThat(found.getFirst().metricTransformations().getFirst().metricValue())
                .isEqualTo("1");
        assertThat(found.getFirst().metricTransformations().getFirst().unitAsString())
                .isEqualTo("None");
        assertThat(calls.call(
                                new DescribeMetricFilters(),
                                DescribeMetricFiltersRequest.builder()
                                        .metricName("other")
                                        .metricNamespace("N")
                                        .build())
                        .metricFilters())
                .extracting(software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter::filterName)
                .containsExactly("other");
        assertThat(LogCalls.call(
                                calls,
                                new DescribeLogGroups(new MemoryLogs()),
                                DescribeLogGroupsRequest.builder().build())
                        .logGroups()
                        .getFirst()
                        .metricFilterCount())
                .isEqualTo(2);

        calls.call(
                new DeleteMetricFilter(),
                DeleteMetricFilterRequest.builder()
                        .logGroupName("app")
                        .filterName("errors")
                        .build());
        assertThat(calls.state().all(LogViews.METRIC_FILTERS)).hasSize(1);
        assertThat(calls.refusal(new PutMetricFilter(), metric("x", "a(")).message())
                .startsWith("Invalid character(s) in term '('");
        assertThat(calls.refusal(new PutMetricFilter(), metric("x", "{")).message())
                .startsWith("Invalid metric filter pattern");
    }

    @Test
    void aDeletedGroupTakesItsFiltersAlong() {
        subscribe("s", "", "http://h/");
        calls.call(new PutMetricFilter(), metric("m", ""));
        calls.call(
                new DeleteLogGroup(),
                DeleteLogGroupRequest.builder().logGroupName("app").build());

        assertThat(calls.state().all(LogViews.SUBSCRIPTIONS)).isEmpty();
        assertThat(calls.state().all(LogViews.METRIC_FILTERS)).isEmpty();
    }

    /// CloudWatch: API reference, TestMetricFilter; the CLI's example numbers events from 1.
    @Test
    void aPatternIsTestedOnMessages() {
        TestMetricFilterResponse tested = calls.call(
                new TestMetricFilter(),
                TestMetricFilterRequest.builder()
                        .filterPattern("[ip, identity, user, timestamp, request, status_code = 4*, size]")
                        .logEventMessages(
                                "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /apache_pb.gif HTTP/1.0\" 200 1534",
                                "127.0.0.1 - frank [10/Oct/2000:13:35:22 -0700] \"GET /apache_pb.gif HTTP/1.0\" 404 5324")
                        .build());

        assertThat(tested.matches()).hasSize(1);
        assertThat(tested.matches().getFirst().eventNumber()).isEqualTo(2);
        assertThat(tested.matches().getFirst().extractedValues())
                .contains(entry("$status_code", "404"), entry("$request", "GET /apache_pb.gif HTTP/1.0"));
    }

    private void subscribe(String name, String pattern, String url) {
        calls.call(new PutSubscriptionFilter(), subscription(name, pattern, url));
    }

    private static PutSubscriptionFilterRequest subscription(String name, String pattern, String url) {
        return PutSubscriptionFilterRequest.builder()
                .logGroupName("app")
                .filterName(name)
                .filterPattern(pattern)
                .destinationArn(url)
                .build();
    }

    private List<software.amazon.awssdk.services.cloudwatchlogs.model.SubscriptionFilter> subscriptions() {
        return calls.call(
                        new DescribeSubscriptionFilters(),
                        DescribeSubscriptionFiltersRequest.builder()
                                .logGroupName("app")
                                .build())
                .subscriptionFilters();
    }

    private static PutMetricFilterRequest metric(String name, String pattern) {
        return PutMetricFilterRequest.builder()
                .logGroupName("app")
                .filterName(name)
                .filterPattern(pattern)
                .metricTransformations(MetricTransformation.builder()
                        .metricName(name)
                        .metricNamespace("N")
                        .metricValue("1")
                        .dimensions(Map.of())
                        .build())
                .build();
    }
}
