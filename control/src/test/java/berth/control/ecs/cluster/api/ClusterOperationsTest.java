package berth.control.ecs.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.cluster.ClusterContents;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.store.Change;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.ClusterConfiguration;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterServiceConnectDefaultsRequest;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandConfiguration;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;

class ClusterOperationsTest {
    private static final String ARN = "arn:aws:ecs:us-east-1:111122223333:cluster/";

    private final Calls calls = new Calls();
    private ClusterContents.Counts counts = ClusterContents.Counts.NONE;
    private ClusterContents.Hold hold = ClusterContents.Hold.NOTHING;
    private final ClusterContents contents = new ClusterContents() {
        @Override
        public Counts counts(State state, String cluster) {
            return counts;
        }

        @Override
        public Hold hold(State state, String cluster) {
            return hold;
        }

        @Override
        public boolean uses(State state, String cluster, String capacityProvider) {
            return false;
        }

        @Override
        public List<Change> instancesDeleted(State state, String cluster) {
            return List.of();
        }
    };
    private final CreateCluster create = new CreateCluster(contents);
    private final DescribeClusters describe = new DescribeClusters(contents);
    private final DeleteCluster delete = new DeleteCluster(contents);
    private final ListClusters list = new ListClusters();

    @Test
    void aNewClusterIsActiveAtOnceAndEmpty() {
        var cluster = calls.call(create, named("my-cluster")).cluster();

        assertThat(cluster.clusterArn()).isEqualTo(ARN + "my-cluster");
        assertThat(cluster.clusterName()).isEqualTo("my-cluster");
        assertThat(cluster.status()).isEqualTo("ACTIVE");
        assertThat(cluster.runningTasksCount()).isZero();
        assertThat(cluster.settings()).containsExactly(setting("containerInsights", "disabled"));
        assertThat(cluster.hasStatistics()).isTrue();
        assertThat(cluster.hasTags()).isTrue();
        assertThat(cluster.hasCapacityProviders()).isTrue();
        assertThat(cluster.hasDefaultCapacityProviderStrategy()).isTrue();
    }

    @Test
    void settingsAreChangedByEitherOperation() {
        calls.call(create, named("c"));

        var updated = calls.call(
                        new UpdateCluster(contents),
                        UpdateClusterRequest.builder()
                                .cluster("c")
                                .settings(setting("containerInsights", "enabled"))
                                .build())
                .cluster();
        var again = calls.call(
                        new UpdateClusterSettings(contents),
                        UpdateClusterSettingsRequest.builder()
                                .cluster(ARN + "c")
                                .settings(setting("containerInsights", "enhanced"))
                                .build())
                .cluster();

        assertThat(updated.settings()).containsExactly(setting("containerInsights", "enabled"));
        assertThat(again.settings()).containsExactly(setting("containerInsights", "enhanced"));
        assertThat(calls.refusal(
                                new UpdateClusterSettings(contents),
                                UpdateClusterSettingsRequest.builder()
                                        .cluster("c")
                                        .build())
                        .message())
                .isEqualTo("Settings cannot be empty.");
        assertThat(calls.refusal(
                                new UpdateCluster(contents),
                                UpdateClusterRequest.builder().cluster("nope").build())
                        .code())
                .isEqualTo("ClusterNotFoundException");
    }

    @Test
    void theNameIsDefaultWhereNoneIsGiven() {
        assertThat(calls.call(create, CreateClusterRequest.builder().build())
                        .cluster()
                        .clusterName())
                .isEqualTo("default");
    }

