package berth.control.ecs.cluster.api;

import berth.control.ecs.cluster.ClusterContents;
import berth.control.ecs.cluster.ClusterContents.ByLaunchType;
import berth.control.ecs.cluster.ClusterContents.Counts;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.store.State;
import berth.kernel.Account;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/// Clusters as the SDK's class.
final class ClusterMapper {
    private ClusterMapper() {}

    /// @param include what DescribeClusters was asked to add; tags, attachments and a configuration are never
    ///     there
    static software.amazon.awssdk.services.ecs.model.Cluster toSdk(
            Cluster cluster, Counts counts, Account account, List<ClusterField> include) {
        var made = software.amazon.awssdk.services.ecs.model.Cluster.builder()
                .clusterArn(account.ecs("cluster", cluster.name()))
                .clusterName(cluster.name())
                .status(cluster.status().name())
                .registeredContainerInstancesCount(counts.containerInstances())
                .runningTasksCount(counts.running().total())
                .pendingTasksCount(counts.pending().total())
                .activeServicesCount(counts.active().total())
                .statistics(include.contains(ClusterField.STATISTICS) ? statistics(counts) : List.of())
                .tags(List.of())
                .settings(include.contains(ClusterField.SETTINGS) ? settings(cluster) : List.of())
                .capacityProviders(cluster.capacityProviders())
                .defaultCapacityProviderStrategy(cluster.defaultStrategy().stream()
                        .map(CapacityProviderMapper::toSdk)
                        .toList());
        if (include.contains(ClusterField.ATTACHMENTS)) {
            made.attachments(List.of());
        }
        return made.build();
    }

    /// As operations answer that changed it: with its settings.
    static software.amazon.awssdk.services.ecs.model.Cluster changed(
            Cluster cluster, ClusterContents contents, State state, Account account) {
        return toSdk(cluster, contents.counts(state, cluster.name()), account, List.of(ClusterField.SETTINGS));
    }

    private static List<ClusterSetting> settings(Cluster cluster) {
        return List.of(ClusterSetting.builder()
                .name("containerInsights")
                .value(cluster.containerInsights())
                .build());
    }

    /// Name and number, in ECS's order and words.
    private static List<KeyValuePair> statistics(Counts counts) {
        List<KeyValuePair> pairs = new ArrayList<>();
        tasks(pairs, "running", counts.running());
        tasks(pairs, "pending", counts.pending());
        services(pairs, "active", counts.active());
        services(pairs, "draining", counts.draining());
        return pairs;
    }

    private static void tasks(List<KeyValuePair> pairs, String state, ByLaunchType numbers) {
        pairs.add(pair(state + "EC2TasksCount", numbers.ec2()));
        pairs.add(pair(state + "FargateTasksCount", numbers.fargate()));
        pairs.add(pair(state + "ExternalTasksCount", numbers.external()));
    }

    private static void services(List<KeyValuePair> pairs, String state, ByLaunchType numbers) {
        pairs.add(pair(state + "EC2ServiceCount", numbers.ec2()));
        pairs.add(pair(state + "FargateServiceCount", numbers.fargate()));
        pairs.add(pair(state + "ExternalServiceCount", numbers.external()));
    }

    private static KeyValuePair pair(String name, int value) {
        return KeyValuePair.builder().name(name).value(Integer.toString(value)).build();
    }
}
