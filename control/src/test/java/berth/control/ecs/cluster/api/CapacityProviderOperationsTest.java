package berth.control.ecs.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.ClusterContents;
import berth.control.store.Change;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CapacityProvider;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderRequest;

class CapacityProviderOperationsTest {
    private static final String ARN = "arn:aws:ecs:us-east-1:111122223333:capacity-provider/";
    private static final String GROUP =
            "arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:1:" + "autoScalingGroupName/blue";

    private final Calls calls = new Calls();
    private String used = "";
    private final ClusterContents contents = new ClusterContents() {
        @Override
        public Counts counts(State state, String cluster) {
            return Counts.NONE;
        }

        @Override
        public Hold hold(State state, String cluster) {
            return Hold.NOTHING;
        }

        @Override
        public boolean uses(State state, String cluster, String capacityProvider) {
            return capacityProvider.equals(used);
        }

        @Override
        public List<Change> instancesDeleted(State state, String cluster) {
            return List.of();
        }
    };
    private final CreateCluster createCluster = new CreateCluster(contents);
    private final PutClusterCapacityProviders put = new PutClusterCapacityProviders(contents);
    private final CreateCapacityProvider create = new CreateCapacityProvider();
    private final DeleteCapacityProvider delete = new DeleteCapacityProvider();
    private final DescribeCapacityProviders describe = new DescribeCapacityProviders();

    @Test
    void updatingRefusesWhatIsNotManagedHere() {
        calls.call(
                create,
                CreateCapacityProviderRequest.builder()
                        .name("blue")
                        .autoScalingGroupProvider(g -> g.autoScalingGroupArn(GROUP))
                        .build());
        UpdateCapacityProvider update = new UpdateCapacityProvider();

        assertThat(calls.call(
                                update,
                                UpdateCapacityProviderRequest.builder()
                                        .name("blue")
                                        .autoScalingGroupProvider(g -> g.managedDraining("DISABLED"))
                                        .build())
                        .capacityProvider()
                        .name())
                .isEqualTo("blue");
        assertThat(calls.refusal(
                                update,
                                UpdateCapacityProviderRequest.builder()
                                        .name("blue")
                                        .autoScalingGroupProvider(g -> g.managedScaling(s -> s.targetCapacity(80)))
                                        .build())
                        .message())
                .contains("autoScalingGroupProvider.managedScaling.targetCapacity");
        assertThat(calls.refusal(
                                update,
                                UpdateCapacityProviderRequest.builder()
                                        .name("FARGATE")
                                        .build())
                        .message())
                .contains("reserved");
    }

    @Test
    void managedScalingIsTurnedOnAndOff() {
        var made = calls.call(
                        create,
                        CreateCapacityProviderRequest.builder()
                                .name("blue")
                                .autoScalingGroupProvider(g -> g.autoScalingGroupArn(GROUP)
                                        .managedScaling(s -> s.status("ENABLED").targetCapacity(100)))
                                .build())
                .capacityProvider()
                .autoScalingGroupProvider()
                .managedScaling();
        assertThat(made.statusAsString()).isEqualTo("ENABLED");
        assertThat(made.targetCapacity()).isEqualTo(100);
        assertThat(made.maximumScalingStepSize()).isEqualTo(10_000);

        calls.call(
                new UpdateCapacityProvider(),
                UpdateCapacityProviderRequest.builder()
                        .name("blue")
                        .autoScalingGroupProvider(g -> g.managedScaling(s -> s.status("DISABLED")))
                        .build());
        assertThat(calls.call(
                                describe,
                                DescribeCapacityProvidersRequest.builder()
                                        .capacityProviders("blue")
                                        .build())
                        .capacityProviders()
                        .getFirst()
                        .autoScalingGroupProvider()
                        .managedScaling()
                        .statusAsString())
                .isEqualTo("DISABLED");
    }

