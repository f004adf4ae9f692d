package berth.control.ecs.service.model;

import berth.control.ecs.service.model.Service.Cause;
import berth.control.ecs.service.model.Service.Said;
import berth.control.ecs.service.model.Service.State;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What became of a service.
///
/// @param deployments newest first; the first is PRIMARY; none for a service of the EXTERNAL controller
/// @param serviceDeployment id of the newest [ServiceDeployment], or null
/// @param completed id of the [ServiceRevision] that was the last to be rolled out whole, which is where a rollback
///     goes to; null while there is none
/// @param pace how fast new tasks may be started
/// @param steady whether it was in a steady state when last looked at, so that reaching one is an event once
/// @param said what its events said and still holds, so that it isn't said again at every look
/// @param inactiveAt when it became INACTIVE, or null
/// @param taskSets newest first, of a service of the EXTERNAL controller; else none
public record ServiceStatus(
        State state,
        List<Deployment> deployments,
        @Nullable String serviceDeployment,
        @Nullable String completed,
        Pace pace,
        boolean steady,
        List<Said> said,
        @Nullable Instant inactiveAt,
        List<TaskSet> taskSets) {
    public ServiceStatus {
        deployments = List.copyOf(deployments);
        said = List.copyOf(said);
        taskSets = List.copyOf(Objects.requireNonNullElse(taskSets, List.of()));
    }

    /// A service that was just created.
    public static ServiceStatus first(List<Deployment> deployments, @Nullable String serviceDeployment) {
        return new ServiceStatus(
                State.ACTIVE, deployments, serviceDeployment, null, Pace.FREE, false, List.of(), null, List.of());
    }

    /// The newest deployment. Services of the EXTERNAL controller have none.
    public Deployment primary() {
        return deployments.getFirst();
    }

    /// What was said about a cause that still holds, or null.
    public @Nullable Said said(Cause cause) {
        return said.stream().filter(one -> one.cause() == cause).findFirst().orElse(null);
    }

    public ServiceStatus with(State changed) {
        return new ServiceStatus(
                changed, deployments, serviceDeployment, completed, pace, steady, said, inactiveAt, taskSets);
    }

    public ServiceStatus with(List<Deployment> changed) {
        return new ServiceStatus(
                state, changed, serviceDeployment, completed, pace, steady, said, inactiveAt, taskSets);
    }

    public ServiceStatus with(Pace changed) {
        return new ServiceStatus(
                state, deployments, serviceDeployment, completed, changed, steady, said, inactiveAt, taskSets);
    }

    public ServiceStatus with(boolean isSteady, List<Said> saying) {
        return new ServiceStatus(
                state, deployments, serviceDeployment, completed, pace, isSteady, saying, inactiveAt, taskSets);
    }

    public ServiceStatus withTaskSets(List<TaskSet> changed) {
        return new ServiceStatus(
                state, deployments, serviceDeployment, completed, pace, steady, said, inactiveAt, changed);
    }

    /// The task set of this id, or null.
    public @Nullable TaskSet taskSet(String id) {
        return taskSets.stream().filter(set -> set.id().equals(id)).findFirst().orElse(null);
    }

    /// With a task set changed.
    public ServiceStatus with(TaskSet changed) {
        return withTaskSets(taskSets.stream()
                .map(set -> set.id().equals(changed.id()) ? changed : set)
                .toList());
    }

    /// After a new service deployment was begun.
    public ServiceStatus withServiceDeployment(String id) {
        return new ServiceStatus(state, deployments, id, completed, pace, steady, said, inactiveAt, taskSets);
    }

    /// After a revision was rolled out whole.
    public ServiceStatus withCompleted(String revision) {
        return new ServiceStatus(
                state, deployments, serviceDeployment, revision, pace, steady, said, inactiveAt, taskSets);
    }

    /// After its last task has stopped.
    public ServiceStatus inactive(Instant at) {
        return new ServiceStatus(
                State.INACTIVE, List.of(), serviceDeployment, completed, Pace.FREE, false, List.of(), at, List.of());
    }
}
