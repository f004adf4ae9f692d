package berth.control.ecs.service.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.dispatch.Calls;
import berth.control.dispatch.RequestPaths;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service.State;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.SecurityGroup;
import berth.control.vpc.model.Subnet;
import berth.control.vpc.model.Vpc;
import berth.kernel.Fault;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.NetworkMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

class ServiceOperationsTest {
    private static final String ARN = "arn:aws:ecs:us-east-1:111122223333:";

    private final Calls calls = new Calls(berth.control.store.State.EMPTY.with(
            List.of(
                    Change.put(ClusterViews.CLUSTERS, Cluster.of("c", Cluster.Status.ACTIVE, Calls.NOW)),
                    Change.put(ClusterViews.CLUSTERS, Cluster.of("gone", Cluster.Status.INACTIVE, Calls.NOW)),
                    definition("sample-task", 1, null, TaskDefinition.Status.ACTIVE),
                    definition("sample-task", 2, null, TaskDefinition.Status.ACTIVE),
                    definition("sample-task", 3, null, TaskDefinition.Status.INACTIVE),
                    definition("vpc-task", 1, NetworkMode.AWSVPC, TaskDefinition.Status.ACTIVE),
                    Change.put(VpcViews.VPCS, new Vpc("vpc-1", "10.0.0.0/16", true)),
                    Change.put(VpcViews.SUBNETS, new Subnet("subnet-1", "vpc-1", "10.0.0.0/24", "us-east-1a", true)),
                    Change.put(VpcViews.SUBNETS, new Subnet("subnet-2", "vpc-2", "10.1.0.0/24", "us-east-1a", true)),
                    Change.put(VpcViews.SECURITY_GROUPS, new SecurityGroup("sg-1", "vpc-1", "default", "d"))),
            1));
    private final CreateService create = new CreateService(Settings.RELAXED);
    private final CreateService strictCreate = new CreateService(Settings.STRICT);
    private final UpdateService update = new UpdateService(Settings.RELAXED);
    private final DescribeServices describe = new DescribeServices();
    private final DeleteService delete = new DeleteService();
    private final ListServices list = new ListServices();

