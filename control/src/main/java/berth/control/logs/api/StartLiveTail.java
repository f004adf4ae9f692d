package berth.control.logs.api;

import berth.control.dispatch.Events;
import berth.control.dispatch.Operation;
import berth.control.logs.LiveTails;
import berth.control.logs.LogViews;
import berth.control.logs.plan.FilterRules;
import berth.control.logs.plan.pattern.FilterPattern;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponse;

/// StartLiveTail: tells of events of some groups while they come.
///
/// CloudWatch: at most ten groups, by ARNs that don't end with `*`; streams by names or by prefixes, of one group
/// alone.
public final class StartLiveTail implements Operation.Streaming<StartLiveTailRequest, StartLiveTailResponse> {
    private static final int MOST_GROUPS = 10;
    private static final int MOST_STREAMS = 100;

    private final LiveTails tails;

    public StartLiveTail(LiveTails tails) {
        this.tails = tails;
    }

    @Override
    public String service() {
        return "logs";
    }

    @Override
    public String name() {
        return "StartLiveTail";
    }

    @Override
    public Class<StartLiveTailRequest> request() {
        return StartLiveTailRequest.class;
    }

    @Override
    public Events handle(StartLiveTailRequest request, State state, Context context) {
        TreeMap<String, String> arns = groups(request.logGroupIdentifiers(), state);
        checkStreams(request);
        FilterPattern.parse(request.logEventFilterPattern());
        Events events = tails.open(new LiveTails.Tail(
                context.ids().uuid(),
                context.ids().uuid(),
                arns,
                request.logStreamNames(),
                request.logStreamNamePrefixes(),
                request.logEventFilterPattern()));
        if (events == null) {
            throw FilterRules.limit("Too many Live Tail sessions are open.").raise();
        }
        return events;
    }

    /// The ARNs by the names of the groups, which are there.
    private static TreeMap<String, String> groups(List<String> identifiers, State state) {
        checkCount("logGroupIdentifiers", identifiers, MOST_GROUPS);
        if (identifiers.isEmpty()) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value '[]' at 'logGroupIdentifiers' failed to satisfy constraint: Member must have length greater than or equal to 1")
                    .raise();
        }
        TreeMap<String, String> arns = new TreeMap<>();
        for (String arn : identifiers) {
            if (!arn.startsWith("arn:") || !arn.contains(":log-group:") || arn.endsWith("*")) {
                throw Fault.invalidParameter(
                                "logGroupIdentifiers must be ARNs of log groups, without :* at their end: %s is none."
                                        .formatted(arn))
                        .raise();
            }
            arns.put(LogViews.named(state, LogViews.nameOf(arn)).name(), arn);
        }
        return arns;
    }

    private static void checkStreams(StartLiveTailRequest request) {
        checkCount("logStreamNames", request.logStreamNames(), MOST_STREAMS);
        checkCount("logStreamNamePrefixes", request.logStreamNamePrefixes(), MOST_STREAMS);
        boolean names = !request.logStreamNames().isEmpty();
        boolean prefixes = !request.logStreamNamePrefixes().isEmpty();
        if (names && prefixes) {
            throw Fault.invalidParameter("logStreamNames and logStreamNamePrefixes are mutually exclusive.")
                    .raise();
        }
        if ((names || prefixes) && request.logGroupIdentifiers().size() > 1) {
            throw Fault.invalidParameter(
                            "logStreamNames and logStreamNamePrefixes can be given with one log group alone.")
                    .raise();
        }
    }

    private static void checkCount(String member, List<String> values, int most) {
        if (values.size() > most) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must have length less than or equal to %d"
                                    .formatted(values, member, most))
                    .raise();
        }
    }
}
