package berth.control.ecs.service.api;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.DeploymentConfiguration.CircuitBreaker;
import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.service.model.ShiftStrategy;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.plan.Failure;
import berth.control.ecs.service.plan.TaskCounts;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.store.State;
import berth.kernel.Account;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookDetail;
import software.amazon.awssdk.services.ecs.model.Rollback;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentAlarms;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/// Service deployments as the SDK's classes.
final class ServiceDeploymentMapper {
    private ServiceDeploymentMapper() {}

    static String arn(ServiceDeployment deployment, Account account) {
        return account.ecs("service-deployment", deployment.name());
    }

    static ServiceDeploymentBrief brief(ServiceDeployment deployment, Account account) {
        return ServiceDeploymentBrief.builder()
                .serviceDeploymentArn(arn(deployment, account))
                .serviceArn(account.ecs("service", deployment.service()))
                .clusterArn(cluster(deployment, account))
                .createdAt(deployment.times().createdAt())
                .startedAt(deployment.times().startedAt())
                .finishedAt(deployment.times().finishedAt())
                .targetServiceRevisionArn(revision(deployment, deployment.target(), account))
                .status(deployment.status().name())
                .statusReason(deployment.statusReason())
                .build();
    }

    /// @param state where the tasks of its revisions are counted
    static software.amazon.awssdk.services.ecs.model.ServiceDeployment toSdk(
            ServiceDeployment deployment, State state, Account account) {
        Service service = state.find(ServiceViews.SERVICES, deployment.service());
        boolean current =
                service != null && deployment.id().equals(service.status().serviceDeployment());
        Service counted = current ? service : null;
        TrafficShift shift = deployment.shift();
        return software.amazon.awssdk.services.ecs.model.ServiceDeployment.builder()
                .serviceDeploymentArn(arn(deployment, account))
                .serviceArn(account.ecs("service", deployment.service()))
                .clusterArn(cluster(deployment, account))
                .createdAt(deployment.times().createdAt())
                .startedAt(deployment.times().startedAt())
                .finishedAt(deployment.times().finishedAt())
                .stoppedAt(deployment.times().stoppedAt())
                .updatedAt(deployment.times().updatedAt())
                .sourceServiceRevisions(deployment.sources().stream()
                        .map(source -> summary(deployment, source, false, counted, state, account))
                        .toList())
                .targetServiceRevision(summary(deployment, deployment.target(), true, counted, state, account))
                .status(deployment.status().name())
                .statusReason(deployment.statusReason())
                .lifecycleStage(shift == null ? null : shift.stage().name())
                .lifecycleHookDetails(shift == null ? null : hooks(deployment, shift))
                .deploymentConfiguration(DeploymentConfigurationMapper.toSdk(deployment.configuration()))
                .rollback(rollback(deployment, account))
                .deploymentCircuitBreaker(breaker(deployment, counted))
                .alarms(alarms(deployment))
                .build();
    }

    /// Tasks are counted while it is the service's newest; afterwards the numbers would be those of another one.
    private static ServiceRevisionSummary summary(
            ServiceDeployment deployment,
            String revision,
            boolean target,
            @Nullable Service service,
            State state,
            Account account) {
        int requested = 0;
        int running = 0;
        int pending = 0;
        if (service != null) {
            List<Task> tasks = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
            for (Deployment one : service.status().deployments()) {
                if (one.revision().equals(revision)) {
                    TaskCounts counts = TaskCounts.of(tasks, one.id());
                    requested += one.desiredCount();
                    running += counts.running();
                    pending += counts.pending();
                }
            }
        }
        TrafficShift shift = deployment.shift();
        return ServiceRevisionSummary.builder()
                .arn(revision(deployment, revision, account))
                .requestedTaskCount(requested)
                .runningTaskCount(running)
                .pendingTaskCount(pending)
                .requestedTestTrafficWeight(shift == null ? null : weight(shift, shift.testTenths(), revision, target))
                .requestedProductionTrafficWeight(
                        shift == null ? null : weight(shift, shift.productionTenths(), revision, target))
                .build();
    }

