package berth.control.elb.api;

import berth.control.elb.model.Action;
import berth.control.elb.model.Action.WeightedGroup;
import berth.control.elb.plan.ElbFaults;
import berth.kernel.Fault;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/// Actions between the SDK and records.
///
/// ELB: a forward to a single group is shown with `TargetGroupArn` as well; stickiness is shown with every forward.
final class ActionMapper {
    private static final Pattern ANSWER = Pattern.compile("[245]\\d\\d");
    private static final List<String> CONTENT_TYPES =
            List.of("text/plain", "text/css", "text/html", "application/javascript", "application/json");
    private static final int MAX_BODY = 1024;
    private static final int MAX_STICKY = 604_800;

    private ActionMapper() {}

    /// The one action of a rule.
    static Action action(List<software.amazon.awssdk.services.elasticloadbalancingv2.model.Action> actions) {
        if (actions.isEmpty()) {
            throw ElbFaults.validation("At least one action must be specified").raise();
        }
        for (var action : actions) {
            String type = action.typeAsString();
            if (type != null && (type.startsWith("authenticate-") || type.equals("jwt-validation"))) {
                throw ElbFaults.unsupported("actions of type " + type, "clients are not authenticated")
                        .raise();
            }
        }
        if (actions.size() > 1) {
            throw Fault.of(
                            "InvalidLoadBalancerAction",
                            "An action list must have exactly one action of type 'forward', 'redirect' or"
                                    + " 'fixed-response'")
                    .raise();
        }
        return action(actions.getFirst());
    }

    private static Action action(software.amazon.awssdk.services.elasticloadbalancingv2.model.Action action) {
        String type = action.typeAsString();
        return switch (type == null ? "" : type) {
            case "forward" -> forward(action);
            case "redirect" -> redirect(action.redirectConfig());
            case "fixed-response" -> response(action.fixedResponseConfig());
            default ->
                throw ElbFaults.validation(
                                "Action type '%s' must be one of 'forward, redirect, fixed-response'",
                                type == null ? "" : type)
                        .raise();
        };
    }

    private static Action forward(software.amazon.awssdk.services.elasticloadbalancingv2.model.Action action) {
        ForwardActionConfig config = action.forwardConfig();
        if (config == null || config.targetGroups().isEmpty()) {
            if (action.targetGroupArn() == null) {
                throw ElbFaults.validation("A target group ARN must be specified")
                        .raise();
            }
            return new Action.Forward(List.of(new WeightedGroup(action.targetGroupArn(), 1)), sticky(config));
        }
        List<WeightedGroup> groups =
                config.targetGroups().stream().map(ActionMapper::weighted).toList();
        boolean same = action.targetGroupArn() == null
                || groups.size() == 1 && groups.getFirst().targetGroupArn().equals(action.targetGroupArn());
        if (!same) {
            throw ElbFaults.validation(
                            "You can specify both a top-level target group ARN and a target group list only if the list"
                                    + " contains the same target group and no other")
                    .raise();
        }
        return new Action.Forward(groups, sticky(config));
    }

    private static WeightedGroup weighted(TargetGroupTuple tuple) {
        if (tuple.targetGroupArn() == null) {
            throw ElbFaults.validation("A target group ARN must be specified").raise();
        }
        return new WeightedGroup(tuple.targetGroupArn(), tuple.weight() == null ? 1 : tuple.weight());
    }

    private static @Nullable Integer sticky(@Nullable ForwardActionConfig config) {
        TargetGroupStickinessConfig sticky = config == null ? null : config.targetGroupStickinessConfig();
        if (sticky == null || !Boolean.TRUE.equals(sticky.enabled())) {
            return null;
        }
        Integer seconds = sticky.durationSeconds();
        if (seconds == null || seconds < 1 || seconds > MAX_STICKY) {
            throw ElbFaults.validation(
                            "Target group stickiness duration must be specified, between 1 and %d", MAX_STICKY)
                    .raise();
        }
        return seconds;
    }

