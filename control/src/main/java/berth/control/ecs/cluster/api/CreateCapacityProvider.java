package berth.control.ecs.cluster.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.ResourceName;
import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderResponse;

/// Makes a capacity provider of the container instances of an Auto Scaling group.
///
/// Differs from ECS: there is no Auto Scaling. The instances of group G are those with the custom attribute
/// `berth.auto-scaling-group` = G, which PutAttributes gives them. With managed scaling tasks wait for room, and
/// whoever adds an instance gives it to them; its sizes and paces, termination protection and draining are refused by
/// name.
public record CreateCapacityProvider()
        implements Operation.Write<CreateCapacityProviderRequest, CreateCapacityProviderResponse> {
    static final Honoured HONOURED = ManagedScalingMapper.fields(Honoured.of(
            CreateCapacityProviderRequest.class,
            "name",
            ManagedScalingMapper.GROUP + "autoScalingGroupArn",
            ManagedScalingMapper.GROUP + "managedScaling.status",
            "tags"));

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "CreateCapacityProvider";
    }

    @Override
    public Class<CreateCapacityProviderRequest> request() {
        return CreateCapacityProviderRequest.class;
    }

    @Override
    public Outcome<CreateCapacityProviderResponse> handle(
            CreateCapacityProviderRequest request, State state, Context context) {
        HONOURED.check(request);
        String name = request.name() == null ? "" : request.name();
        ResourceName.check("Capacity provider name", name);
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("aws") || lower.startsWith("ecs") || lower.startsWith("fargate")) {
            throw Fault.invalidParameter("The name of a capacity provider cannot start with aws, ecs or fargate.")
                    .raise();
        }
        SortedMap<String, String> tags = TagMapper.fromSdk(request.tags());
        String group = group(
                request.autoScalingGroupProvider() == null
                        ? null
                        : request.autoScalingGroupProvider().autoScalingGroupArn());
        CapacityProvider made = new CapacityProvider(
                name,
                CapacityProvider.Status.ACTIVE,
                group,
                context.now(),
                ManagedScalingMapper.fromSdk(request.autoScalingGroupProvider().managedScaling(), false));
        CapacityProvider known = CapacityProviderViews.active(state, name);
        if (known != null) {
            if (!group.equals(known.autoScalingGroupArn())) {
                throw Fault.client("A capacity provider with the specified name already exists. Change the name of the"
                                + " capacity provider and try again.")
                        .raise();
            }
            return Outcome.unchanged(answer(known, CapacityProviderMapper.tags(state, name), context));
        }
        List<Change> changes = new ArrayList<>(TagViews.replaced(state, "capacity-provider/" + name, tags));
        changes.add(Change.put(CapacityProviderViews.MADE, made));
        return new Outcome<>(changes, answer(made, tags, context));
    }

    /// ECS: an ARN or a name.
    private static String group(@Nullable String given) {
        if (given == null || given.isEmpty() || given.endsWith("/")) {
            throw Fault.invalidParameter("autoScalingGroupProvider.autoScalingGroupArn cannot be empty.")
                    .raise();
        }
        return given;
    }

    private static CreateCapacityProviderResponse answer(
            CapacityProvider provider, SortedMap<String, String> tags, Context context) {
        return CreateCapacityProviderResponse.builder()
                .capacityProvider(CapacityProviderMapper.tagged(provider, tags, context.account()))
                .build();
    }
}
