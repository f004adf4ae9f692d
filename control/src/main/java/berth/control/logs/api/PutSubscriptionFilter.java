package berth.control.logs.api;

import berth.control.dispatch.Honoured;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.SubscriptionFilter;
import berth.control.logs.plan.FilterRules;
import berth.control.logs.plan.LogRules;
import berth.control.logs.plan.pattern.FilterPattern;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutSubscriptionFilterResponse;

/// PutSubscriptionFilter: has events of a group that match a pattern delivered to a URL, or changes where to. At most
/// two
/// a group.
///
/// Differs from CloudWatch: the URL in destinationArn stands for a Lambda function, and gets what one would get.
public final class PutSubscriptionFilter
        implements LogWrite<PutSubscriptionFilterRequest, PutSubscriptionFilterResponse> {
    static final Honoured HONOURED = Honoured.of(
                    PutSubscriptionFilterRequest.class,
                    "logGroupName",
                    "filterName",
                    "filterPattern",
                    "destinationArn",
                    "roleArn")
            .accepting("distribution", "ByLogStream")
            .refusing("distribution", "there is one destination")
            .accepting("applyOnTransformedLogs", false)
            .refusing("applyOnTransformedLogs", "there are no log transformers");

    @Override
    public Class<PutSubscriptionFilterRequest> request() {
        return PutSubscriptionFilterRequest.class;
    }

    @Override
    public Outcome<PutSubscriptionFilterResponse> handle(
            PutSubscriptionFilterRequest request, State state, Context context) {
        HONOURED.check(request);
        LogGroup group = LogViews.named(state, LogRules.group(request.logGroupName()));
        String name = FilterRules.name(request.filterName());
        FilterPattern pattern = FilterPattern.parse(request.filterPattern());
        String destination = FilterRules.destination(request.destinationArn());
        SubscriptionFilter known = state.find(LogViews.SUBSCRIPTIONS, group.name() + ':' + name);
        int others = state.by(LogViews.SUBSCRIPTIONS, LogViews.SUBSCRIPTIONS_BY_GROUP, group.name())
                .size();
        if (known == null && others >= FilterRules.MOST_SUBSCRIPTIONS) {
            throw FilterRules.limit("A log group can have at most %d subscription filters."
                            .formatted(FilterRules.MOST_SUBSCRIPTIONS))
                    .raise();
        }
        FilterRules.checkRegexes(state, group.name(), name, pattern);
        SubscriptionFilter filter = new SubscriptionFilter(
                group.name(),
                name,
                request.filterPattern() == null ? "" : request.filterPattern(),
                destination,
                request.roleArn(),
                known == null ? context.now() : known.createdAt());
        return new Outcome<>(
                List.of(Change.put(LogViews.SUBSCRIPTIONS, filter)),
                PutSubscriptionFilterResponse.builder().build());
    }
}
