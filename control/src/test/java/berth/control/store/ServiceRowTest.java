package berth.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.Monitor;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.vpc.model.Network;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceRowTest {
    private final Bodies bodies = new Bodies(List.of(ServiceViews.SERVICES));

    /// As a Berth wrote it that knew desired counts and percents only.
    private static final String OLD = """
            {"cluster":"c","serviceName":"web",
             "spec":{"taskDefinition":"sample-task:1","desiredCount":3,"launchType":"FARGATE",
              "platformVersion":"LATEST",
              "network":{"subnets":["subnet-1"],"securityGroups":[],"assignPublicIp":true},
              "minimumHealthyPercent":50,"maximumPercent":150,"createdBy":"me",
              "createdAt":"2026-01-01T12:00:00Z"},
             "status":{"state":"ACTIVE","deployments":[
               {"id":"ecs-svc/1","primary":true,"taskDefinition":"sample-task:1","launchType":"FARGATE",
                "platformVersion":"LATEST","desiredCount":3,"failedTasks":2,"rollout":"COMPLETED",
                "rolloutReason":"ECS deployment ecs-svc/1 completed.","createdAt":"2026-01-01T12:00:00Z",
                "updatedAt":"2026-01-01T12:00:00Z","help":[]}],
              "pace":{"failures":0,"crashes":0,"round":0,"countedThen":[]},
              "steady":true,"said":[]}}
            """;

    @Test
    void aServiceFromBeforeItsRecordsWereGroupedLoads() {
        Service service = read(OLD.getBytes(StandardCharsets.UTF_8));

        assertThat(service.spec().workload())
                .isEqualTo(WorkloadConfiguration.of(
                        "sample-task:1",
                        LaunchType.FARGATE,
                        "LATEST",
                        new Network(List.of("subnet-1"), List.of(), true)));
        assertThat(service.spec().deployment()).isEqualTo(DeploymentConfiguration.DEFAULT.withPercents(50, 150));
        assertThat(service.spec().options()).isEqualTo(ServiceSpec.Options.DEFAULT);
        assertThat(service.spec().scheduling()).isEqualTo(ServiceSpec.Scheduling.DEFAULT);
        assertThat(service.spec().origin().createdBy()).isEqualTo("me");
        Deployment deployment = service.status().primary();
        assertThat(deployment.taskDefinition()).isEqualTo("sample-task:1");
        assertThat(deployment.failedTasks()).isEqualTo(2);
        assertThat(deployment.revision()).isEmpty();
        assertThat(deployment.monitor()).isEqualTo(Monitor.NEW);
        assertThat(service.status().serviceDeployment()).isNull();
    }

    @Test
    void aServiceOfTodayLoadsAsItWasWritten() {
        Service service = read(OLD.getBytes(StandardCharsets.UTF_8));

        assertThat(read(bodies.write(service))).isEqualTo(service);
    }

    private Service read(byte[] body) {
        return (Service) ((Change.Put<?>) bodies.put(ServiceViews.SERVICES, "c/web", body)).row();
    }
}