    @Test
    void aNewServiceHasOneDeploymentInProgressAndNoTaskYet() {
        Service service = calls.call(create, request(r -> {})).service();

        assertThat(service.serviceArn()).isEqualTo(ARN + "service/c/web");
        assertThat(service.status()).isEqualTo("ACTIVE");
        assertThat(service.taskDefinition()).isEqualTo(ARN + "task-definition/sample-task:2");
        assertThat(service.desiredCount()).isEqualTo(2);
        assertThat(service.runningCount()).isZero();
        assertThat(service.launchTypeAsString()).isEqualTo("EC2");
        assertThat(service.platformVersion()).isNull();
        assertThat(service.deploymentConfiguration().minimumHealthyPercent()).isEqualTo(100);
        assertThat(service.deploymentConfiguration().maximumPercent()).isEqualTo(200);
        assertThat(service.deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.id()).matches("ecs-svc/[0-9]{19}");
            assertThat(deployment.status()).isEqualTo("PRIMARY");
            assertThat(deployment.rolloutStateAsString()).isEqualTo("IN_PROGRESS");
            assertThat(deployment.rolloutStateReason())
                    .isEqualTo("ECS deployment " + deployment.id() + " in progress.");
            assertThat(deployment.failedTasks()).isZero();
        });
        assertThat(service.hasEvents()).isTrue();
        assertThat(service.createdBy()).isEqualTo(Calls.CALLER);
        assertThat(service.roleArn())
                .isEqualTo("arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS");
    }

    @Test
    void theMembersOfADescribedServiceAreThoseOfEcs() {
        calls.call(create, request(r -> r.launchType(LaunchType.FARGATE).networkConfiguration(network("subnet-1"))));

        Service service = described("web").services().getFirst();

        List<String> present = new ArrayList<>();
        service.sdkFields().forEach(field -> {
            Object value = field.getValueOrDefault(service);
            boolean unset = value instanceof software.amazon.awssdk.core.util.SdkAutoConstructList<?>;
            if (value != null && !unset) {
                present.add(field.locationName());
            }
        });
        assertThat(present)
                .containsExactlyInAnyOrder(
                        "serviceArn",
                        "serviceName",
                        "clusterArn",
                        "loadBalancers",
                        "serviceRegistries",
                        "status",
                        "desiredCount",
                        "runningCount",
                        "pendingCount",
                        "launchType",
                        "platformVersion",
                        "platformFamily",
                        "taskDefinition",
                        "deploymentConfiguration",
                        "deployments",
                        "roleArn",
                        "events",
                        "createdAt",
                        "currentServiceDeployment",
                        "currentServiceRevisions",
                        "placementConstraints",
                        "placementStrategy",
                        "networkConfiguration",
                        "healthCheckGracePeriodSeconds",
                        "schedulingStrategy",
                        "deploymentController",
                        "createdBy",
                        "enableECSManagedTags",
                        "propagateTags",
                        "enableExecuteCommand",
                        "availabilityZoneRebalancing");
        assertThat(service.platformVersion()).isEqualTo("LATEST");
        assertThat(service.deployments().getFirst().platformVersion()).isEqualTo("1.4.0");
    }

    @Test
    void theSameCallAgainReturnsTheServiceAndChangesNothing() {
        Service first = calls.call(create, request(r -> r.clientToken("a"))).service();
        var before = calls.state();

        Service second = calls.call(create, request(r -> r.clientToken("b"))).service();

        assertThat(second).isEqualTo(first);
        assertThat(calls.state()).isEqualTo(before);
    }

    @Test
    void theSameNameWithOtherParametersIsNotIdempotent() {
        calls.call(create, request(r -> {}));

        assertThat(calls.refusal(create, request(r -> r.desiredCount(3))))
                .isEqualTo(Fault.invalidParameter("Creation of service was not idempotent."));
        assertThat(calls.refusal(create, request(r -> r.taskDefinition("sample-task:1")))
                        .message())
                .isEqualTo("Creation of service was not idempotent.");
    }

    @Test
    void aDrainingNameIsTakenAndAnInactiveOneIsFree() {
        calls.call(create, request(r -> {}));
        Service deleted = calls.call(delete, deletion(true)).service();
        assertThat(deleted.status()).isEqualTo("DRAINING");
        assertThat(deleted.desiredCount()).isZero();

        assertThat(calls.refusal(create, request(r -> {})))
                .isEqualTo(Fault.invalidParameter("Unable to Start a service that is still Draining."));
        set(State.INACTIVE);
        assertThat(calls.call(create, request(r -> {})).service().status()).isEqualTo("ACTIVE");
    }

    @Test
    void deletingIsRefusedWhileTheServiceIsScaledAboveZeroUnlessForced() {
        calls.call(create, request(r -> {}));

        assertThat(calls.refusal(delete, deletion(false)))
                .isEqualTo(Fault.invalidParameter("The service cannot be stopped while it is scaled above 0."));
        calls.call(update, change(r -> r.desiredCount(0)));
        assertThat(calls.call(delete, deletion(false)).service().status()).isEqualTo("DRAINING");
        assertThat(calls.call(delete, deletion(false)).service().status())
                .as("again")
                .isEqualTo("DRAINING");
        assertThat(calls.call(list, ListServicesRequest.builder().cluster("c").build())
                        .serviceArns())
                .isEmpty();
        assertThat(described("web").services().getFirst().status()).isEqualTo("DRAINING");
    }

    /// What each operation answers in each state of the service: empty for success.
    @ParameterizedTest
    @CsvSource({
        "create, none,     ''",
        "create, ACTIVE,   ''",
        "create, DRAINING, InvalidParameterException",
        "create, INACTIVE, ''",
        "update, none,     ServiceNotFoundException",
        "update, ACTIVE,   ''",
        "update, DRAINING, ServiceNotActiveException",
        "update, INACTIVE, ServiceNotActiveException",
        "delete, none,     ServiceNotFoundException",
        "delete, ACTIVE,   ''",
        "delete, DRAINING, ''",
        "delete, INACTIVE, ServiceNotFoundException",
    })
    void everyOperationInEveryState(String operation, String state, String code) {
        if (!state.equals("none")) {
            calls.call(create, request(r -> {}));
            set(State.valueOf(state));
        }
        String answered = "";
        try {
            switch (operation) {
                case "create" -> calls.call(create, request(r -> {}));
                case "update" -> calls.call(update, change(r -> r.desiredCount(1)));
                case "delete" -> calls.call(delete, deletion(true));
                default -> throw new IllegalArgumentException(operation);
            }
        } catch (berth.kernel.FaultException e) {
            answered = e.fault().code();
        }
        assertThat(answered).isEqualTo(code);
    }

    @Test
    void strictRefusesFargateForADefinitionThatIsNotMadeForItAndRelaxedAcceptsIt() {
        CreateServiceRequest fargate = request(r -> r.launchType(LaunchType.FARGATE));

        assertThat(calls.refusal(strictCreate, fargate))
                .isEqualTo(Fault.invalidParameter("Task definition does not support launch_type FARGATE."));
        assertThat(calls.call(create, fargate).service().launchTypeAsString()).isEqualTo("FARGATE");
    }

    @Test
    void networkConfigurationMustFitTheMode() {
        assertThat(calls.refusal(create, request(r -> r.networkConfiguration(network("subnet-1"))))
                        .message())
                .isEqualTo("Network Configuration is not valid for the given networkMode of this task definition.");
        assertThat(calls.refusal(strictCreate, request(r -> r.taskDefinition("vpc-task")))
                        .message())
                .isEqualTo("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        assertThat(refusedNetwork(network())).isEqualTo("subnets can not be empty.");
        assertThat(refusedNetwork(network("subnet-9")))
                .isEqualTo("Error retrieving subnet information for [subnet-9]: The subnet ID 'subnet-9' does not exist"
                        + " (ErrorCode: InvalidSubnetID.NotFound)");
        assertThat(refusedNetwork(network("subnet-1", "subnet-2"))).contains("same VPC");
        assertThat(refusedNetwork(NetworkConfiguration.builder()
                        .awsvpcConfiguration(a -> a.subnets("subnet-1").securityGroups("sg-9"))
                        .build()))
                .isEqualTo("Error retrieving security group information for [sg-9]: The security group 'sg-9' does not"
                        + " exist (ErrorCode: InvalidGroup.NotFound)");
    }

    @Test
    void badParametersAreRefusedInEcsWords() {
        refused(r -> r.cluster("nope"), "ClusterNotFoundException", "Cluster not found.");
        refused(r -> r.cluster("gone"), "ClusterNotFoundException", "Cluster not found.");
        refused(r -> r.taskDefinition("nope"), "ClientException", "TaskDefinition not found.");
        refused(r -> r.taskDefinition("sample-task:9"), "ClientException", "TaskDefinition not found.");
        refused(r -> r.taskDefinition("sample-task:3"), "InvalidParameterException", "TaskDefinition is inactive");
        refused(r -> r.taskDefinition(null), "InvalidParameterException", "TaskDefinition cannot be empty.");
        refused(r -> r.serviceName("a b"), "InvalidParameterException", "Service name contains invalid characters");
        refused(r -> r.serviceName("x".repeat(300)), "InvalidParameterException", "Service name is too long");
        refused(r -> r.serviceName(null), "InvalidParameterException", "Service name cannot be empty.");
        refused(r -> r.desiredCount(null), "InvalidParameterException", "desiredCount is required");
        refused(r -> r.desiredCount(-1), "InvalidParameterException", "desiredCount must be between 0 and 5000");
        refused(r -> r.clientToken("x".repeat(37)), "InvalidParameterException", "clientToken");
        refused(r -> r.launchType("FARGAT"), "ClientException", "launch type should be one of [EC2,FARGATE,EXTERNAL]");
        refused(
                r -> r.launchType("FARGATE").platformVersion("1.9.9"),
                "PlatformUnknownException",
                "platform version does not exist: 1.9.9");
        refused(
                r -> r.deploymentConfiguration(d -> d.minimumHealthyPercent(100).maximumPercent(100)),
                "InvalidParameterException",
                "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.");
        refused(
                r -> r.deploymentConfiguration(d -> d.maximumPercent(99)),
                "InvalidParameterException",
                "maximumPercent must be between 100 and");
    }

    @Test
    void whatHasNoEffectIsRefusedByNameAndDefaultsThatClientsSendPass() {
        refused(r -> r.enableExecuteCommand(true), "InvalidParameterException", "enableExecuteCommand");
        refused(
                r -> r.loadBalancers(l -> l.loadBalancerName("classic")),
                "InvalidParameterException",
                "loadBalancers[0].loadBalancerName");
        refused(
                r -> r.deploymentConfiguration(d -> d.strategy("LINEAR")),
                "InvalidParameterException",
                "The LINEAR deployment strategy needs a load balancer");

        calls.call(
                create,
                request(r -> r.schedulingStrategy("REPLICA")
                        .deploymentController(c -> c.type("ECS"))
                        .enableECSManagedTags(false)
                        .propagateTags("NONE")
                        .enableExecuteCommand(false)
                        .availabilityZoneRebalancing("DISABLED")
                        .healthCheckGracePeriodSeconds(0)
                        .loadBalancers(List.of())
                        .placementStrategy(List.of())
                        .deploymentConfiguration(d ->
                                d.deploymentCircuitBreaker(b -> b.enable(false).rollback(false)))));
        assertThat(described("web").services()).hasSize(1);
    }

    /// A member that the SDK adds is refused until somebody decides about it.
    @Test
    void theMembersThatAreHonouredAreTheseAndNoOthers() {
        List<String> create = RequestPaths.leaves(CreateServiceRequest.class).stream()
                .filter(leaf -> !CreateService.HONOURED.refused().contains(leaf))
                .toList();
        assertThat(create)
                .containsExactlyInAnyOrder(
                        "cluster",
                        "serviceName",
                        "taskDefinition",
                        "desiredCount",
                        "clientToken",
                        "launchType",
                        "capacityProviderStrategy.capacityProvider",
                        "capacityProviderStrategy.base",
                        "capacityProviderStrategy.weight",
                        "platformVersion",
                        "healthCheckGracePeriodSeconds",
                        "loadBalancers.targetGroupArn",
                        "loadBalancers.containerName",
                        "loadBalancers.containerPort",
                        "volumeConfigurations.name",
                        "volumeConfigurations.managedEBSVolume.encrypted",
                        "volumeConfigurations.managedEBSVolume.kmsKeyId",
                        "volumeConfigurations.managedEBSVolume.volumeType",
                        "volumeConfigurations.managedEBSVolume.sizeInGiB",
                        "volumeConfigurations.managedEBSVolume.iops",
                        "volumeConfigurations.managedEBSVolume.throughput",
                        "volumeConfigurations.managedEBSVolume.tagSpecifications.resourceType",
                        "volumeConfigurations.managedEBSVolume.tagSpecifications.tags.key",
                        "volumeConfigurations.managedEBSVolume.tagSpecifications.tags.value",
                        "volumeConfigurations.managedEBSVolume.tagSpecifications.propagateTags",
                        "volumeConfigurations.managedEBSVolume.roleArn",
                        "volumeConfigurations.managedEBSVolume.filesystemType",
                        "deploymentConfiguration.maximumPercent",
                        "deploymentConfiguration.minimumHealthyPercent",
                        "deploymentConfiguration.bakeTimeInMinutes",
                        "deploymentConfiguration.alarms.alarmNames",
                        "deploymentConfiguration.alarms.enable",
                        "deploymentConfiguration.alarms.rollback",
                        "deploymentConfiguration.deploymentCircuitBreaker.enable",
                        "deploymentConfiguration.deploymentCircuitBreaker.rollback",
                        "deploymentConfiguration.deploymentCircuitBreaker.resetOnHealthyTask",
                        "deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration.type",
                        "deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration.value",
                        "deploymentConfiguration.strategy",
                        "deploymentConfiguration.lifecycleHooks.targetType",
                        "deploymentConfiguration.lifecycleHooks.hookTargetArn",
                        "deploymentConfiguration.lifecycleHooks.roleArn",
                        "deploymentConfiguration.lifecycleHooks.lifecycleStages",
                        "deploymentConfiguration.lifecycleHooks.hookDetails",
                        "deploymentConfiguration.lifecycleHooks.timeoutConfiguration.timeoutInMinutes",
                        "deploymentConfiguration.lifecycleHooks.timeoutConfiguration.action",
                        "deploymentConfiguration.linearConfiguration.stepPercent",
                        "deploymentConfiguration.linearConfiguration.stepBakeTimeInMinutes",
                        "deploymentConfiguration.canaryConfiguration.canaryPercent",
                        "deploymentConfiguration.canaryConfiguration.canaryBakeTimeInMinutes",
                        "loadBalancers.advancedConfiguration.alternateTargetGroupArn",
                        "loadBalancers.advancedConfiguration.productionListenerRule",
                        "loadBalancers.advancedConfiguration.testListenerRule",
                        "loadBalancers.advancedConfiguration.roleArn",
                        "placementConstraints.type",
                        "placementConstraints.expression",
                        "placementStrategy.type",
                        "placementStrategy.field",
                        "availabilityZoneRebalancing",
                        "deploymentController.type",
                        "networkConfiguration.awsvpcConfiguration.subnets",
                        "networkConfiguration.awsvpcConfiguration.securityGroups",
                        "networkConfiguration.awsvpcConfiguration.assignPublicIp",
                        "tags.key",
                        "tags.value",
                        "propagateTags",
                        "enableECSManagedTags",
                        "schedulingStrategy");
        List<String> update = RequestPaths.leaves(UpdateServiceRequest.class).stream()
                .filter(leaf -> !UpdateService.HONOURED.refused().contains(leaf))
                .toList();
        assertThat(update).hasSize(64).contains("forceNewDeployment", "service").isNotEqualTo(create);
    }

    @Test
    void aNewCountKeepsTheDeployment() {
        Service before = calls.call(create, request(r -> {})).service();

        Service after = calls.call(update, change(r -> r.desiredCount(5))).service();

        assertThat(after.desiredCount()).isEqualTo(5);
        assertThat(after.deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.id())
                    .isEqualTo(before.deployments().getFirst().id());
            assertThat(deployment.desiredCount()).isEqualTo(5);
        });
    }

    @Test
    void anotherDefinitionBeginsADeploymentAndTheOneBeforeStaysActive() {
        calls.call(create, request(r -> r.taskDefinition("sample-task:1")));

        Service after =
                calls.call(update, change(r -> r.taskDefinition("sample-task"))).service();

        assertThat(after.deployments()).hasSize(2);
        assertThat(after.deployments().get(0).status()).isEqualTo("PRIMARY");
        assertThat(after.deployments().get(0).taskDefinition()).endsWith("sample-task:2");
        assertThat(after.deployments().get(1).status()).isEqualTo("ACTIVE");
        assertThat(after.deployments().get(1).desiredCount()).isZero();
        assertThat(calls.refusal(delete, deletion(false)).message())
                .isEqualTo("The service cannot be stopped while it is scaled above 0.");
        calls.call(update, change(r -> r.desiredCount(0)));
        assertThat(calls.refusal(delete, deletion(false)).message())
                .isEqualTo("The service cannot be stopped while deployments are active.");
    }

    @Test
    void forcingBeginsADeploymentOfTheSameDefinition() {
        calls.call(create, request(r -> {}));

        assertThat(calls.call(update, change(r -> r.forceNewDeployment(true)))
                        .service()
                        .deployments())
                .hasSize(2);
        assertThat(calls.call(update, change(r -> {})).service().deployments())
                .as("an update that changes nothing")
                .hasSize(2);
    }

    @Test
    void describingTellsWhatIsMissing() {
        DescribeServicesResponse response = described("nope");

        assertThat(response.services()).isEmpty();
        assertThat(response.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.arn()).isEqualTo(ARN + "service/c/nope");
            assertThat(failure.reason()).isEqualTo("MISSING");
        });
        assertThat(calls.refusal(
                                describe,
                                DescribeServicesRequest.builder().cluster("c").build())
                        .message())
                .isEqualTo("Services cannot be empty.");
        calls.call(create, request(r -> {}));
        assertThat(described(ARN + "service/c/web").services()).hasSize(1);
        assertThat(described(ARN + "service/other/web").failures()).hasSize(1);
    }

    @Test
    void listsGoTenAPageInOrder() {
        for (int i = 0; i < 23; i++) {
            String name = "s%02d".formatted(i);
            calls.call(create, request(r -> r.serviceName(name)));
        }
        List<String> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String token = null;
        do {
            var page = calls.call(
                    list,
                    ListServicesRequest.builder().cluster("c").nextToken(token).build());
            seen.addAll(page.serviceArns());
            sizes.add(page.serviceArns().size());
            token = page.nextToken();
        } while (token != null);

        assertThat(sizes).containsExactly(10, 10, 3);
        assertThat(seen).doesNotHaveDuplicates().isSorted().hasSize(23);
    }

    private void refused(Consumer<CreateServiceRequest.Builder> with, String code, String message) {
        Fault fault = calls.refusal(create, request(with));
        assertThat(fault.message()).contains(message);
        assertThat(fault.code()).isEqualTo(code);
    }

    private String refusedNetwork(NetworkConfiguration network) {
        return calls.refusal(create, request(r -> r.taskDefinition("vpc-task").networkConfiguration(network)))
                .message();
    }

    private DescribeServicesResponse described(String name) {
        return calls.call(
                describe,
                DescribeServicesRequest.builder().cluster("c").services(name).build());
    }

    private void set(State state) {
        var service = Objects.requireNonNull(calls.state().find(ServiceViews.SERVICES, "c/web"));
        calls.commit(List.of(
                Change.put(ServiceViews.SERVICES, service.with(service.status().with(state)))));
    }

    private static CreateServiceRequest request(Consumer<CreateServiceRequest.Builder> with) {
        return CreateServiceRequest.builder()
                .cluster("c")
                .serviceName("web")
                .taskDefinition("sample-task")
                .desiredCount(2)
                .applyMutation(with)
                .build();
    }

    private static UpdateServiceRequest change(Consumer<UpdateServiceRequest.Builder> with) {
        return UpdateServiceRequest.builder()
                .cluster("c")
                .service("web")
                .applyMutation(with)
                .build();
    }

    private static DeleteServiceRequest deletion(boolean force) {
        return DeleteServiceRequest.builder()
                .cluster("c")
                .service("web")
                .force(force)
                .build();
    }

    private static NetworkConfiguration network(String... subnets) {
        return NetworkConfiguration.builder()
                .awsvpcConfiguration(a -> a.subnets(subnets).assignPublicIp(AssignPublicIp.DISABLED))
                .build();
    }

    private static Change definition(
            String family, int revision, @Nullable NetworkMode mode, TaskDefinition.Status status) {
        ContainerDefinition web = new ContainerDefinition(
                "web",
                "nginx",
                256,
                512,
                null,
                true,
                List.of(),
                null,
                null,
                List.of(),
                null,
                null,
                null,
                ContainerSettings.NONE);
        return Change.put(
                TaskDefinitionViews.TASK_DEFINITIONS,
                new TaskDefinition(
                        family,
                        revision,
                        status,
                        List.of(web),
                        mode,
                        null,
                        null,
                        List.of(),
                        List.of("EC2"),
                        null,
                        null,
                        Calls.NOW,
                        "me",
                        null));
    }
}
