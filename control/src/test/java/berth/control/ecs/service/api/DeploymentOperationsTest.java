package berth.control.ecs.service.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.control.Settings;
import berth.control.dispatch.Operation;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.ServiceWorld;
import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.plan.Pacing;
import berth.control.store.Change;
import berth.kernel.FaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ContinueServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;

class DeploymentOperationsTest {
    private final ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    @BeforeEach
    void aServiceOfTwoIsUpdated() {
        world.create("sample-task:1", 2, 100, 200);
        replaceAll();
        world.update(r -> r.taskDefinition("sample-task:2")
                .deploymentConfiguration(
                        d -> d.deploymentCircuitBreaker(b -> b.enable(true).rollback(true))));
        world.settle();
    }

    @Test
    void aServiceDeploymentTellsFromWhereToWhereAndHowFar() {
        var deployment = described(current());

        assertThat(deployment.statusAsString()).isEqualTo("IN_PROGRESS");
        assertThat(deployment.targetServiceRevision().requestedTaskCount()).isEqualTo(2);
        assertThat(deployment.targetServiceRevision().pendingTaskCount()).isEqualTo(2);
        assertThat(deployment.sourceServiceRevisions()).singleElement().satisfies(source -> {
            assertThat(source.runningTaskCount()).isEqualTo(2);
            assertThat(source.arn()).contains(":service-revision/c/web/");
        });
        assertThat(deployment.deploymentCircuitBreaker().statusAsString()).isEqualTo("MONITORING");
        assertThat(deployment.deploymentCircuitBreaker().threshold()).isEqualTo(3);
        assertThat(deployment.alarms().statusAsString()).isEqualTo("DISABLED");
        assertThat(deployment.startedAt()).isNotNull();
        assertThat(deployment.finishedAt()).isNull();

        replaceAll();
        var done = described(current());
        assertThat(done.statusAsString()).isEqualTo("SUCCESSFUL");
        assertThat(done.finishedAt()).isEqualTo(world.now);
        assertThat(done.deploymentCircuitBreaker().statusAsString()).isEqualTo("MONITORING_COMPLETE");
    }

    @Test
    void aServiceShowsItsRevisionsWithTheirTasks() {
        var service = world.described();

        assertThat(service.currentServiceDeployment()).isEqualTo(current());
        assertThat(service.currentServiceRevisions())
                .hasSize(2)
                .allSatisfy(revision -> assertThat(revision.runningTaskCount() + revision.pendingTaskCount())
                        .isEqualTo(2));
        ServiceRevision revision =
                revisions(service.currentServiceRevisions().getFirst().arn()).getFirst();
        assertThat(revision.taskDefinition()).endsWith("task-definition/sample-task:2");
        assertThat(revision.launchTypeAsString()).isEqualTo("EC2");
        assertThat(revision.containerImages())
                .singleElement()
                .satisfies(image -> assertThat(image.image()).isEqualTo("nginx"));
    }

    @Test
    void whatDoesNotExistIsMissing() {
        String arn = current() + "x";
        assertThat(new DescribeServiceDeployments()
                        .handle(
                                DescribeServiceDeploymentsRequest.builder()
                                        .serviceDeploymentArns(arn)
                                        .build(),
                                world.state,
                                world.context())
                        .failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("MISSING"));
        assertThatThrownBy(() -> revisions()).hasMessageContaining("cannot be empty");
        assertThatThrownBy(
                        () -> revisions(java.util.Collections.nCopies(21, "x").toArray(String[]::new)))
                .hasMessageContaining("more than 20");
    }

    @Test
    void serviceDeploymentsAreListedNewestFirstByStatusAndInPages() {
        for (int i = 0; i < 24; i++) {
            world.pass(Duration.ofSeconds(1));
            world.update(r -> r.forceNewDeployment(true));
            world.settle();
        }
        List<ServiceDeploymentBrief> seen = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            var page = new ListServiceDeployments()
                    .handle(
                            ListServiceDeploymentsRequest.builder()
                                    .cluster("c")
                                    .service("web")
                                    .nextToken(from)
                                    .build(),
                            world.state,
                            world.context());
            seen.addAll(page.serviceDeployments());
            token = page.nextToken();
        } while (token != null);