    /// In percent. Of several sources only the one that serves has what the target doesn't.
    private static Double weight(TrafficShift shift, int tenthsOfTarget, String revision, boolean target) {
        boolean serves = shift.blue() != null && shift.blue().revision().equals(revision);
        int rest = serves ? ShiftStrategy.WHOLE - tenthsOfTarget : 0;
        return (target ? tenthsOfTarget : rest) / 10.0;
    }

    private static List<DeploymentLifecycleHookDetail> hooks(ServiceDeployment deployment, TrafficShift shift) {
        return shift.hooks().stream().map(run -> hook(deployment, run)).toList();
    }

    private static DeploymentLifecycleHookDetail hook(ServiceDeployment deployment, HookRun run) {
        LifecycleHook hook = deployment.configuration().lifecycleHooks().get(run.hook());
        return DeploymentLifecycleHookDetail.builder()
                .hookId(run.id())
                .targetType(hook.targetType().name())
                .targetArn(hook.target())
                .status(run.status().name())
                .expiresAt(run.expiresAt())
                .timeoutAction(hook.onTimeout().name())
                .build();
    }

    private static @Nullable Rollback rollback(ServiceDeployment deployment, Account account) {
        ServiceDeployment.Rollback rollback = deployment.rollback();
        return rollback == null
                ? null
                : Rollback.builder()
                        .reason(rollback.reason())
                        .startedAt(rollback.startedAt())
                        .serviceRevisionArn(revision(deployment, rollback.revision(), account))
                        .build();
    }

    /// @param current the service while this is its newest service deployment, which is where the failures are counted
    private static ServiceDeploymentCircuitBreaker breaker(ServiceDeployment deployment, @Nullable Service current) {
        CircuitBreaker configured = deployment.configuration().circuitBreaker();
        boolean watching = !deployment.status().terminal() && deployment.rollback() == null && current != null;
        CircuitBreaker breaker =
                watching && current != null ? current.spec().deployment().circuitBreaker() : configured;
        if (!breaker.enable()) {
            return ServiceDeploymentCircuitBreaker.builder()
                    .status("DISABLED")
                    .failureCount(0)
                    .threshold(0)
                    .build();
        }
        if (watching && current != null) {
            return ServiceDeploymentCircuitBreaker.builder()
                    .status("MONITORING")
                    .failureCount(Failure.counted(current.status().primary(), breaker))
                    .threshold(breaker.failures(current.spec().desiredCount()))
                    .build();
        }
        return ServiceDeploymentCircuitBreaker.builder()
                .status(deployment.breaker().triggered() ? "TRIGGERED" : "MONITORING_COMPLETE")
                .failureCount(deployment.breaker().failureCount())
                .threshold(deployment.breaker().threshold())
                .build();
    }

    private static ServiceDeploymentAlarms alarms(ServiceDeployment deployment) {
        var configured = deployment.configuration().alarms();
        boolean over = deployment.status() != Status.PENDING && deployment.status() != Status.IN_PROGRESS;
        String watching = over ? "MONITORING_COMPLETE" : "MONITORING";
        String enabled = deployment.alarms().isEmpty() ? watching : "TRIGGERED";
        return ServiceDeploymentAlarms.builder()
                .status(configured.enable() ? enabled : "DISABLED")
                .alarmNames(configured.alarmNames())
                .triggeredAlarmNames(deployment.alarms())
                .build();
    }

    private static String cluster(ServiceDeployment deployment, Account account) {
        return account.ecs(
                "cluster",
                deployment.service().substring(0, deployment.service().indexOf('/')));
    }

    private static String revision(ServiceDeployment deployment, String id, Account account) {
        return account.ecs("service-revision", deployment.service() + '/' + id);
    }
}
