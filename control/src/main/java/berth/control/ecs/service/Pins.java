package berth.control.ecs.service;

import berth.control.ecs.service.model.ServiceRevision;
import berth.control.ecs.service.model.ServiceRevision.ContainerImage;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which image the tasks of a service revision run, once its first task has shown it.
///
/// ECS: a tag is resolved to a digest once a revision, so that a tag that moves changes nothing before the next
/// deployment; where `versionConsistency` is disabled, at every start. Differs from ECS: tasks that are started before
/// the first has pulled resolve the tag themselves. An image that no registry has given has no digest and stays a tag.
///
/// Worked example: revision 1 of `web:latest`; its first task pulled `sha256:a`; the tag moves to `sha256:b`; the
/// service is scaled up: `sha256:a` again. A forced deployment makes revision 2: `sha256:b`.
final class Pins {
    private Pins() {}

    /// The digests to run, by container.
    static SortedMap<String, String> digests(@Nullable ServiceRevision revision) {
        SortedMap<String, String> digests = new TreeMap<>();
        for (ContainerImage image : revision == null ? List.<ContainerImage>of() : revision.images()) {
            if (image.imageDigest() != null) {
                digests.put(image.containerName(), image.imageDigest());
            }
        }
        return digests;
    }

    /// The revision with the digests that its tasks have shown, the oldest one's where they differ; the same if there
    /// is nothing new.
    ///
    /// @param tasks of the service
    /// @param deployment the revision's; other tasks don't count
    static ServiceRevision learned(
            ServiceRevision revision, TaskDefinition definition, List<Task> tasks, String deployment) {
        List<ContainerImage> images = new ArrayList<>();
        for (ContainerImage image : revision.images()) {
            String digest = image.imageDigest();
            if (digest == null && consistent(definition, image.containerName())) {
                digest = shown(image.containerName(), tasks, deployment);
            }
            images.add(new ContainerImage(image.containerName(), image.image(), digest));
        }
        return images.equals(revision.images()) ? revision : revision.with(images);
    }

    private static boolean consistent(TaskDefinition definition, String container) {
        return definition.containers().stream()
                .filter(one -> one.name().equals(container))
                .anyMatch(ContainerDefinition::consistent);
    }

    private static @Nullable String shown(String container, List<Task> tasks, String deployment) {
        String first = null;
        Instant since = Instant.MAX;
        for (Task task : tasks) {
            if (!deployment.equals(task.spec().startedBy())
                    || !task.spec().createdAt().isBefore(since)) {
                continue;
            }
            for (TaskContainer one : task.status().containers()) {
                if (one.name().equals(container) && one.imageDigest() != null) {
                    first = one.imageDigest();
                    since = task.spec().createdAt();
                }
            }
        }
        return first;
    }
}
