package berth.control.elb.api;

import berth.control.elb.model.Condition;
import berth.control.elb.model.Condition.Pair;
import berth.control.elb.plan.ConditionRules;
import berth.control.elb.plan.ElbFaults;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.HostHeaderConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.HttpHeaderConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.HttpRequestMethodConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PathPatternConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SourceIpConditionConfig;

/// Conditions between the SDK and records.
///
/// ELB: hosts and paths may be given in `Values` or in their own structure, and are shown in both.
final class ConditionMapper {
    private ConditionMapper() {}

    static List<Condition> conditions(List<RuleCondition> given) {
        List<Condition> conditions = new ArrayList<>();
        for (RuleCondition condition : given) {
            conditions.add(ConditionRules.checked(condition(condition)));
        }
        ConditionRules.checkTogether(conditions);
        return conditions;
    }

    private static Condition condition(RuleCondition given) {
        String field = given.field();
        return switch (field == null ? "" : field) {
            case "host-header" -> {
                HostHeaderConditionConfig config = given.hostHeaderConfig();
                yield new Condition.HostHeader(
                        either(given.values(), config == null ? List.of() : config.values()),
                        either(given.regexValues(), config == null ? List.of() : config.regexValues()));
            }
            case "path-pattern" -> {
                PathPatternConditionConfig config = given.pathPatternConfig();
                yield new Condition.PathPattern(
                        either(given.values(), config == null ? List.of() : config.values()),
                        either(given.regexValues(), config == null ? List.of() : config.regexValues()));
            }
            case "http-header" -> {
                HttpHeaderConditionConfig config = given.httpHeaderConfig();
                String name = config == null ? null : config.httpHeaderName();
                yield new Condition.HttpHeader(
                        name == null ? "" : name,
                        config == null ? List.of() : config.values(),
                        either(given.regexValues(), config == null ? List.of() : config.regexValues()));
            }
            case "http-request-method" -> {
                HttpRequestMethodConditionConfig config = given.httpRequestMethodConfig();
                yield new Condition.RequestMethod(config == null ? List.of() : config.values());
            }
            case "query-string" -> {
                QueryStringConditionConfig config = given.queryStringConfig();
                List<QueryStringKeyValuePair> pairs = config == null ? List.of() : config.values();
                yield new Condition.QueryString(pairs.stream()
                        .map(pair -> new Pair(pair.key(), pair.value() == null ? "" : pair.value()))
                        .toList());
            }
            case "source-ip" -> {
                SourceIpConditionConfig config = given.sourceIpConfig();
                yield new Condition.SourceIp(config == null ? List.of() : config.values());
            }
            default ->
                throw ElbFaults.validation(
                                "Condition field '%s' must be one of '[path-pattern, host-header, http-header,"
                                        + " http-request-method, query-string, source-ip]'",
                                field == null ? "" : field)
                        .raise();
        };
    }

    private static List<String> either(List<String> plain, List<String> own) {
        if (!plain.isEmpty() && !own.isEmpty() && !plain.equals(own)) {
            throw ElbFaults.validation("You cannot specify both condition values and a condition configuration")
                    .raise();
        }
        return plain.isEmpty() ? own : plain;
    }

    static RuleCondition toSdk(Condition condition) {
        var sdk = RuleCondition.builder();
        switch (condition) {
            case Condition.HostHeader host ->
                sdk.field("host-header")
                        .values(shown(host.values()))
                        .regexValues(shown(host.regexes()))
                        .hostHeaderConfig(
                                config -> config.values(shown(host.values())).regexValues(shown(host.regexes())));
            case Condition.PathPattern path ->
                sdk.field("path-pattern")
                        .values(shown(path.values()))
                        .regexValues(shown(path.regexes()))
                        .pathPatternConfig(
                                config -> config.values(shown(path.values())).regexValues(shown(path.regexes())));
            case Condition.HttpHeader header ->
                sdk.field("http-header")
                        .httpHeaderConfig(config -> config.httpHeaderName(header.name())
                                .values(shown(header.values()))
                                .regexValues(shown(header.regexes())));
            case Condition.RequestMethod method ->
                sdk.field("http-request-method").httpRequestMethodConfig(config -> config.values(method.values()));
            case Condition.QueryString query ->
                sdk.field("query-string")
                        .queryStringConfig(config -> config.values(query.values().stream()
                                .map(pair -> QueryStringKeyValuePair.builder()
                                        .key(pair.key())
                                        .value(pair.value())
                                        .build())
                                .toList()));
            case Condition.SourceIp source ->
                sdk.field("source-ip").sourceIpConfig(config -> config.values(source.values()));
        }
        return sdk.build();
    }

    /// An empty list is left out.
    private static @org.jspecify.annotations.Nullable List<String> shown(List<String> values) {
        return values.isEmpty() ? null : values;
    }
}
