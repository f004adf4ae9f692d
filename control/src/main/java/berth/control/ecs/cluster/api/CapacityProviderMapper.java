package berth.control.ecs.cluster.api;

import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Capacity providers and strategies of them between the SDK's classes and the records, for whoever has them.
public final class CapacityProviderMapper {
    private static final int MOST_BASE = 100_000;
    private static final int MOST_WEIGHT = 1000;

    private CapacityProviderMapper() {}

    /// ECS: base and weight are 0 where not given.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException for a number out of range
    public static List<CapacityProviderStrategyItem> strategy(
            List<software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem> given) {
        return given.stream()
                .map(item -> new CapacityProviderStrategyItem(
                        name(item.capacityProvider()),
                        within("base", item.base(), MOST_BASE),
                        within("weight", item.weight(), MOST_WEIGHT)))
                .toList();
    }

    public static software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem toSdk(
            CapacityProviderStrategyItem record) {
        return software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem.builder()
                .capacityProvider(record.capacityProvider())
                .base(record.base())
                .weight(record.weight())
                .build();
    }

    /// Differs from ECS: managedDraining is DISABLED, since no instance of the group is ever ended from outside.
    static software.amazon.awssdk.services.ecs.model.CapacityProvider toSdk(CapacityProvider record, Account account) {
        var made = software.amazon.awssdk.services.ecs.model.CapacityProvider.builder()
                .capacityProviderArn(arn(account, record.name()))
                .name(record.name())
                .status(record.status().name())
                .type(record.isFargate() ? record.name() : "EC2_AUTOSCALING")
                .tags(List.of());
        if (!record.isFargate()) {
            made.autoScalingGroupProvider(group -> group.autoScalingGroupArn(record.autoScalingGroupArn())
                    .managedScaling(ManagedScalingMapper.toSdk(record.waits()))
                    .managedTerminationProtection("DISABLED")
                    .managedDraining("DISABLED"));
            if (record.status() == CapacityProvider.Status.INACTIVE) {
                made.updateStatus("DELETE_COMPLETE");
            }
        }
        return made.build();
    }

    static software.amazon.awssdk.services.ecs.model.CapacityProvider tagged(
            CapacityProvider record, SortedMap<String, String> tags, Account account) {
        return toSdk(record, account).toBuilder().tags(TagMapper.toSdk(tags)).build();
    }

    static SortedMap<String, String> tags(State state, String name) {
        return TagViews.of(state, "capacity-provider/" + name);
    }

    static String arn(Account account, String name) {
        return account.ecs("capacity-provider", name);
    }

    /// The short name in a parameter that takes a name or an ARN.
    static String shortName(Account account, String parameter) {
        String prefix = arn(account, "");
        return parameter.startsWith(prefix) ? parameter.substring(prefix.length()) : parameter;
    }

    private static String name(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            throw Fault.invalidParameter("capacityProvider cannot be empty.").raise();
        }
        return given;
    }

    private static int within(String what, @Nullable Integer given, int most) {
        int value = given == null ? 0 : given;
        if (value < 0 || value > most) {
            throw Fault.invalidParameter("%s must be between 0 and %d, was %d.".formatted(what, most, value))
                    .raise();
        }
        return value;
    }
}
