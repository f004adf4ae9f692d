package berth.control.elb.plan;

import berth.control.elb.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What conditions may say.
///
/// ELB: values have at most 128 characters; a host has letters, digits, `-`, `.` and wildcards, a path other printable
/// characters; a method is in capitals; a source is a range of addresses. Of one rule at most one condition each of
/// host, path, method and source.
public final class ConditionRules {
    private static final int MAX_VALUE = 128;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9*?.:-]+");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_.$/~\"'@:+&()!,;=*?%-]+");
    private static final Pattern METHOD = Pattern.compile("[A-Z_-]{1,40}");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}");
    private static final Pattern IPV4_RANGE =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)/(3[0-2]|[12]?\\d)");
    private static final Pattern IPV6_RANGE =
            Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/(12[0-8]|1[01]\\d|\\d?\\d)");

    private ConditionRules() {}

    /// The condition, if it is good.
    ///
    /// @throws berth.kernel.FaultException ValidationError
    public static Condition checked(Condition condition) {
        switch (condition) {
            case Condition.HostHeader host -> values("host-header", host.values(), host.regexes(), HOST);
            case Condition.PathPattern path -> values("path-pattern", path.values(), path.regexes(), PATH);
            case Condition.HttpHeader header -> {
                if (!HEADER.matcher(header.name()).matches() || header.name().equalsIgnoreCase("host")) {
                    throw ElbFaults.validation(
                                    "HTTP header name '%s' must be a header's name of at most 40 characters, and not"
                                            + " Host",
                                    header.name())
                            .raise();
                }
                values("http-header", header.values(), header.regexes(), Pattern.compile("[ -~]+"));
            }
            case Condition.RequestMethod method -> values("http-request-method", method.values(), List.of(), METHOD);
            case Condition.QueryString query -> {
                List<String> texts = new ArrayList<>();
                for (Condition.Pair pair : query.values()) {
                    texts.add(pair.value());
                    if (pair.key() != null) {
                        texts.add(pair.key());
                    }
                }
                values("query-string", texts, List.of(), Pattern.compile("[ -~]+"));
            }
            case Condition.SourceIp source -> {
                for (String range : source.values()) {
                    if (!IPV4_RANGE.matcher(range).matches()
                            && !IPV6_RANGE.matcher(range).matches()) {
                        throw ElbFaults.validation("The source IP '%s' must be a valid CIDR block", range)
                                .raise();
                    }
                }
                values("source-ip", source.values(), List.of(), Pattern.compile(".*"));
            }
        }
        return condition;
    }

    private static void values(String field, List<String> values, List<String> regexes, Pattern allowed) {
        if (values.isEmpty() && regexes.isEmpty()) {
            throw ElbFaults.validation("A condition value must be specified for field '%s'", field)
                    .raise();
        }
        for (String value : values) {
            if (value.isEmpty() || value.length() > MAX_VALUE) {
                throw ElbFaults.validation("Condition value '%s' must have 1 to %d characters", value, MAX_VALUE)
                        .raise();
            }
            if (!allowed.matcher(value).matches()) {
                throw ElbFaults.validation(
                                "Condition value '%s' contains a character that is not valid in field '%s'",
                                value, field)
                        .raise();
            }
        }
        regexes.forEach(ConditionRules::regex);
    }

    /// @throws berth.kernel.FaultException ValidationError
    public static void regex(String regex) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw ElbFaults.validation("The regular expression '%s' is not valid: %s", regex, e.getDescription())
                    .raise();
        }
    }

    /// @throws berth.kernel.FaultException ValidationError
    public static void checkTogether(List<Condition> conditions) {
        for (Class<?> once : List.of(
                Condition.HostHeader.class,
                Condition.PathPattern.class,
                Condition.RequestMethod.class,
                Condition.SourceIp.class)) {
            if (conditions.stream().filter(once::isInstance).count() > 1) {
                throw ElbFaults.validation(
                                "A rule can have only one condition of each of the fields host-header, path-pattern,"
                                        + " http-request-method and source-ip")
                        .raise();
            }
        }
    }
}
