package berth.proxy.rules;

import berth.routing.Action;
import berth.routing.Rule;
import berth.routing.Transform;
import java.util.List;

/// A rule, ready to be asked.
public final class CompiledRule {
    private record Rewrite(boolean ofHost, BoundedRegex regex, String replacement) {}

    private final Rule rule;
    private final List<CompiledCondition> conditions;
    private final List<Rewrite> rewrites;

    /// @throws IllegalArgumentException if a range of addresses or a regex is none
    public CompiledRule(Rule rule) {
        this.rule = rule;
        this.conditions = rule.conditions().stream().map(CompiledCondition::of).toList();
        this.rewrites = rule.transforms().stream().map(CompiledRule::rewrite).toList();
    }

    /// Whether every condition holds.
    public boolean meets(Request request) {
        for (CompiledCondition condition : conditions) {
            if (!condition.holds(request)) {
                return false;
            }
        }
        return true;
    }

    public Action action() {
        return rule.action();
    }

    /// Whether every request meets it, so that none need be looked at.
    public boolean isUnconditional() {
        return conditions.isEmpty();
    }

    public boolean hasTransforms() {
        return !rewrites.isEmpty();
    }

    /// The host for the target.
    public String host(String host) {
        return rewritten(true, host);
    }

    /// Path and query for the target.
    public String url(String url) {
        String result = rewritten(false, url);
        return result.startsWith("/") && result.chars().allMatch(c -> c > ' ' && c != 0x7f) ? result : url;
    }

    private String rewritten(boolean host, String text) {
        String result = text;
        for (Rewrite rewrite : rewrites) {
            if (rewrite.ofHost == host) {
                result = rewrite.regex.replace(result, rewrite.replacement);
            }
        }
        return result;
    }

    private static Rewrite rewrite(Transform transform) {
        return switch (transform) {
            case Transform.HostHeaderRewrite host ->
                new Rewrite(true, new BoundedRegex(host.regex(), true), host.replacement());
            case Transform.UrlRewrite url ->
                new Rewrite(false, new BoundedRegex(url.regex(), false), url.replacement());
        };
    }
}
