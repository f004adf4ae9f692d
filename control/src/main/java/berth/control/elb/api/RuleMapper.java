package berth.control.elb.api;

import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.Transform;
import berth.control.elb.plan.ConditionRules;
import berth.control.elb.plan.ElbFaults;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RewriteConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleTransform;

/// Rules and their transforms between the SDK and records.
final class RuleMapper {
    private RuleMapper() {}

    static List<Transform> transforms(List<RuleTransform> given) {
        List<Transform> transforms = new ArrayList<>();
        for (RuleTransform transform : given) {
            String type = transform.typeAsString();
            switch (type == null ? "" : type) {
                case "host-header-rewrite" ->
                    transforms.add(rewrite(
                            Transform.Kind.HOST_HEADER_REWRITE,
                            transform.hostHeaderRewriteConfig() == null
                                    ? List.of()
                                    : transform.hostHeaderRewriteConfig().rewrites()));
                case "url-rewrite" ->
                    transforms.add(rewrite(
                            Transform.Kind.URL_REWRITE,
                            transform.urlRewriteConfig() == null
                                    ? List.of()
                                    : transform.urlRewriteConfig().rewrites()));
                default ->
                    throw ElbFaults.validation(
                                    "Transform type '%s' must be one of 'host-header-rewrite, url-rewrite'",
                                    type == null ? "" : type)
                            .raise();
            }
        }
        if (transforms.stream().map(Transform::kind).distinct().count() < transforms.size()) {
            throw ElbFaults.validation("A rule can have only one transform of each type")
                    .raise();
        }
        return transforms;
    }

    /// ELB: exactly one rewrite a transform.
    private static Transform rewrite(Transform.Kind kind, List<RewriteConfig> rewrites) {
        if (rewrites.size() != 1
                || rewrites.getFirst().regex() == null
                || rewrites.getFirst().replace() == null) {
            throw ElbFaults.validation("A transform must have exactly one rewrite, with Regex and Replace")
                    .raise();
        }
        RewriteConfig rewrite = rewrites.getFirst();
        ConditionRules.regex(rewrite.regex());
        return new Transform(kind, rewrite.regex(), rewrite.replace());
    }

    static Rule toSdk(ListenerRule rule) {
        return Rule.builder()
                .ruleArn(rule.arn())
                .priority(rule.isDefault() ? "default" : Integer.toString(rule.priority()))
                .conditions(
                        rule.conditions().stream().map(ConditionMapper::toSdk).toList())
                .actions(ActionMapper.toSdk(rule.action()))
                .isDefault(rule.isDefault())
                .transforms(rule.transforms().stream().map(RuleMapper::toSdk).toList())
                .build();
    }

    private static RuleTransform toSdk(Transform transform) {
        RewriteConfig rewrite = RewriteConfig.builder()
                .regex(transform.regex())
                .replace(transform.replacement())
                .build();
        return switch (transform.kind()) {
            case HOST_HEADER_REWRITE ->
                RuleTransform.builder()
                        .type("host-header-rewrite")
                        .hostHeaderRewriteConfig(config -> config.rewrites(rewrite))
                        .build();
            case URL_REWRITE ->
                RuleTransform.builder()
                        .type("url-rewrite")
                        .urlRewriteConfig(config -> config.rewrites(rewrite))
                        .build();
        };
    }

    /// @throws berth.kernel.FaultException ValidationError
    static int priority(@Nullable Integer priority) {
        if (priority == null) {
            throw ElbFaults.validation("A priority must be specified").raise();
        }
        if (priority < 1 || priority >= ListenerRule.DEFAULT) {
            throw ElbFaults.validation("Priority '%d' must be between 1 and %d", priority, ListenerRule.DEFAULT - 1)
                    .raise();
        }
        return priority;
    }
}