        assertThat(seen).hasSize(26);
        assertThat(seen).isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
        assertThat(seen.getFirst().serviceDeploymentArn()).isEqualTo(current());
        assertThat(new ListServiceDeployments()
                        .handle(
                                ListServiceDeploymentsRequest.builder()
                                        .cluster("c")
                                        .service("web")
                                        .statusWithStrings("SUCCESSFUL", "IN_PROGRESS")
                                        .build(),
                                world.state,
                                world.context())
                        .serviceDeployments())
                .hasSize(2);
    }

    @Test
    void aStopIsAcceptedWhileItGoesOnRepeatedWithoutHarmAndRefusedAfterwards() {
        stop();
        stop();
        world.settle();
        stop();
        world.stop();
        world.pass(Duration.ofSeconds(1));
        world.settle();

        var deployment = described(current());
        assertThat(deployment.statusAsString()).isEqualTo("ROLLBACK_SUCCESSFUL");
        assertThat(deployment.rollback().serviceRevisionArn())
                .isEqualTo(deployment.sourceServiceRevisions().getFirst().arn());
        assertThat(world.described().taskDefinition()).endsWith("sample-task:1");
        assertThatThrownBy(this::stop)
                .isInstanceOfSatisfying(
                        FaultException.class,
                        fault -> assertThat(fault.fault().code()).isEqualTo("ConflictException"));
    }

    @Test
    void aPauseIsContinuedByItsIdAndNoOther() {
        assertThatThrownBy(() -> goOn("nonsense"))
                .hasMessageContaining("Invalid hookId: hookId must follow the format");
        assertThatThrownBy(() -> goOn("ecs-pause-1")).hasMessageContaining("Provided hookId is either completed");
        ServiceDeployment running = running();
        world.commit(List.of(Change.put(
                ServiceViews.DEPLOYMENTS,
                running.with(
                        TrafficShift.begun(
                                new TrafficShift.Side("ecs-svc/1", "1"),
                                null,
                                LifecycleStage.PRE_SCALE_UP,
                                List.of(HookRun.waiting(0, "ecs-pause-1", world.now.plusSeconds(60))),
                                world.now),
                        world.now))));
        goOn("ecs-pause-1");

        assertThat(Objects.requireNonNull(running().shift()).hooks().getFirst().status())
                .isEqualTo(HookRun.Status.SUCCEEDED);
        assertThatThrownBy(() -> goOn("ecs-pause-1")).hasMessageContaining("Provided hookId is either completed");
    }

    private void goOn(String hookId) {
        call(
                new ContinueServiceDeployment(),
                ContinueServiceDeploymentRequest.builder()
                        .serviceDeploymentArn(current())
                        .hookId(hookId)
                        .build());
    }

    private void stop() {
        call(
                new StopServiceDeployment(),
                StopServiceDeploymentRequest.builder()
                        .serviceDeploymentArn(current())
                        .build());
    }

    private <Q extends SdkPojo, R extends SdkPojo> void call(Operation.Write<Q, R> operation, Q request) {
        world.call(operation, request);
    }

    private List<ServiceRevision> revisions(String... arns) {
        return new DescribeServiceRevisions()
                .handle(
                        DescribeServiceRevisionsRequest.builder()
                                .serviceRevisionArns(arns)
                                .build(),
                        world.state,
                        world.context())
                .serviceRevisions();
    }

    private software.amazon.awssdk.services.ecs.model.ServiceDeployment described(String arn) {
        return new DescribeServiceDeployments()
                .handle(
                        DescribeServiceDeploymentsRequest.builder()
                                .serviceDeploymentArns(arn)
                                .build(),
                        world.state,
                        world.context())
                .serviceDeployments()
                .getFirst();
    }

    private String current() {
        return world.described().currentServiceDeployment();
    }

    private ServiceDeployment running() {
        return Objects.requireNonNull(ServiceViews.current(
                world.state, Objects.requireNonNull(world.state.find(ServiceViews.SERVICES, "c/web"))));
    }

    private void replaceAll() {
        world.settle();
        world.start();
        world.pass(Pacing.CRASH);
        world.settle();
        world.stop();
        world.settle();
    }
}
