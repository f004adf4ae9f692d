package berth.control.elb.api;

import berth.control.dispatch.Honoured;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Protocol;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.model.TargetGroup.TargetType;
import berth.control.elb.plan.ElbFaults;
import berth.control.elb.plan.ElbNames;
import berth.control.elb.plan.HealthChecks;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.kernel.Fault;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;

/// Makes a target group.
///
/// ELB: the same name with the same settings answers what there is, with other settings DuplicateTargetGroupName.
public final class CreateTargetGroup implements ElbWrite<CreateTargetGroupRequest, CreateTargetGroupResponse> {
    private static final Honoured HONOURED = Honoured.of(
                    CreateTargetGroupRequest.class,
                    "Name",
                    "Protocol",
                    "ProtocolVersion",
                    "Port",
                    "VpcId",
                    "HealthCheckProtocol",
                    "HealthCheckPort",
                    "HealthCheckEnabled",
                    "HealthCheckPath",
                    "HealthCheckIntervalSeconds",
                    "HealthCheckTimeoutSeconds",
                    "HealthyThresholdCount",
                    "UnhealthyThresholdCount",
                    "Matcher",
                    "TargetType",
                    "Tags")
            .accepting("IpAddressType", "ipv4")
            .refusing("IpAddressType", "addresses are IPv4");

    @Override
    public Class<CreateTargetGroupRequest> request() {
        return CreateTargetGroupRequest.class;
    }

    @Override
    public Outcome<CreateTargetGroupResponse> handle(CreateTargetGroupRequest request, State state, Context context) {
        HONOURED.check(request, WRONG);
        String name = ElbNames.targetGroup(request.name());
        TargetGroup wanted = wanted(
                request,
                state,
                name,
                context.account()
                        .arn(
                                "elasticloadbalancing",
                                "targetgroup/%s/%s"
                                        .formatted(name, context.ids().hex(16))),
                context);
        TargetGroup before = state.by(ElbViews.TARGET_GROUPS, ElbViews.TARGET_GROUPS_BY_NAME, name).stream()
                .findFirst()
                .orElse(null);
        if (before == null) {
            return new Outcome<>(
                    List.of(Change.put(ElbViews.TARGET_GROUPS, wanted)),
                    response(state.with(Change.put(ElbViews.TARGET_GROUPS, wanted)), wanted));
        }
        if (!sameSettings(before, wanted)) {
            throw Fault.of(
                            "DuplicateTargetGroupName",
                            "A target group with the same name '%s' exists, but with different settings"
                                    .formatted(name))
                    .raise();
        }
        return Outcome.unchanged(response(state, before));
    }

    private static boolean sameSettings(TargetGroup one, TargetGroup other) {
        return one.protocol() == other.protocol()
                && one.port() == other.port()
                && java.util.Objects.equals(one.protocolVersion(), other.protocolVersion())
                && one.vpcId().equals(other.vpcId())
                && one.targetType() == other.targetType()
                && one.healthCheck().equals(other.healthCheck())
                && one.tags().equals(other.tags());
    }

    private static TargetGroup wanted(
            CreateTargetGroupRequest request, State state, String name, String arn, Context context) {
        SortedMap<String, String> tags = TagSets.of(request.tags());
        TargetType type = TargetGroupMapper.targetType(request.targetTypeAsString());
        String word = request.protocolAsString();
        if (word == null) {
            throw ElbFaults.validation("A protocol must be specified").raise();
        }
        Protocol protocol = Words.protocol(word);
        Integer port = request.port();
        if (port == null) {
            throw ElbFaults.validation("A port must be specified").raise();
        }
        if (port < 1 || port > 65_535) {
            throw ElbFaults.validation("Port '%d' must be between 1 and 65535", port)
                    .raise();
        }
        String version = version(protocol, Words.given(request.protocolVersion()));
        return new TargetGroup(
                arn,
                name,
                protocol,
                port,
                version,
                vpc(state, request.vpcId()),
                type,
                HealthChecks.created(protocol, version, TargetGroupMapper.wanted(request)),
                new TreeMap<>(),
                tags,
                context.now());
    }

    private static @Nullable String version(Protocol protocol, @Nullable String version) {
        if (!protocol.readsRequests()) {
            if (version != null) {
                throw ElbFaults.validation("Protocol version is not supported for protocol '%s'", protocol)
                        .raise();
            }
            return null;
        }
        String chosen = version == null ? "HTTP1" : version;
        if (!List.of("HTTP1", "HTTP2", "GRPC").contains(chosen)) {
            throw ElbFaults.validation("Protocol version '%s' must be one of 'HTTP1, HTTP2, GRPC'", chosen)
                    .raise();
        }
        return chosen;
    }

    private static String vpc(State state, @Nullable String id) {
        if (id == null) {
            throw ElbFaults.validation("A VPC ID must be specified").raise();
        }
        if (state.find(VpcViews.VPCS, id) == null) {
            throw ElbFaults.validation("The VPC ID '%s' is not found", id).raise();
        }
        return id;
    }

    private static CreateTargetGroupResponse response(State state, TargetGroup group) {
        return CreateTargetGroupResponse.builder()
                .targetGroups(TargetGroupMapper.toSdk(state, group))
                .build();
    }
}