    private static Action redirect(@Nullable RedirectActionConfig config) {
        if (config == null) {
            throw ElbFaults.validation("A redirect configuration must be specified")
                    .raise();
        }
        String status = config.statusCodeAsString();
        if (!"HTTP_301".equals(status) && !"HTTP_302".equals(status)) {
            throw ElbFaults.validation("Redirect status code must be one of 'HTTP_301, HTTP_302'")
                    .raise();
        }
        Action.Redirect redirect = new Action.Redirect(
                or(config.protocol(), "#{protocol}"),
                or(config.host(), "#{host}"),
                or(config.port(), "#{port}"),
                or(config.path(), "/#{path}"),
                or(config.query(), "#{query}"),
                status.equals("HTTP_301") ? 301 : 302);
        if (!List.of("HTTP", "HTTPS", "#{protocol}").contains(redirect.protocol())) {
            throw ElbFaults.validation("Redirect protocol '%s' must be HTTP, HTTPS or #{protocol}", redirect.protocol())
                    .raise();
        }
        if (!redirect.path().startsWith("/")) {
            throw ElbFaults.validation("Redirect path '%s' must begin with '/'", redirect.path())
                    .raise();
        }
        boolean loop = redirect.protocol().equals("#{protocol}")
                && redirect.host().equals("#{host}")
                && redirect.port().equals("#{port}")
                && redirect.path().equals("/#{path}");
        if (loop) {
            throw Fault.of(
                            "InvalidLoadBalancerAction",
                            "The redirect configuration is not valid because it creates a loop.")
                    .raise();
        }
        return redirect;
    }

    private static Action response(@Nullable FixedResponseActionConfig config) {
        if (config == null || config.statusCode() == null) {
            throw ElbFaults.validation("A fixed response status code must be specified")
                    .raise();
        }
        if (!ANSWER.matcher(config.statusCode()).matches()) {
            throw ElbFaults.validation(
                            "Fixed response status code '%s' must be of the form 2XX, 4XX or 5XX", config.statusCode())
                    .raise();
        }
        String type = config.contentType();
        if (type != null && !CONTENT_TYPES.contains(type)) {
            throw ElbFaults.validation("Fixed response content type '%s' must be one of %s", type, CONTENT_TYPES)
                    .raise();
        }
        String body = config.messageBody();
        if (body != null && body.length() > MAX_BODY) {
            throw ElbFaults.validation("Fixed response message body cannot be longer than %d characters", MAX_BODY)
                    .raise();
        }
        return new Action.FixedResponse(Integer.parseInt(config.statusCode()), type, body);
    }

    private static String or(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.Action toSdk(Action action) {
        var sdk = software.amazon.awssdk.services.elasticloadbalancingv2.model.Action.builder();
        switch (action) {
            case Action.Forward forward -> {
                List<TargetGroupTuple> groups = forward.groups().stream()
                        .map(group -> TargetGroupTuple.builder()
                                .targetGroupArn(group.targetGroupArn())
                                .weight(group.weight())
                                .build())
                        .toList();
                sdk.type("forward")
                        .targetGroupArn(groups.size() == 1 ? groups.getFirst().targetGroupArn() : null)
                        .forwardConfig(config -> config.targetGroups(groups)
                                .targetGroupStickinessConfig(sticky -> sticky.enabled(forward.stickySeconds() != null)
                                        .durationSeconds(forward.stickySeconds())));
            }
            case Action.Redirect redirect ->
                sdk.type("redirect")
                        .redirectConfig(config -> config.protocol(redirect.protocol())
                                .host(redirect.host())
                                .port(redirect.port())
                                .path(redirect.path())
                                .query(redirect.query())
                                .statusCode("HTTP_" + redirect.statusCode()));
            case Action.FixedResponse response ->
                sdk.type("fixed-response")
                        .fixedResponseConfig(config -> config.statusCode(Integer.toString(response.statusCode()))
                                .contentType(response.contentType())
                                .messageBody(response.body()));
        }
        return sdk.order(1).build();
    }
}
