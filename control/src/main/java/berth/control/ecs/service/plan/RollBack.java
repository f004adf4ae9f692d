package berth.control.ecs.service.plan;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.DeploymentConfiguration.CircuitBreaker;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Breaker;
import berth.control.ecs.service.model.ServiceDeployment.Rollback;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.service.model.ServiceRevision;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of a service whose PRIMARY deployment is given up.
///
/// **Rule.** The deployment is FAILED and starts nothing more. Where it goes back, the revision that was completed last
/// is PRIMARY and IN_PROGRESS again and the failed deployment is ACTIVE until its tasks are gone: a deployment of that
/// revision that still has tasks is taken up again, so that these are not replaced by their like; where all are gone a
/// new one begins. The service's workload is that of the revision. Where no revision was ever completed, nothing can be
/// gone back to: the deployment stays where it is.
///
/// **Example.** Deployment 7 of revision A has four tasks, 8 of B fails: 7 is PRIMARY with desiredCount 4 and keeps its
/// tasks, 8 is ACTIVE and FAILED. With 0 and 100 %, where the tasks of 7 were stopped first, 9 of A starts four.
///
/// ECS: rolling back to the last completed deployment.
///
/// @param service after it
/// @param running its service deployment after it, or null where there is none
/// @param events whole messages, in the order in which they are said
public record RollBack(Service service, @Nullable ServiceDeployment running, List<String> events) {
    static final String NO_CANDIDATE = "No rollback candidate was found to run the rollback.";

    public RollBack {
        events = List.copyOf(events);
    }

    /// @param inAlarm the alarms that went off
    public static RollBack of(
            State state,
            Service service,
            @Nullable ServiceDeployment running,
            Failure failure,
            List<String> inAlarm,
            Context context) {
        Wording wording = new Wording(service.serviceName());
        Deployment failed = service.status().primary().with(Rollout.FAILED, failure.rolloutReason(), context.now());
        List<String> events = new ArrayList<>();
        if (failure.event() != null) {
            events.add(wording.failed(failed.id(), failure.event()));
        }
        ServiceDeployment seen =
                running == null ? null : seen(running, service, failed, failure.kind(), inAlarm, context);
        ServiceRevision candidate = failure.rollback() ? candidate(state, service) : null;
        if (candidate == null) {
            List<Deployment> deployments = new ArrayList<>(service.status().deployments());
            deployments.set(0, failed);
            return new RollBack(
                    service.with(service.status().with(deployments)),
                    seen == null ? null : ended(seen, failure, context),
                    events);
        }
        List<Deployment> deployments = back(state, service, failed, candidate, context);
        events.add(wording.rollingBack(deployments.getFirst().id()));
        Service after = service.with(service.spec().with(candidate.workload()))
                .with(service.status()
                        .with(deployments)
                        .with(service.status().pace().reset()));
        ServiceDeployment goingBack = seen == null
                ? null
                : seen.with(Status.ROLLBACK_IN_PROGRESS, failure.statusReason(), context.now())
                        .with(new Rollback(failure.statusReason(), context.now(), candidate.id()), context.now());
        return new RollBack(after, goingBack, events);
    }

    private static @Nullable ServiceRevision candidate(State state, Service service) {
        String completed = service.status().completed();
        return completed == null || completed.equals(service.status().primary().revision())
                ? null
                : ServiceViews.revision(state, service, completed);
    }

    private static List<Deployment> back(
            State state, Service service, Deployment failed, ServiceRevision candidate, Context context) {
        Deployment source = service.status().deployments().stream()
                .filter(deployment ->
                        !deployment.primary() && deployment.revision().equals(candidate.id()))
                .findFirst()
                .orElse(null);
        Deployment target = source == null
                ? Deployment.first(
                        context.ids().deployment(),
                        candidate.id(),
                        candidate.deployed(),
                        service.spec().desiredCount(),
                        context.now())
                : source.primaryAgain(service.spec().desiredCount(), context.now());
        List<Deployment> deployments = new ArrayList<>();
        deployments.add(target.with(
                Rollout.IN_PROGRESS,
                "ECS deployment circuit breaker: rolling back to deploymentId " + target.id() + ".",
                context.now()));
        deployments.add(failed.replaced(NewDeployment.kept(state, service, failed), context.now()));
        service.status().deployments().stream()
                .filter(deployment -> !deployment.primary() && !deployment.equals(source))
                .forEach(deployments::add);
        return deployments;
    }

    private static ServiceDeployment ended(ServiceDeployment running, Failure failure, Context context) {
        return failure.rollback()
                ? running.with(Status.ROLLBACK_FAILED, NO_CANDIDATE, context.now())
                : running.with(Status.STOPPED, failure.statusReason(), context.now());
    }

    private static ServiceDeployment seen(
            ServiceDeployment running,
            Service service,
            Deployment failed,
            Failure.Kind kind,
            List<String> inAlarm,
            Context context) {
        CircuitBreaker breaker = service.spec().deployment().circuitBreaker();
        return running.with(
                new Breaker(
                        kind == Failure.Kind.BREAKER,
                        Failure.counted(failed, breaker),
                        breaker.failures(service.spec().desiredCount())),
                inAlarm,
                context.now());
    }
}
