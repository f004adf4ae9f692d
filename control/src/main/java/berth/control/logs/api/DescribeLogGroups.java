package berth.control.logs.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.logs.LogStore;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.plan.LogRules;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;

/// DescribeLogGroups: groups in the order of their names, 50 a page. The pattern of names is a part of the name, in
/// the same case.
public final class DescribeLogGroups implements Operation.Append<DescribeLogGroupsRequest, DescribeLogGroupsResponse> {
    static final Honoured HONOURED = Honoured.of(
                    DescribeLogGroupsRequest.class,
                    "logGroupNamePrefix",
                    "logGroupNamePattern",
                    "logGroupIdentifiers",
                    "logGroupClass",
                    "nextToken",
                    "limit")
            .accepting("includeLinkedAccounts", false)
            .refusing("includeLinkedAccounts", "there is one account")
            .refusing("accountIdentifiers", "there is one account");

    private final LogStore store;

    public DescribeLogGroups(LogStore store) {
        this.store = store;
    }

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
    public void handle(
            DescribeLogGroupsRequest request,
            State state,
            Context context,
            Consumer<Writer.Answer<DescribeLogGroupsResponse>> done) {
        HONOURED.check(request);
        Page page = page(request, state);
        store.sizes(sizes -> done.accept(new Writer.Answer.Done<>(DescribeLogGroupsResponse.builder()
                .logGroups(page.groups().stream()
                        .map(group -> Groups.described(
                                group,
                                context.account(),
                                sizes.getOrDefault(group.name(), 0L),
                                MetricFilters.count(state, group.name())))
                        .toList())
                .nextToken(page.next())
                .build())));
    }

    private record Page(List<LogGroup> groups, @Nullable String next) {}

    private static Page page(DescribeLogGroupsRequest request, State state) {
        int limit = LogRules.limit(request.limit(), 50, 50);
        Predicate<LogGroup> wanted = wanted(request);
        Collection<LogGroup> candidates = request.nextToken() == null
                ? state.all(LogViews.GROUPS)
                : state.after(LogViews.GROUPS, request.nextToken());
        List<LogGroup> groups = new ArrayList<>();
        for (LogGroup group : candidates) {
            if (wanted.test(group)) {
                if (groups.size() == limit) {
                    return new Page(groups, groups.getLast().name());
                }
                groups.add(group);
            }
        }
        return new Page(groups, null);
    }

    private static Predicate<LogGroup> wanted(DescribeLogGroupsRequest request) {
        String prefix = request.logGroupNamePrefix() == null ? "" : request.logGroupNamePrefix();
        String pattern = request.logGroupNamePattern() == null ? "" : request.logGroupNamePattern();
        if (!prefix.isEmpty() && !pattern.isEmpty()) {
            throw Fault.invalidParameter(
                            "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.")
                    .raise();
        }
        List<String> names =
                request.logGroupIdentifiers().stream().map(LogViews::nameOf).toList();
        return group -> group.name().startsWith(prefix)
                && group.name().contains(pattern)
                && (names.isEmpty() || names.contains(group.name()))
                && Groups.wanted(request.logGroupClass());
    }
}
