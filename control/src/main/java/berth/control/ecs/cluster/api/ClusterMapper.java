package berth.control.ecs.cluster.api;

import berth.control.ecs.cluster.ClusterContents;
import berth.control.ecs.cluster.ClusterContents.Counts;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.store.State;
import berth.kernel.Account;
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

    /// Name and number, in ECS's order and words: kinds of capacity that came later follow those that came first.
    /// There are no managed instances here, so that nothing runs on any.
    private static List<KeyValuePair> statistics(Counts counts) {
        return List.of(
                pair("runningEC2TasksCount", counts.running().ec2()),
                pair("runningFargateTasksCount", counts.running().fargate()),
                pair("pendingEC2TasksCount", counts.pending().ec2()),
                pair("pendingFargateTasksCount", counts.pending().fargate()),
                pair("runningExternalTasksCount", counts.running().external()),
                pair("pendingExternalTasksCount", counts.pending().external()),
                pair("runningManagedInstancesTasksCount", 0),
                pair("pendingManagedInstancesTasksCount", 0),
                pair("activeEC2ServiceCount", counts.active().ec2()),
                pair("activeFargateServiceCount", counts.active().fargate()),
                pair("drainingEC2ServiceCount", counts.draining().ec2()),
                pair("drainingFargateServiceCount", counts.draining().fargate()),
                pair("activeExternalServiceCount", counts.active().external()),
                pair("drainingExternalServiceCount", counts.draining().external()),
                pair("activeManagedInstancesServiceCount", 0),
                pair("drainingManagedInstancesServiceCount", 0));
    }

    private static KeyValuePair pair(String name, int value) {
        return KeyValuePair.builder().name(name).value(Integer.toString(value)).build();
    }
}