    @Test
    void anInstanceOfTheGroupBelongsToTheClustersProvider() {
        calls.call(
                create,
                CreateCapacityProviderRequest.builder()
                        .name("blue")
                        .autoScalingGroupProvider(g -> g.autoScalingGroupArn(GROUP))
                        .build());
        calls.call(
                createCluster,
                CreateClusterRequest.builder()
                        .clusterName("with")
                        .capacityProviders("FARGATE", "blue")
                        .build());
        calls.call(
                createCluster,
                CreateClusterRequest.builder().clusterName("without").build());

        assertThat(CapacityProviderViews.ofInstance(calls.state(), "with", "blue"))
                .isEqualTo("blue");
        assertThat(CapacityProviderViews.ofInstance(calls.state(), "with", "green"))
                .isNull();
        assertThat(CapacityProviderViews.ofInstance(calls.state(), "with", null))
                .isNull();
        assertThat(CapacityProviderViews.ofInstance(calls.state(), "without", "blue"))
                .isNull();
    }

    @Test
    void theTwoOfFargateAreThereFromTheBeginning() {
        DescribeCapacityProvidersResponse all =
                calls.call(describe, DescribeCapacityProvidersRequest.builder().build());

        assertThat(all.capacityProviders())
                .extracting(CapacityProvider::name, CapacityProvider::statusAsString)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("FARGATE", "ACTIVE"),
                        org.assertj.core.groups.Tuple.tuple("FARGATE_SPOT", "ACTIVE"));
        assertThat(all.capacityProviders().getFirst().capacityProviderArn()).isEqualTo(ARN + "FARGATE");
    }

    @Test
    void oneThatDoesNotExistIsMissing() {
        DescribeCapacityProvidersResponse some = described("FARGATE_SPOT", "none");

        assertThat(some.capacityProviders()).extracting(CapacityProvider::name).containsExactly("FARGATE_SPOT");
        assertThat(some.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.arn()).isEqualTo(ARN + "none");
            assertThat(failure.reason()).isEqualTo("MISSING");
        });
    }

    @Test
    void aClusterShowsItsProvidersAndItsDefaultStrategy() {
        Cluster cluster = calls.call(
                        createCluster,
                        CreateClusterRequest.builder()
                                .clusterName("c")
                                .capacityProviders("FARGATE", "FARGATE_SPOT")
                                .defaultCapacityProviderStrategy(item("FARGATE_SPOT", 0, 4), item("FARGATE", 1, 1))
                                .build())
                .cluster();

        assertThat(cluster.capacityProviders()).containsExactly("FARGATE", "FARGATE_SPOT");
        assertThat(cluster.defaultCapacityProviderStrategy())
                .containsExactly(item("FARGATE_SPOT", 0, 4), item("FARGATE", 1, 1));
        assertThat(put(List.of("FARGATE")).defaultCapacityProviderStrategy()).isEmpty();
    }

    @Test
    void oneInUseCannotBeTakenAway() {
        cluster();
        put(List.of("FARGATE", "FARGATE_SPOT"));
        used = "FARGATE_SPOT";

        assertThat(refusal(List.of("FARGATE")))
                .isEqualTo(Fault.of(
                        "ResourceInUseException", "The specified capacity provider is in use and cannot be removed."));
        assertThat(put(List.of("FARGATE_SPOT")).capacityProviders()).containsExactly("FARGATE_SPOT");
    }

    @Test
    void unknownProvidersAndBadStrategiesAreRefused() {
        cluster();
        made("blue");

        assertThat(refusal(List.of("none")).message())
                .isEqualTo("The specified capacity provider was not found. Specify a valid capacity provider and try"
                        + " again.");
        assertThat(refusal(List.of("FARGATE"), item("FARGATE_SPOT", 0, 1)).message())
                .startsWith("The specified capacity provider strategy cannot contain a capacity provider that is not"
                        + " associated with the cluster.");
        assertThat(refusal(List.of("FARGATE", "blue"), item("FARGATE", 0, 1), item("blue", 0, 1))
                        .message())
                .startsWith("A capacity provider strategy cannot contain a mix");
        assertThat(refusal(List.of("FARGATE", "FARGATE_SPOT"), item("FARGATE", 1, 1), item("FARGATE_SPOT", 1, 1))
                        .message())
                .isEqualTo("Only one capacity provider in a capacity provider strategy can have a base value.");
        assertThat(refusal(List.of("FARGATE"), item("FARGATE", 0, 1001)).message())
                .isEqualTo("weight must be between 0 and 1000, was 1001.");
        assertThat(refusal(List.of("FARGATE"), item("FARGATE", 100_001, 0)).message())
                .isEqualTo("base must be between 0 and 100000, was 100001.");
        IntStream.range(0, 21).forEach(i -> made("p" + i));
        assertThat(refusal(IntStream.range(0, 21).mapToObj(i -> "p" + i).toList())
                        .message())
                .isEqualTo("The maximum number of capacity providers per cluster has been exceeded.");
    }

    @Test
    void aProviderOfAnAutoScalingGroupIsMadeOnceAndDeletedWhenNoClusterHasIt() {
        assertThat(made("blue").autoScalingGroupProvider().autoScalingGroupArn())
                .isEqualTo(GROUP);
        assertThat(made("blue").statusAsString()).isEqualTo("ACTIVE");
        cluster();
        put(List.of("blue"));

        assertThat(calls.refusal(delete, deletion("blue")).message())
                .isEqualTo("The specified capacity provider is in use and cannot be removed.");
        put(List.of());
        assertThat(calls.call(delete, deletion(ARN + "blue")).capacityProvider().statusAsString())
                .isEqualTo("INACTIVE");
        assertThat(described("blue").capacityProviders())
                .singleElement()
                .extracting(CapacityProvider::updateStatusAsString)
                .isEqualTo("DELETE_COMPLETE");
        assertThat(refusal(List.of("blue")).message()).startsWith("The specified capacity provider was not found.");
    }

    @Test
    void whatAutoScalingWouldDoIsRefusedByName() {
        assertThat(calls.refusal(
                                create,
                                CreateCapacityProviderRequest.builder()
                                        .name("blue")
                                        .autoScalingGroupProvider(group -> group.autoScalingGroupArn(GROUP)
                                                .managedScaling(scaling -> scaling.status("ENABLED")
                                                        .targetCapacity(80)))
                                        .build())
                        .message())
                .contains("autoScalingGroupProvider.managedScaling.targetCapacity");
        assertThat(calls.refusal(
                                create,
                                CreateCapacityProviderRequest.builder()
                                        .name("fargate-2")
                                        .build())
                        .message())
                .isEqualTo("The name of a capacity provider cannot start with aws, ecs or fargate.");
        assertThat(calls.refusal(delete, deletion("FARGATE")).code()).isEqualTo("ClientException");
    }

    private DescribeCapacityProvidersResponse described(String... names) {
        return calls.call(
                describe,
                DescribeCapacityProvidersRequest.builder()
                        .capacityProviders(names)
                        .build());
    }

    private void cluster() {
        calls.call(
                createCluster, CreateClusterRequest.builder().clusterName("c").build());
    }

    private CapacityProvider made(String name) {
        return calls.call(
                        create,
                        CreateCapacityProviderRequest.builder()
                                .name(name)
                                .autoScalingGroupProvider(group -> group.autoScalingGroupArn(GROUP))
                                .build())
                .capacityProvider();
    }

    private static DeleteCapacityProviderRequest deletion(String name) {
        return DeleteCapacityProviderRequest.builder().capacityProvider(name).build();
    }

    private Cluster put(List<String> providers, CapacityProviderStrategyItem... strategy) {
        return calls.call(put, request(providers, strategy)).cluster();
    }

    private Fault refusal(List<String> providers, CapacityProviderStrategyItem... strategy) {
        return calls.refusal(put, request(providers, strategy));
    }

    private static PutClusterCapacityProvidersRequest request(
            List<String> providers, CapacityProviderStrategyItem... strategy) {
        return PutClusterCapacityProvidersRequest.builder()
                .cluster("c")
                .capacityProviders(providers)
                .defaultCapacityProviderStrategy(strategy)
                .build();
    }

    private static CapacityProviderStrategyItem item(String provider, int base, int weight) {
        return CapacityProviderStrategyItem.builder()
                .capacityProvider(provider)
                .base(base)
                .weight(weight)
                .build();
    }
}
