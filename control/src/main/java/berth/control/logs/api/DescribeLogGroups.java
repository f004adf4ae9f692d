package berth.control.logs.api;

import berth.control.dispatch.Operation;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.plan.LogRules;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;

/// DescribeLogGroups: groups in the order of their names, 50 a page. `storedBytes` is left out: it is not
/// counted.
public final class DescribeLogGroups implements Operation.Read<DescribeLogGroupsRequest, DescribeLogGroupsResponse> {
    @Override
    public String service() {
        return "logs";
    }

    @Override
    public String name() {
        return "DescribeLogGroups";
    }

    @Override
    public Class<DescribeLogGroupsRequest> request() {
        return DescribeLogGroupsRequest.class;
    }

    @Override
    public DescribeLogGroupsResponse handle(DescribeLogGroupsRequest request, State state, Context context) {
        int limit = LogRules.limit(request.limit(), 50, 50);
        String prefix = request.logGroupNamePrefix() == null ? "" : request.logGroupNamePrefix();
        String pattern = request.logGroupNamePattern() == null ? "" : request.logGroupNamePattern();
        if (!prefix.isEmpty() && !pattern.isEmpty()) {
            throw Fault.invalidParameter(
                            "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.")
                    .raise();
        }
        Collection<LogGroup> candidates = request.nextToken() == null
                ? state.all(LogViews.GROUPS)
                : state.after(LogViews.GROUPS, request.nextToken());
        List<LogGroup> page = new ArrayList<>();
        for (LogGroup group : candidates) {
            if (group.name().startsWith(prefix) && group.name().contains(pattern)) {
                if (page.size() == limit) {
                    return response(page, context.account(), page.getLast().name());
                }
                page.add(group);
            }
        }
        return response(page, context.account(), null);
    }

    private static DescribeLogGroupsResponse response(
            List<LogGroup> groups, Account account, @org.jspecify.annotations.Nullable String next) {
        return DescribeLogGroupsResponse.builder()
                .logGroups(
                        groups.stream().map(group -> described(group, account)).toList())
                .nextToken(next)
                .build();
    }

    private static software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup described(
            LogGroup group, Account account) {
        String arn = account.arn("logs", "log-group:" + group.name());
        return software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup.builder()
                .logGroupName(group.name())
                .creationTime(group.createdAt().toEpochMilli())
                .metricFilterCount(0)
                .arn(arn + ":*")
                .logGroupArn(arn)
                .logGroupClass("STANDARD")
                .build();
    }
}
