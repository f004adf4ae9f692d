package berth.control.logs.api;

import berth.control.dispatch.Honoured;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.plan.LogRules;
import berth.control.logs.plan.NamePattern;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupSummary;

/// ListLogGroups: names and ARNs of groups, 50 a page.
public final class ListLogGroups implements LogRead<ListLogGroupsRequest, ListLogGroupsResponse> {
    static final Honoured HONOURED = Honoured.of(
                    ListLogGroupsRequest.class, "logGroupNamePattern", "logGroupClass", "nextToken", "limit")
            .accepting("includeLinkedAccounts", false)
            .refusing("includeLinkedAccounts", "there is one account")
            .refusing("accountIdentifiers", "there is one account");

    @Override
    public Class<ListLogGroupsRequest> request() {
        return ListLogGroupsRequest.class;
    }

    @Override
    public ListLogGroupsResponse handle(ListLogGroupsRequest request, State state, Context context) {
        HONOURED.check(request);
        int limit = LogRules.limit(request.limit(), 50, 1000);
        NamePattern pattern = NamePattern.of(request.logGroupNamePattern());
        Collection<LogGroup> candidates = request.nextToken() == null
                ? state.all(LogViews.GROUPS)
                : state.after(LogViews.GROUPS, request.nextToken());
        List<LogGroupSummary> page = new ArrayList<>();
        for (LogGroup group : candidates) {
            if (pattern.wants(group.name()) && Groups.wanted(request.logGroupClass())) {
                if (page.size() == limit) {
                    return response(page, page.getLast().logGroupName());
                }
                page.add(LogGroupSummary.builder()
                        .logGroupName(group.name())
                        .logGroupArn(Groups.arn(group, context.account()))
                        .logGroupClass(LogGroupClass.STANDARD)
                        .build());
            }
        }
        return response(page, null);
    }

    private static ListLogGroupsResponse response(List<LogGroupSummary> page, @Nullable String next) {
        return ListLogGroupsResponse.builder().logGroups(page).nextToken(next).build();
    }
}