    @Test
    void creatingAnActiveClusterAgainAnswersItAndChangesNothing() {
        calls.call(create, named("c"));
        counts = new ClusterContents.Counts(
                1,
                new ClusterContents.ByLaunchType(2, 1, 0),
                ClusterContents.ByLaunchType.NONE,
                ClusterContents.ByLaunchType.NONE,
                ClusterContents.ByLaunchType.NONE);
        State before = calls.state();

        var again = calls.call(create, named("c")).cluster();

        assertThat(again.runningTasksCount()).isEqualTo(3);
        assertThat(again.registeredContainerInstancesCount()).isEqualTo(1);
        assertThat(calls.state()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a/b", "a.b"})
    void aNameWithOtherCharactersIsRefused(String name) {
        Fault fault = calls.refusal(create, named(name));

        assertThat(fault.code()).isEqualTo("InvalidParameterException");
        assertThat(fault.message()).startsWith("Cluster name ");
    }

    @Test
    void aNameOf255CharactersIsTakenAndOneOf300IsRefused() {
        assertThat(calls.call(create, named("n".repeat(255))).cluster().status())
                .isEqualTo("ACTIVE");
        assertThat(calls.refusal(create, named("n".repeat(300))))
                .isEqualTo(Fault.invalidParameter(
                        "Cluster name is too long: it has 300 characters, at most 255 are allowed."));
    }

    @Test
    void whatIsNotHonouredIsRefusedByName() {
        CreateClusterRequest.Builder request = CreateClusterRequest.builder();
        request.tags(List.of());
        assertRefused(
                "configuration.executeCommandConfiguration.logging",
                request.configuration(ClusterConfiguration.builder()
                        .executeCommandConfiguration(ExecuteCommandConfiguration.builder()
                                .logging("NONE")
                                .build())
                        .build()));
        request.configuration(ClusterConfiguration.builder().build());
        assertRefused(
                "serviceConnectDefaults.namespace",
                request.serviceConnectDefaults(ClusterServiceConnectDefaultsRequest.builder()
                        .namespace("n")
                        .build()));
        request.serviceConnectDefaults(
                ClusterServiceConnectDefaultsRequest.builder().build());
        request.settings(setting("containerInsights", "disabled"));

        assertThat(calls.call(create, request.build()).cluster().status()).isEqualTo("ACTIVE");
    }

    @Test
    void anUnknownSettingIsRefused() {
        assertThat(calls.refusal(
                                create,
                                CreateClusterRequest.builder()
                                        .settings(setting("shiny", "on"))
                                        .build())
                        .message())
                .startsWith("Unknown cluster setting 'shiny'.");
        assertThat(calls.refusal(
                                create,
                                CreateClusterRequest.builder()
                                        .settings(setting("containerInsights", "maybe"))
                                        .build())
                        .message())
                .isEqualTo("The value of containerInsights should be one of [disabled,enabled,enhanced], was maybe.");
    }

    @Test
    void describeShowsTheNamedOnesOnceAndTheOthersAsMissing() {
        calls.call(create, named("a"));
        calls.call(create, named("b"));

        DescribeClustersResponse response = calls.call(
                describe,
                DescribeClustersRequest.builder()
                        .clusters("b", ARN + "a", "b", "nope", "arn:aws:ecs:eu-west-1:111122223333:cluster/a")
                        .build());

        assertThat(response.clusters()).extracting(c -> c.clusterName()).containsExactly("b", "a");
        assertThat(response.failures())
                .extracting(f -> f.arn() + ' ' + f.reason())
                .containsExactly(ARN + "nope MISSING", "arn:aws:ecs:eu-west-1:111122223333:cluster/a MISSING");
    }

    @Test
    void describeWithoutNamesShowsDefault() {
        assertThat(calls.call(describe, DescribeClustersRequest.builder().build())
                        .failures())
                .extracting(f -> f.arn())
                .containsExactly(ARN + "default");
    }

    @Test
    void describeOf101NamesIsRefused() {
        List<String> names = IntStream.range(0, 101).mapToObj(i -> "c" + i).toList();

        assertThat(calls.refusal(
                                describe,
                                DescribeClustersRequest.builder()
                                        .clusters(names)
                                        .build())
                        .code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void settingsAndStatisticsAreShownOnlyWhenAskedFor() {
        calls.call(create, named("c"));
        counts = new ClusterContents.Counts(
                4,
                new ClusterContents.ByLaunchType(1, 2, 9),
                new ClusterContents.ByLaunchType(3, 4, 10),
                new ClusterContents.ByLaunchType(5, 6, 11),
                new ClusterContents.ByLaunchType(7, 8, 12));

        var plain = described("c");
        var full = described("c", ClusterField.knownValues().toArray(new ClusterField[0]));

        assertThat(plain.settings()).isEmpty();
        assertThat(plain.statistics()).isEmpty();
        assertThat(plain.registeredContainerInstancesCount()).isEqualTo(4);
        assertThat(plain.runningTasksCount()).isEqualTo(12);
        assertThat(plain.pendingTasksCount()).isEqualTo(17);
        assertThat(plain.activeServicesCount()).isEqualTo(22);
        assertThat(full.settings()).containsExactly(setting("containerInsights", "disabled"));
        assertThat(full.hasAttachments()).isTrue();
        assertThat(full.statistics())
                .containsExactly(
                        statistic("runningEC2TasksCount", "1"),
                        statistic("runningFargateTasksCount", "2"),
                        statistic("pendingEC2TasksCount", "3"),
                        statistic("pendingFargateTasksCount", "4"),
                        statistic("runningExternalTasksCount", "9"),
                        statistic("pendingExternalTasksCount", "10"),
                        statistic("runningManagedInstancesTasksCount", "0"),
                        statistic("pendingManagedInstancesTasksCount", "0"),
                        statistic("activeEC2ServiceCount", "5"),
                        statistic("activeFargateServiceCount", "6"),
                        statistic("drainingEC2ServiceCount", "7"),
                        statistic("drainingFargateServiceCount", "8"),
                        statistic("activeExternalServiceCount", "11"),
                        statistic("drainingExternalServiceCount", "12"),
                        statistic("activeManagedInstancesServiceCount", "0"),
                        statistic("drainingManagedInstancesServiceCount", "0"));
    }

    @Test
    void anUnknownIncludeIsRefused() {
        assertThat(calls.refusal(
                                describe,
                                DescribeClustersRequest.builder()
                                        .includeWithStrings("EVERYTHING")
                                        .build())
                        .message())
                .startsWith("include cannot be 'EVERYTHING'.");
    }

    @Test
    void listGivesActiveClustersInPagesInOrderAndEachOnce() {
        for (int i = 0; i < 25; i++) {
            calls.call(create, named("c%02d".formatted(i)));
        }
        calls.call(delete, DeleteClusterRequest.builder().cluster("c07").build());

        List<String> all = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            ListClustersResponse page = calls.call(
                    list,
                    ListClustersRequest.builder()
                            .maxResults(10)
                            .nextToken(token)
                            .build());
            all.addAll(page.clusterArns());
            token = page.nextToken();
            pages++;
        } while (token != null);

        assertThat(pages).isEqualTo(3);
        assertThat(all).hasSize(24).doesNotHaveDuplicates().isSorted().doesNotContain(ARN + "c07");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void maxResultsOutOfRangeIsRefused(int maxResults) {
        assertThat(calls.refusal(
                                list,
                                ListClustersRequest.builder()
                                        .maxResults(maxResults)
                                        .build())
                        .message())
                .startsWith("maxResults is invalid.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%%%", "bm90IG91cnM"})
    void aTokenThatIsNotOursIsRefused(String token) {
        assertThat(calls.refusal(
                        list, ListClustersRequest.builder().nextToken(token).build()))
                .isEqualTo(Fault.invalidParameter("Invalid token."));
    }

    @Test
    void aDeletedClusterIsInactiveAndStaysDescribable() {
        calls.call(create, named("c"));

        var deleted = calls.call(
                        delete,
                        DeleteClusterRequest.builder().cluster(ARN + "c").build())
                .cluster();

        assertThat(deleted.status()).isEqualTo("INACTIVE");
        assertThat(described("c").status()).isEqualTo("INACTIVE");
        assertThat(calls.refusal(
                        delete, DeleteClusterRequest.builder().cluster("c").build()))
                .isEqualTo(Fault.of("ClusterNotFoundException", "Cluster not found."));
        assertThat(calls.call(create, named("c")).cluster().status()).isEqualTo("ACTIVE");
    }

    @Test
    void servicesAndTasksHoldACluster() {
        calls.call(create, named("c"));
        DeleteClusterRequest request =
                DeleteClusterRequest.builder().cluster("c").build();

        hold = ClusterContents.Hold.SERVICES;
        assertThat(calls.refusal(delete, request))
                .isEqualTo(Fault.of(
                        "ClusterContainsServicesException",
                        "The Cluster cannot be deleted while Services are active."));
        hold = ClusterContents.Hold.TASKS;
        assertThat(calls.refusal(delete, request))
                .isEqualTo(Fault.of(
                        "ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active."));
        assertThat(ClusterViews.active(calls.state(), "c").name()).isEqualTo("c");
    }

    @Test
    void deletingNothingIsRefused() {
        assertThat(calls.refusal(delete, DeleteClusterRequest.builder().build()))
                .isEqualTo(Fault.invalidParameter("Cluster cannot be empty."));
    }

    private software.amazon.awssdk.services.ecs.model.Cluster described(String name, ClusterField... include) {
        return calls.call(
                        describe,
                        DescribeClustersRequest.builder()
                                .clusters(name)
                                .include(include)
                                .build())
                .clusters()
                .getFirst();
    }

    private void assertRefused(String path, CreateClusterRequest.Builder request) {
        Fault fault = calls.refusal(create, request.build());
        assertThat(fault.code()).isEqualTo("InvalidParameterException");
        assertThat(fault.message()).startsWith("Berth does not support " + path + " yet: ");
    }

    private static CreateClusterRequest named(String name) {
        return CreateClusterRequest.builder().clusterName(name).build();
    }

    private static ClusterSetting setting(String name, String value) {
        return ClusterSetting.builder().name(name).value(value).build();
    }

    private static KeyValuePair statistic(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }
}
