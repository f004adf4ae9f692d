package berth.control.elb.plan;

import berth.control.elb.model.Condition;
import berth.control.elb.model.Transform;

/// Conditions and transforms in the words of the routing table.
final class RoutingConditions {
    private RoutingConditions() {}

    static berth.routing.Condition condition(Condition condition) {
        return switch (condition) {
            case Condition.HostHeader host -> new berth.routing.Condition.HostHeader(host.values(), host.regexes());
            case Condition.PathPattern path -> new berth.routing.Condition.PathPattern(path.values(), path.regexes());
            case Condition.HttpHeader header ->
                new berth.routing.Condition.HttpHeader(header.name(), header.values(), header.regexes());
            case Condition.RequestMethod method -> new berth.routing.Condition.HttpRequestMethod(method.values());
            case Condition.QueryString query ->
                new berth.routing.Condition.QueryString(query.values().stream()
                        .map(pair -> new berth.routing.Condition.QueryString.Pair(pair.key(), pair.value()))
                        .toList());
            case Condition.SourceIp source -> new berth.routing.Condition.SourceIp(source.values());
        };
    }

    static berth.routing.Transform transform(Transform transform) {
        return switch (transform.kind()) {
            case HOST_HEADER_REWRITE ->
                new berth.routing.Transform.HostHeaderRewrite(transform.regex(), transform.replacement());
            case URL_REWRITE -> new berth.routing.Transform.UrlRewrite(transform.regex(), transform.replacement());
        };
    }
}
