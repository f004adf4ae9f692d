package berth.control.logs.plan;

import berth.control.logs.LogViews;
import berth.control.logs.model.MetricFilter;
import berth.control.logs.model.SubscriptionFilter;
import berth.control.logs.plan.pattern.FilterPattern;
import berth.control.store.State;
import berth.kernel.Fault;
import berth.kernel.FaultException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What subscription filters and metric filters may be. CloudWatch: 2 and 100 a group; 5 patterns of both with
/// regular expressions.
public final class FilterRules {
    public static final int MOST_SUBSCRIPTIONS = 2;
    public static final int MOST_METRIC_FILTERS = 100;

    private static final int MOST_WITH_REGEX = 5;
    private static final Pattern NAME = Pattern.compile("[^:*]{1,512}");

    private static final Pattern FUNCTION = Pattern.compile("^arn:[^:]*:lambda:[^:]*:[0-9]*:function:");

    private FilterRules() {}

    /// @throws berth.kernel.FaultException InvalidParameterException
    public static String name(@Nullable String given) {
        if (given == null || !NAME.matcher(given).matches()) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value '%s' at 'filterName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]* and have a length of 1 to 512"
                                    .formatted(given))
                    .raise();
        }
        return given;
    }

    /// The pattern of a metric filter, in the words that CloudWatch has for one that is none.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static FilterPattern metricPattern(@Nullable String given) {
        try {
            return FilterPattern.parse(given);
        } catch (FaultException e) {
            throw Fault.invalidParameter(
                            e.fault().message().replace("Invalid filter pattern", "Invalid metric filter pattern"))
                    .raise();
        }
    }

    /// Where events may go: a URL, or `arn:aws:lambda:REGION:ACCOUNT:function:URL` for clients that check ARNs, or
    /// that read a URL on their command line, as version 1 of the AWS CLI does.
    ///
    /// Differs from CloudWatch: a URL stands for the function, the stream or the destination.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static String destination(@Nullable String given) {
        String text = given == null ? "" : given;
        String url = FUNCTION.matcher(text).replaceFirst("");
        if (!isUrl(url)) {
            throw Fault.invalidParameter(
                            "destinationArn '%s' is no HTTP URL. Berth has no Lambda, Kinesis and Firehose: a URL stands for them, for example http://127.0.0.1:8080/logs or arn:aws:lambda:us-east-1:000000000000:function:http://127.0.0.1:8080/logs, and gets what a Lambda function would get."
                                    .formatted(given))
                    .raise();
        }
        return text;
    }

    private static boolean isUrl(String text) {
        try {
            URI url = new URI(text);
            return ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /// Refuses one more pattern with a regular expression than a group may have.
    ///
    /// @param replaced the name of the filter that is put
    /// @throws berth.kernel.FaultException LimitExceededException
    public static void checkRegexes(State state, String group, String replaced, FilterPattern pattern) {
        long others = state.by(LogViews.SUBSCRIPTIONS, LogViews.SUBSCRIPTIONS_BY_GROUP, group).stream()
                        .filter(one -> !one.filter().equals(replaced))
                        .map(SubscriptionFilter::pattern)
                        .filter(FilterRules::hasRegex)
                        .count()
                + state.by(LogViews.METRIC_FILTERS, LogViews.METRIC_FILTERS_BY_GROUP, group).stream()
                        .filter(one -> !one.filter().equals(replaced))
                        .map(MetricFilter::pattern)
                        .filter(FilterRules::hasRegex)
                        .count();
        if (pattern.regexes() > 0 && others >= MOST_WITH_REGEX) {
            throw limit("A log group can have at most %d filter patterns with regular expressions."
                            .formatted(MOST_WITH_REGEX))
                    .raise();
        }
    }

    /// CloudWatch: `Resource limit exceeded.`; which one follows.
    public static Fault limit(String which) {
        return Fault.of("LimitExceededException", "Resource limit exceeded. " + which);
    }

    private static boolean hasRegex(String pattern) {
        return FilterPattern.parse(pattern).regexes() > 0;
    }
}
