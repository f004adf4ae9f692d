package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.model.TargetGroup.HealthCheck;
import berth.control.elb.model.TargetGroup.TargetType;
import berth.control.elb.plan.ElbFaults;
import berth.control.elb.plan.HealthChecks;
import berth.control.store.State;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;

/// Target groups between the SDK and records.
final class TargetGroupMapper {
    private TargetGroupMapper() {}

    static TargetType targetType(@Nullable String word) {
        String given = word == null ? "instance" : word;
        return switch (given) {
            case "instance" -> TargetType.INSTANCE;
            case "ip" -> TargetType.IP;
            case "lambda", "alb" ->
                throw ElbFaults.unsupported("the target type " + given, "targets are addresses and container instances")
                        .raise();
            default ->
                throw ElbFaults.validation("Target type '%s' must be one of 'instance, ip'", given)
                        .raise();
        };
    }

    static HealthChecks.Wanted wanted(CreateTargetGroupRequest request) {
        checkEnabled(request.healthCheckEnabled());
        return new HealthChecks.Wanted(
                Words.protocolOrNull(request.healthCheckProtocolAsString()),
                Words.given(request.healthCheckPort()),
                Words.given(request.healthCheckPath()),
                request.healthCheckIntervalSeconds(),
                request.healthCheckTimeoutSeconds(),
                request.healthyThresholdCount(),
                request.unhealthyThresholdCount(),
                matcher(request.matcher()));
    }

    static HealthChecks.Wanted wanted(ModifyTargetGroupRequest request) {
        checkEnabled(request.healthCheckEnabled());
        return new HealthChecks.Wanted(
                Words.protocolOrNull(request.healthCheckProtocolAsString()),
                Words.given(request.healthCheckPort()),
                Words.given(request.healthCheckPath()),
                request.healthCheckIntervalSeconds(),
                request.healthCheckTimeoutSeconds(),
                request.healthyThresholdCount(),
                request.unhealthyThresholdCount(),
                matcher(request.matcher()));
    }

    /// ELB: only groups of Lambda functions go without health checks.
    private static void checkEnabled(@Nullable Boolean enabled) {
        if (Boolean.FALSE.equals(enabled)) {
            throw ElbFaults.validation(
                            "Health check enabled must be true for target groups with target type 'instance' or 'ip'")
                    .raise();
        }
    }

    private static @Nullable String matcher(@Nullable Matcher matcher) {
        if (matcher == null) {
            return null;
        }
        if (matcher.httpCode() != null && matcher.grpcCode() != null) {
            throw ElbFaults.validation("Only one of HttpCode and GrpcCode can be specified")
                    .raise();
        }
        return Words.given(matcher.grpcCode() == null ? matcher.httpCode() : matcher.grpcCode());
    }

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup toSdk(
            State state, TargetGroup group) {
        HealthCheck check = group.healthCheck();
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup.builder()
                .targetGroupArn(group.arn())
                .targetGroupName(group.name())
                .protocol(group.protocol().name())
                .port(group.port())
                .vpcId(group.vpcId())
                .healthCheckProtocol(check.protocol().name())
                .healthCheckPort(check.port())
                .healthCheckEnabled(true)
                .healthCheckIntervalSeconds(check.intervalSeconds())
                .healthCheckTimeoutSeconds(check.timeoutSeconds())
                .healthyThresholdCount(check.healthyThreshold())
                .unhealthyThresholdCount(check.unhealthyThreshold())
                .healthCheckPath(check.path())
                .matcher(toSdk(group, check.matcher()))
                .loadBalancerArns(ElbViews.loadBalancersOf(state, group.arn()))
                .targetType(Words.lower(group.targetType()))
                .protocolVersion(group.protocolVersion())
                .ipAddressType("ipv4")
                .build();
    }

    private static @Nullable Matcher toSdk(TargetGroup group, @Nullable String matcher) {
        if (matcher == null) {
            return null;
        }
        return "GRPC".equals(group.protocolVersion())
                ? Matcher.builder().grpcCode(matcher).build()
                : Matcher.builder().httpCode(matcher).build();
    }
}
