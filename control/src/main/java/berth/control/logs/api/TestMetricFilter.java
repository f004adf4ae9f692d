package berth.control.logs.api;

import berth.control.logs.plan.FilterRules;
import berth.control.logs.plan.pattern.FilterPattern;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilterMatchRecord;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterResponse;

/// TestMetricFilter: which of some messages a pattern matches, and what it reads from them. Numbers begin with 1.
public final class TestMetricFilter implements LogRead<TestMetricFilterRequest, TestMetricFilterResponse> {
    private static final int MOST_MESSAGES = 50;

    @Override
    public Class<TestMetricFilterRequest> request() {
        return TestMetricFilterRequest.class;
    }

    @Override
    public TestMetricFilterResponse handle(TestMetricFilterRequest request, State state, Context context) {
        FilterPattern pattern = FilterRules.metricPattern(request.filterPattern());
        List<String> messages = request.logEventMessages();
        if (messages.isEmpty() || messages.size() > MOST_MESSAGES) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value at 'logEventMessages' failed to satisfy constraint: Member must have length between 1 and "
                                    + MOST_MESSAGES)
                    .raise();
        }
        List<MetricFilterMatchRecord> matches = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (pattern.matches(messages.get(i))) {
                matches.add(MetricFilterMatchRecord.builder()
                        .eventNumber(i + 1L)
                        .eventMessage(messages.get(i))
                        .extractedValues(pattern.extract(messages.get(i)))
                        .build());
            }
        }
        return TestMetricFilterResponse.builder().matches(matches).build();
    }
}
