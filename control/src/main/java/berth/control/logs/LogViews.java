package berth.control.logs;

import berth.control.logs.model.LogDeletion;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.logs.model.MetricFilter;
import berth.control.logs.model.SubscriptionFilter;
import berth.control.store.Index;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How log groups and streams are found.
public final class LogViews {
    public static final Kind<LogGroup> GROUPS = Kind.of("log-group", LogGroup.class, LogGroup::name);

    public static final Index<LogStream> STREAMS_BY_GROUP = Index.of("log-stream.by-group", LogStream::group);
    public static final Kind<LogStream> STREAMS =
            Kind.of("log-stream", LogStream.class, LogStream::name, STREAMS_BY_GROUP);

    /// Streams whose events are being deleted.
    public static final Kind<LogDeletion> DELETIONS = Kind.of("log-deletion", LogDeletion.class, LogDeletion::name);

    public static final Index<SubscriptionFilter> SUBSCRIPTIONS_BY_GROUP =
            Index.of("log-subscription.by-group", SubscriptionFilter::group);
    public static final Kind<SubscriptionFilter> SUBSCRIPTIONS =
            Kind.of("log-subscription", SubscriptionFilter.class, SubscriptionFilter::name, SUBSCRIPTIONS_BY_GROUP);

    public static final Index<MetricFilter> METRIC_FILTERS_BY_GROUP =
            Index.of("log-metric-filter.by-group", MetricFilter::group);
    public static final Kind<MetricFilter> METRIC_FILTERS =
            Kind.of("log-metric-filter", MetricFilter.class, MetricFilter::name, METRIC_FILTERS_BY_GROUP);

    private LogViews() {}

    /// The group that a request names, by name or by ARN.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException for neither or both,
    ///     ResourceNotFoundException
    public static LogGroup group(State state, @Nullable String name, @Nullable String identifier) {
        if ((name == null) == (identifier == null)) {
            throw Fault.invalidParameter("Exactly one of logGroupName and logGroupIdentifier must be given.")
                    .raise();
        }
        return named(state, name != null ? name : nameOf(Objects.requireNonNull(identifier)));
    }

    /// @throws berth.kernel.FaultException ResourceNotFoundException
    public static LogGroup named(State state, String name) {
        LogGroup group = state.find(GROUPS, name);
        if (group == null) {
            throw notFound("The specified log group does not exist.").raise();
        }
        return group;
    }

    /// @throws berth.kernel.FaultException ResourceNotFoundException
    public static LogStream stream(State state, LogGroup group, String stream) {
        LogStream found = state.find(STREAMS, group.name() + ':' + stream);
        if (found == null) {
            throw notFound("The specified log stream does not exist.").raise();
        }
        return found;
    }

    public static Fault notFound(String message) {
        return Fault.of("ResourceNotFoundException", message);
    }

    /// The name in a `logGroupIdentifier`: a name, or an ARN with or without `:*`.
    public static String nameOf(String identifier) {
        String marker = ":log-group:";
        int start = identifier.indexOf(marker);
        String name = start < 0 ? identifier : identifier.substring(start + marker.length());
        return name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    }
}
