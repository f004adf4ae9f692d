package berth.sim;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceRevision;
import berth.control.ecs.service.model.ServiceRevision.ContainerImage;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.store.State;
import berth.sim.Checkers.Checker;
import org.jspecify.annotations.Nullable;

/// A tag moves and a service revision stays what it was: from the moment when the digest of an image is known, each
/// task of the revision is started with it and has it.
final class ImageChecker {
    private final Checkers checkers;

    ImageChecker(Checkers checkers) {
        this.checkers = checkers;
    }

    /// @param old null: the task was made just now
    void task(State state, @Nullable Task old, Task task) {
        ServiceRevision revision = old == null ? revision(state, task) : null;
        if (revision != null) {
            for (ContainerImage image : revision.images()) {
                same(task, image.containerName(), image.imageDigest());
            }
        }
        for (TaskContainer container : task.status().containers()) {
            String pinned = task.spec().imageDigests().get(container.name());
            if (pinned != null) {
                same(task, container.name(), container.imageDigest());
            }
        }
    }

    private void same(Task task, String container, @Nullable String digest) {
        if (digest == null) {
            return;
        }
        checkers.looked(Checker.PINNED_IMAGES_ARE_RUN);
        String pinned = task.spec().imageDigests().get(container);
        if (!digest.equals(pinned)) {
            checkers.broken(
                    Checker.PINNED_IMAGES_ARE_RUN,
                    "%s of %s is %s, its image was to be %s".formatted(container, task.name(), digest, pinned));
        }
    }

    private static @Nullable ServiceRevision revision(State state, Task task) {
        Service service = state.find(
                ServiceViews.SERVICES, task.cluster() + '/' + task.spec().service());
        if (service == null) {
            return null;
        }
        for (Deployment deployment : service.status().deployments()) {
            if (deployment.id().equals(task.spec().startedBy())) {
                return ServiceViews.revision(state, service, deployment.revision());
            }
        }
        return null;
    }
}
